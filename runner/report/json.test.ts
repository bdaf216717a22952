import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { packHistogram } from '../model/histogram.ts';
import { histogramOf, hostileDocument, ourDocument, sampleDocument, samples, storedLoad } from './documents.fixture.ts';
import { jsonReport } from './json.ts';

const schema = JSON.parse(readFileSync(`${__dirname}/../../schemas/report.schema.json`, 'utf8'));
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

function expectValid(json: string): void {
  validate(JSON.parse(json));
  expect(validate.errors).toBeNull();
}

describe('the JSON report', () => {
  test.each(samples)('follows its schema for a 0.13 document: %s', (name) => {
    expectValid(jsonReport(sampleDocument(name)));
  });

  test('follows its schema for a run of ours', () => {
    expectValid(jsonReport(ourDocument()));
  });

  test('follows its schema before anything ran', () => {
    expectValid(jsonReport({ spec: [{ task: 'http' }] }));
    expect(JSON.parse(jsonReport({ spec: [{ task: 'http' }] })).summary).toMatchObject({
      state: 'pending',
      final: false,
    });
  });

  test('follows its schema and holds no character that a terminal obeys, whatever the document holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const json = jsonReport(document);
        expectValid(json);
        expect(json).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 100 },
    );
  });

  test('leaves a missing value out: it is neither null nor 0', () => {
    const json = jsonReport(sampleDocument('two-versions'));
    expect(json).not.toContain('null');
    const orders = JSON.parse(json).metrics.find(({ name }: { name: string }) => name === 'shop/orders');
    expect(orders.versions[1]).not.toHaveProperty('value');
    expect(orders.versions[0].value).toBe(3.456);
  });

  test('says of an SLO its value, the room to its limit, and why it is inconclusive', () => {
    const { slos, summary } = JSON.parse(jsonReport(sampleDocument('two-versions')));
    expect(slos[0]).toMatchObject({ condition: 'shop/latency-mean (msec) <= 50', unit: 'msec', limit: 50 });
    expect(slos[0].versions[0].margin).toBeCloseTo(8.761);
    expect(slos[0].versions[1]).toEqual({ verdict: 'violated', value: 60.5, margin: -10.5 });
    expect(slos[3].versions[1]).toEqual({ verdict: 'inconclusive', reason: 'nobody reported shop/orders' });
    expect(summary.verdict).toBe('violated');
  });

  test('derives percentiles and rates of a load from its histograms', () => {
    const [load] = JSON.parse(jsonReport(ourDocument())).loads;
    expect(load.achievedQps).toBeCloseTo(99 / 12);
    expect(Object.keys(load.latency.percentiles)).toEqual(['50', '75', '90', '95', '99', '99.9', '99.99']);
    expect(load.latency.percentiles['50'].value).toBeCloseTo(50, 1);
    expect(load.firstSend).toBe('2026-01-02T03:04:05.000Z');
  });

  test('marks what requests without an answer make uncertain, and nothing below them', () => {
    const bounds = packHistogram(histogramOf([80.5, 80.5, 80.5, 80.5, 80.5]));
    const [load] = JSON.parse(jsonReport(ourDocument({ details: { loads: [storedLoad({ bounds })] } }))).loads;
    expect(load.latency.percentiles['75']).toEqual({ value: expect.any(Number) });
    expect(load.latency.percentiles['95']).toEqual({ value: expect.any(Number), atLeast: true });
    expect(load.latency.mean.atLeast).toBe(true);
    expect(load.latency).not.toHaveProperty('stddev');
  });

  test('marks a percentile that reaches into requests nobody could time', () => {
    const loads = [storedLoad({ sent: 104, errors: 4, failures: { refused: 4 } })];
    const [load] = JSON.parse(jsonReport(ourDocument({ details: { loads } }))).loads;
    expect(load.latency.untimed).toBe(4);
    expect(load.latency.percentiles['95']).not.toHaveProperty('atLeast');
    expect(load.latency.percentiles['99'].atLeast).toBe(true);
    expect(load.latency.max.atLeast).toBe(true);
  });

  test('tells the messages of streaming calls, and when the first of them came', () => {
    const streams = { firstMessage: packHistogram(histogramOf([3, 5])), messagesIn: 40, messagesOut: 2 };
    const [load] = JSON.parse(jsonReport(ourDocument({ details: { loads: [storedLoad({ streams })] } }))).loads;
    expect(load.streams).toMatchObject({ messagesIn: 40, messagesOut: 2, firstMessage: { unit: 'msec', count: 2 } });
    expect(load.streams.firstMessage.max.value).toBe(5);
  });

  test('dates the values of earlier loops, knowing which loops have none', () => {
    const document = ourDocument({
      result: { numLoops: 4 },
      insights: { nonHistMetricValues: [{ 'http/latency-mean': [10, 40] }] },
      details: { loop: 4, loops: [1, 2, 4], gaps: { '0 http/latency-mean': [2] } },
    });
    const metrics = JSON.parse(jsonReport(document)).metrics;
    const mean = metrics.find(({ name }: { name: string }) => name === 'http/latency-mean');
    expect(mean.versions[0].history).toEqual([
      { loop: 1, value: 10 },
      { loop: 4, value: 40 },
    ]);
  });
});

test('a load tells how it went over time; in a window in which nothing was timed there is no latency', () => {
  const course = { everyMs: 1000, sent: [8, 9], errors: [0, 9], p50: [4.5, null], p99: [7.25, null] };
  const json = jsonReport(ourDocument({ details: { loads: [storedLoad({ course })] } }));
  expectValid(json);
  expect(JSON.parse(json).loads[0].course).toEqual({
    everyMs: 1000,
    unit: 'msec',
    windows: [
      { sent: 8, errors: 0, p50: 4.5, p99: 7.25 },
      { sent: 9, errors: 9 },
    ],
  });
  expectValid(jsonReport(ourDocument()));
});
