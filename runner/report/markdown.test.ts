import fc from 'fast-check';
import { hostileDocument, ourDocument, sampleDocument, storedLoad, verdictOf } from './documents.fixture.ts';
import { markdownReport } from './markdown.ts';
import { code, prose } from './markdown-text.ts';

describe('the Markdown report', () => {
  test('begins with the verdict', () => {
    expect(markdownReport(ourDocument())).toMatch(
      /^### ✅ Iter8: the SLO is satisfied\n\n`http\/latency-mean` is 50\.50 ms, the limit is 60 ms\.\n\n2 of 2 tasks completed/,
    );
    expect(markdownReport(sampleDocument('two-versions'))).toMatch(
      /^### ❌ Iter8: 2 violated, 2 inconclusive of 8 \(SLOs of 2 versions\)\n\n`shop\/budget` of shop \(v1\) is 12,345,678\.9, the limit is 1,000,000; 1 more is violated\.\n\n2 of 2 tasks completed · loop 3/,
    );
    expect(markdownReport(sampleDocument('failed'))).toMatch(/^### ❌ Iter8: the experiment failed, SLOs not judged\n/);
    expect(markdownReport(sampleDocument('abn-summary'))).toMatch(/^### ⚪ Iter8: the experiment completed, no SLOs\n/);
    expect(markdownReport({ spec: [] })).toMatch(/^### ⏳ Iter8: the experiment is pending, no SLOs\n/);
  });

  test('an inconclusive SLO is no success', () => {
    const verdicts = [verdictOf({ verdict: 'inconclusive', reason: 'too few' })];
    const report = markdownReport(ourDocument({ details: { verdicts } }));
    expect(report).toMatch(/^### ⚠️ Iter8: 1 inconclusive of 1 SLO\n/);
    expect(report).toContain('too few');
  });

  test('an interrupted run is no success', () => {
    const document = ourDocument({ details: { state: 'interrupted' } });
    expect(markdownReport(document)).toMatch(/^### ❌ Iter8: the run was interrupted, the SLO is satisfied\n/);
  });

  test('shows SLOs with their values per version', () => {
    expect(markdownReport(sampleDocument('two-versions'))).toContain(
      '| SLO | `shop (v1)` | `shop-candidate-1 (v2)` |\n| --- | --- | --- |\n' +
        '| `shop/latency-mean (msec) <= 50` | ✅ 41.24 | ❌ 60.50 |\n',
    );
  });

  test('draws how an SLO fared over the loops', () => {
    const document = ourDocument({
      result: { numLoops: 3 },
      insights: { nonHistMetricValues: [{ 'http/latency-mean': [10, 40, 50.5] }] },
      details: { loop: 3, loops: [1, 2, 3] },
    });
    expect(markdownReport(document)).toContain(
      '| `http/latency-mean (msec) <= 60` | ✅ 50.50 ▂▇█ | 15.8% below the limit |',
    );
  });

  test('shows every metric, ours too, folded away', () => {
    expect(markdownReport(ourDocument())).toContain('<details><summary>4 metrics</summary>');
    expect(markdownReport(ourDocument())).toContain('| `http/lag-p99 (msec)` | 0.100 |');
  });

  test('shows loads, a lower bound as such', () => {
    const load = storedLoad({ latency: null, bounds: storedLoad().latency });
    const report = markdownReport(ourDocument({ details: { loads: [load] } }));
    expect(report).toMatch(/\| `http` \| 8\/s \| 8\.25\/s \| 100 \| 0 \| 0 \| ≥ 50(?:\.\d+)? \|/);
  });

  test('keeps the columns of its tables, and no more than GitHub takes, whatever the document holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const report = markdownReport(document);
        expect(report.length).toBeLessThan(65_536);
        let columns = 0;
        for (const line of report.split('\n')) {
          if (!line.startsWith('| ')) columns = 0;
          else {
            // A backslash before a pipe keeps it from ending a cell, so there must be none at all.
            expect(line).not.toContain('\\|');
            const cells = line.split('|').length;
            if (columns > 0) expect(cells).toBe(columns);
            columns = cells;
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('lets no foreign text through as HTML, a mention or a link, whatever the document holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const outside = markdownReport(document).replace(/`[^`\n]+`/g, '');
        expect(outside).not.toMatch(/<(?!\/?(?:details|summary|code|br)>)|@|https?:\/\/|www\./i);
        expect(outside.split('\n').filter((line) => /^#{1,6} |^```|^>/.test(line))).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  test('stays below what GitHub takes with a thousand SLOs of long names', () => {
    const upper = Array.from({ length: 1000 }, (_, i) => ({ metric: `http/${'|'.repeat(300)}${i}`, limit: 1 }));
    const report = markdownReport(ourDocument({ insights: { SLOs: { upper, lower: [] } } }));
    expect(report.length).toBeLessThan(65_536);
    expect(report).toMatch(/^### /);
  });
});

describe('foreign text in Markdown', () => {
  test.each([
    ['http/latency-mean', '`http/latency-mean`'],
    ['a|b', '<code>a&#124;b</code>'],
    ['a`b', '<code>a&#96;b</code>'],
    ['a\\', '<code>a&#92;</code>'],
    [' a', '<code> a</code>'],
    ['', '<code></code>'],
    ['a\nb', '<code>a&#92;nb</code>'],
  ])('the name %j is %s', (name, markdown) => {
    expect(code(name)).toBe(markdown);
  });

  test.each([
    ['ask @me about #1', 'ask &#64;&#8203;me about &#35;&#8203;1'],
    ['<b>x</b> & *y* _z_', '&#60;b&#62;x&#60;/b&#62; &#38; &#42;y&#42; &#95;z&#95;'],
    ['see https://x.y and www.x.y', 'see https&#58;//x.y and www&#46;x.y'],
    ['10% of 5: fine', '10% of 5: fine'],
  ])('the sentence %j is %s', (sentence, markdown) => {
    expect(prose(sentence)).toBe(markdown);
  });
});

test('the mean rate of a schedule is shown with six digits', () => {
  const load = storedLoad({ asked: { qps: 430 / 3, connections: 1 } });
  expect(markdownReport(ourDocument({ details: { loads: [load] } }))).toContain('| 143.333/s |');
});

test('a pass where requests failed unasked is marked as one to look at', () => {
  const report = markdownReport(ourDocument({ details: { loads: [storedLoad({ errors: 90 })] } }));
  expect(report).toMatch(/^### ⚠️ Iter8: the SLO is satisfied, with a caveat\n/);
  expect(report).toContain('But 90 of 100 requests failed, and no SLO asks about errors.');
});

test('counts are written as the page writes them, in tables and in what is said', () => {
  const load = storedLoad({ sent: 20_000, answered: 20_000, errors: 1_500, statuses: { 200: 18_500, 503: 1_500 } });
  const report = markdownReport(ourDocument({ details: { loads: [load] } }));
  expect(report).toContain('| 20,000 | 1,500 | 0 |');
  expect(report).toContain('http: 1,500 of 20,000 requests count as errors');
  expect(report).toContain('answers: 18,500 with 200, 1,500 with 503');
});

test('one metric is one, and a version that is not known is not named', () => {
  const report = markdownReport({
    spec: [{ task: 'http' }],
    result: {
      startTime: '2023-01-01T00:00:00Z',
      numLoops: 1,
      numCompletedTasks: 1,
      failure: false,
      iter8Version: '',
      insights: {
        numVersions: 1,
        versionNames: null,
        metricsInfo: { 'a/b': { type: 'Gauge', description: '' } },
        nonHistMetricValues: [{ 'a/b': [3] }],
        histMetricValues: [{}],
        SummaryMetricValues: [{}],
      },
    },
  });
  expect(report).toContain('<summary>1 metric</summary>');
  expect(report).not.toContain('· Iter8');
});
