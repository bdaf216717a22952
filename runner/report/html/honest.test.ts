// What a chart or a number must not make anybody believe.
import { packHistogram } from '../../model/histogram.ts';
import { histogramOf, ourDocument, sampleDocument, storedLoad, verdictOf } from '../documents.fixture.ts';
import { runningDocument } from '../watch/running.fixture.ts';
import { htmlReport } from './page.ts';

const loadOf = (change: Parameters<typeof storedLoad>[0]) =>
  htmlReport(ourDocument({ details: { loads: [storedLoad(change)] } }));

test('while it runs, SLOs stand there with what was measured so far, and are open', () => {
  const html = htmlReport(runningDocument());
  expect(html).toContain('SLOs not judged yet');
  expect(html.match(/<tr role="row" class="inconclusive">/g)).toHaveLength(3);
  expect(html).not.toMatch(/class="(?:satisfied|violated)"/);
  expect(html).toContain('How far the run is');
});

test('SLOs of a run that ended before they were judged are not called open', () => {
  expect(htmlReport(sampleDocument('failed'))).not.toContain('id="slos"');
});

test('of few requests, high percentiles are said to be the slowest one', () => {
  expect(htmlReport(ourDocument())).toContain('p99 98.98 ms; beyond p99 all is the slowest of 100');
  const many = packHistogram(histogramOf(Array.from({ length: 20_000 }, (_, i) => 1 + i / 1000)));
  expect(loadOf({ sent: 20_000, latency: many })).not.toContain('the slowest of');
  expect(loadOf({ sent: 1, latency: packHistogram(histogramOf([7])) })).toContain('beyond p0 all is the slowest of 1');
});

test('an SLO on a high percentile of few requests says that it is one request', () => {
  const of = (sent: number) => {
    const latency = packHistogram(histogramOf(Array.from({ length: sent }, (_, i) => i + 1)));
    const SLOs = { upper: [{ metric: 'http/latency-p99', limit: 500 }], lower: [] };
    const verdicts = [verdictOf({ metric: 'http/latency-p99', limit: 500, value: 99 })];
    return htmlReport(
      ourDocument({ insights: { SLOs }, details: { verdicts, loads: [storedLoad({ sent, latency })] } }),
    );
  };
  expect(of(99)).toContain('<small>of 99 requests that is the slowest one</small>');
  expect(of(1)).toContain('<small>of a single request</small>');
  expect(of(200)).not.toContain('requests that is');
});

test('of percentiles whose number of requests 0.13 did not keep, nothing is said', () => {
  expect(htmlReport(sampleDocument('http-endpoints'))).toContain('p50 0.633 ms, p99.9 1.70 ms</span>');
});

test('the distribution says how many requests are not in it', () => {
  const bounds = packHistogram(histogramOf([500, 600]));
  expect(loadOf({ sent: 103, bounds })).toContain('from 1 to 100 ms; without 3 that were given up or never sent');
  expect(loadOf({})).toContain('from 1 to 100 ms</span>');
});

test('no line is drawn over a time in which nothing was timed', () => {
  const of = (p99: (number | null)[]) => {
    const zeros = p99.map(() => 0);
    const html = loadOf({ course: { everyMs: 1000, sent: p99.map(() => 8), errors: zeros, p50: zeros, p99 } });
    const [, after = ''] = html.split('median and p99 latency, over time');
    const [, path = ''] = /class="line" d="([^"]*)"/.exec(after) ?? [];
    return { starts: path.split('M').length - 1, told: html.includes('; nothing was timed in 1 of 5 windows') };
  };
  expect(of([5, 6, 7, 8, 9])).toEqual({ starts: 1, told: false });
  expect(of([5, 6, null, 8, 9])).toEqual({ starts: 2, told: true });
  expect(of([5, null, 7, 8, 9])).toEqual({ starts: 2, told: true });
});

test('of many loops it says that the last one is judged', () => {
  expect(htmlReport(ourDocument({ result: { numLoops: 3 } }))).toContain('3</data>, the last one is judged');
});

test('values below zero are not drawn at zero', () => {
  const metricsInfo = { 'a/latency-p50': { type: 'Gauge' }, 'a/latency-p99': { type: 'Gauge' } } as const;
  const current = [{ 'a/latency-p50': { value: -4 }, 'a/latency-p99': { value: -1 } }];
  const nonHistMetricValues = [{ 'a/latency-p50': [-4], 'a/latency-p99': [-1] }];
  const html = htmlReport(ourDocument({ insights: { metricsInfo, nonHistMetricValues }, details: { current } }));
  const [, chart = ''] = html.split('a latency: p50');
  const heights = [...chart.matchAll(/<circle class="dot" cx="[^"]*" cy="([^"]*)"/g)].map(([, at]) => at);
  expect(new Set(heights).size).toBe(2);
});

test('where not every loop is kept, the charts over the loops say so', () => {
  const of = (numLoops: number) => {
    const current = [{ 'http/latency-mean': { value: 3 } }];
    const nonHistMetricValues = [{ 'http/latency-mean': [1, 2, 3] }];
    const details = { loops: [8, 16, 17], loop: numLoops, current };
    return htmlReport(ourDocument({ result: { numLoops }, insights: { nonHistMetricValues }, details }));
  };
  expect(of(17)).toContain('The values of 3 of 17 loops are kept');
  expect(of(3)).not.toContain('loops are kept');
});

test('a pass where requests failed unasked is no green light', () => {
  const html = loadOf({ errors: 90 });
  expect(html).toContain('<header class="head inconclusive">');
  expect(html).toContain('<title>Pass, with a caveat: Iter8 report</title>');
  expect(html).toContain('<strong>But 90 of 100 requests failed, and no SLO asks about errors.</strong>');
  expect(loadOf({})).toContain('<header class="head pass">');
});

test('where the clock was set back meanwhile, no time below zero is told', () => {
  const html = loadOf({ firstSend: Date.UTC(2026, 0, 2, 3, 4, 17), lastSend: Date.UTC(2026, 0, 2, 3, 4, 5) });
  expect(html).not.toMatch(/Sent for|−[\d,.]+ m?s/);
  expect(loadOf({})).toContain('Sent for');
});

test('that no request was sent is said', () => {
  const html = loadOf({ sent: 0, answered: 0, statuses: {}, latency: null, service: null, lag: null });
  expect(html).toContain('<dt>Requests sent</dt><dd><data value="0">0</data></dd>');
  expect(html).toContain('<dt>Requests sent</dt><dd>none</dd>');
});

test('a range that is one value is told as one', () => {
  const steady = { everyMs: 1000, sent: [8, 8, 8], errors: [0, 0, 0], p50: [1, 1, 1], p99: [2, 2, 2] };
  expect(loadOf({ course: steady })).toContain('<span>8 requests a second</span>');
  expect(loadOf({ sent: 1, latency: packHistogram(histogramOf([7])) })).toMatch(/<span>1 latency of 7(?:\.\d+)? ms/);
});

test('the lines of two versions over many loops do not cover each other: they are medians, with their range', () => {
  const of = (loops: number, versions: number) => {
    const values = { 'http/latency-mean': Array.from({ length: loops }, (_, i) => 40 + (i % 9)) };
    const all = Array.from({ length: versions }, () => values);
    const insights = { numVersions: versions, versionNames: null, nonHistMetricValues: all };
    const details = {
      loops: Array.from({ length: loops }, (_, i) => i + 1),
      loop: loops,
      current: all.map(() => ({})),
    };
    return htmlReport(ourDocument({ result: { numLoops: loops }, insights, details }));
  };
  expect(of(400, 2)).toContain('; each line is the median of about 5 loops, its band their range');
  expect(of(400, 2).match(/class="band v[01]"/g)).toHaveLength(2);
  for (const html of [of(100, 2), of(400, 1)]) expect(html).not.toMatch(/class="band|the median of about/);
});

test('the dots of percentiles are on the line', () => {
  const values = Array.from({ length: 40 }, (_, i) => 1 + i ** 3);
  const html = loadOf({ sent: 40, latency: packHistogram(histogramOf(values)), service: null });
  const [, chart = ''] = html.split('latency: p50 ');
  const [, line = ''] = /class="line" d="([^"]*)"/.exec(chart) ?? [];
  const dots = [...chart.matchAll(/class="dot" cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => `${x} ${y}`);
  expect(dots.length).toBe(7);
  for (const dot of dots) expect(line.split(/[ML]/)).toContain(dot);
});

test('a generator that stood still once did so once', () => {
  expect(loadOf({ stalls: { count: 1, totalMs: 49, longestMs: 49 } })).toContain('once, 49 ms in all');
});

test('values of 0.13 are given no loop where some are missing', () => {
  const html = htmlReport(sampleDocument('two-versions'));
  expect(html).toContain('values in order, their loops are not known');
  expect(html).not.toMatch(/<title>[^<]*, loop \d/);
  expect(html).toContain('<title>shop (v1), value 2: 41.24 ms</title>');
});
