import type { MetricType } from '../model/metric.ts';
import { ourDocument, sampleDocument, storedLoad, verdictOf } from './documents.fixture.ts';
import { viewOf } from './view.ts';

describe('the view of a document', () => {
  test.each([
    [{ version: 'v1', track: 'shop' }, 'shop (v1)'],
    [{ version: 'v1', track: '' }, 'v1'],
    [{ version: '', track: 'shop' }, 'shop'],
    [{ version: '', track: '' }, 'version 0'],
  ])('calls the version %j %s', (name, heading) => {
    expect(viewOf(ourDocument({ insights: { versionNames: [name] } })).versions[0]?.heading).toBe(heading);
  });

  test('numbers versions without names, and is not led astray by an absurd number of them', () => {
    const headings = viewOf(ourDocument({ insights: { numVersions: 2 } })).versions.map(({ heading }) => heading);
    expect(headings).toEqual(['version 0', 'version 1']);
    expect(viewOf(ourDocument({ insights: { numVersions: 1e12 } })).versions).toHaveLength(1000);
  });

  test('trusts the verdict, not the flag 0.13 reads', () => {
    const verdicts = [verdictOf({ verdict: 'inconclusive', reason: 'too late' })];
    expect(viewOf(ourDocument({ details: { verdicts } })).slos[0]?.cells[0]?.verdict).toBe('inconclusive');
  });

  test('an SLO that was not judged in this loop is inconclusive', () => {
    const { slos, summary } = viewOf(ourDocument({ insights: { SLOsSatisfied: {} }, details: { verdicts: [] } }));
    expect(slos[0]?.cells[0]).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('not judged') });
    expect(summary.verdict).toBe('inconclusive');
  });

  test('SLOs that are planned and were never reached are inconclusive, no SLOs at all are none', () => {
    expect(viewOf(sampleDocument('failed')).summary.verdict).toBe('inconclusive');
    expect(viewOf(sampleDocument('abn-summary')).summary.verdict).toBe('none');
  });

  test('derives aggregates of samples and summaries as 0.13 did', () => {
    const values = Object.fromEntries(
      viewOf(sampleDocument('grpc-sample')).metrics.map((m) => [m.name, m.values[0]?.value]),
    );
    expect(values).toMatchObject({
      'grpc/latency/mean': 20.475,
      'grpc/latency/min': 1.5,
      'grpc/latency/max': 55.125,
      'grpc/latency/p50': 2.875, // between the neighbours of rank 2.5
      'grpc/latency/p99': 47.5625,
    });
  });

  test('leaves out metrics of a type that nobody knows', () => {
    const document = ourDocument();
    const own = { 'a/b': { type: 'constructor' as MetricType } };
    if (document.details !== undefined) Object.assign(document.details.ourMetrics, own);
    expect(viewOf(document).metrics.map(({ name }) => name)).not.toContain('a/b');
  });

  test('a sample too small for a percentile has none', () => {
    const document = sampleDocument('grpc-sample');
    const slos = { upper: [{ metric: 'grpc/latency/p10', limit: 5 }], lower: [] };
    if (document.result?.insights !== undefined) document.result.insights.SLOs = slos;
    const row = viewOf(document).metrics.find(({ name }) => name === 'grpc/latency/p10');
    expect(row?.values).toEqual([undefined]);
  });

  test('keeps how far a value is certain', () => {
    const current = [{ 'http/latency-p99': { value: 99, atLeast: '2 requests timed out' } }];
    const row = viewOf(ourDocument({ details: { current } })).metrics.find(({ name }) => name === 'http/latency-p99');
    expect(row?.values[0]).toEqual({ value: 99, atLeast: '2 requests timed out' });
  });

  test('sets problems with inputs on one line', () => {
    const error = { code: 'INPUT', message: 'there are 2 input errors:\n  a: x\n  b: y', fix: '' };
    const steps = [{ name: 'grpc', title: 'call', state: 'failed' as const, error }];
    expect(viewOf(ourDocument({ details: { steps } })).steps[0]?.error?.message).toBe(
      'there are 2 input errors: a: x; b: y',
    );
  });

  test('names the version of a load where there are several', () => {
    const document = ourDocument({
      insights: { numVersions: 2 },
      details: { loads: [storedLoad({ version: 1 })] },
    });
    expect(viewOf(document).loads[0]?.title).toBe('http, version 1');
  });
});
