import type { Document, StoredLoad } from '../model/document.ts';
import { countBelow, emptyHistogram, packHistogram, quantile, record, unpackHistogram } from '../model/histogram.ts';
import { createBound } from './bound.ts';
import { createBench, measurement, upper } from './loop.fixture.ts';
import { coarsen, coarsenLoads, withoutDescriptions, withoutHistograms, withoutMetrics } from './sacrifice.ts';

const sizeOf = (document: Document) => JSON.stringify(document).length;
const limit = 512 * 1024;

async function documentOf(endpoints: number, loops = 1): Promise<Document> {
  let document: Document | undefined;
  for (let loop = 1; loop <= loops; loop++) {
    const bench = createBench({
      measure: (emit) => {
        for (let i = 0; i < endpoints; i++) emit.measurement(measurement(`http-${i}`, [i + 1, i + 2.123456789]));
        emit.slos(upper('http-0/latency-p50', 9));
      },
    });
    document = await bench.run([{ task: 'http', with: { act: 'measure' } }], { document, sizeOf: () => 0 });
  }
  if (document === undefined) throw new Error('no loops');
  return document;
}

test('the histogram of first messages is coarsened, and left out, as the others are', () => {
  const histogram = emptyHistogram();
  for (const ms of [1, 1.001, 7]) record(histogram, ms);
  const streams = { firstMessage: packHistogram(histogram), messagesIn: 3, messagesOut: 3 };
  const none = { latency: null, bounds: null, service: null, lag: null };
  const details = { loads: [{ ...none, streams }] };
  const document = { spec: [], details } as unknown as Document;
  const [coarse] = coarsenLoads(document, 16).details?.loads ?? [];
  expect(coarse?.streams?.firstMessage?.buckets).toHaveLength(4);
  const [without] = withoutHistograms(document, 1).details?.loads ?? [];
  expect(without?.streams).toEqual({ firstMessage: null, messagesIn: 3, messagesOut: 3 });
});

test('Samples are thinned before a loop loses more, and keep quantiles and mean', async () => {
  const bench = createBench({
    measure: (emit) => {
      for (let i = 0; i < 100; i++) {
        const values = Array.from({ length: 1000 }, (_, k) => Number((i + k / 997).toFixed(3)));
        emit.metrics(0, [{ name: `grpc-${i}/latency`, type: 'Sample', description: 'a sample', values }]);
      }
    },
  });
  const document = await bench.run([{ task: 'http', with: { act: 'measure' } }], { sizeOf: () => 0 });
  const bounded = createBound(sizeOf)(document);
  expect(sizeOf(bounded)).toBeLessThan(limit);
  const values = bounded.result?.insights?.nonHistMetricValues[0]?.['grpc-7/latency'] ?? [];
  expect(values).toHaveLength(250);
  expect(values.reduce((a, b) => a + b, 0) / 250).toBeCloseTo(7.501, 2);
  expect(bounded.details?.notes).toEqual([]);
});

test('what is small enough stays as it is', async () => {
  const document = await documentOf(3, 3);
  expect(createBound(sizeOf)(document)).toBe(document);
});

test('older loops are thinned before the current one loses anything', async () => {
  const document = await documentOf(60, 60);
  const before = sizeOf(document);
  const bounded = createBound((d) => sizeOf(d) + (240 * 1024 - before * 0.6))(document);
  expect(bounded.details?.loops.length).toBeLessThan(60);
  expect(bounded.details?.loops.at(-1)).toBe(60);
  expect(bounded.details?.current).toEqual(document.details?.current);
  expect(bounded.details?.notes).toEqual([]);
});

test('what the SLOs ask for, the verdicts and the spec are never given up', async () => {
  const document = await documentOf(3000);
  expect(sizeOf(document)).toBeGreaterThan(limit);
  const bounded = createBound(sizeOf)(document);
  expect(sizeOf(bounded)).toBeLessThan(limit);
  expect(bounded.spec).toEqual(document.spec);
  expect(bounded.details?.verdicts).toEqual(document.details?.verdicts);
  expect(bounded.result?.insights?.SLOsSatisfied).toEqual({ upper: [[true]] });
  expect(bounded.details?.current[0]?.['http-0/latency-p50']).toEqual({ value: 1.5617283945 });
  expect(bounded.details?.notes.at(-1)?.message).toMatch(/too large to be kept whole; left out: .*stored histograms/);
});

test('a spec that is too large by itself does not keep a document from being saved', async () => {
  const document = await documentOf(2);
  const huge = { ...document, spec: [{ task: 'http', with: { payloadStr: 'x'.repeat(limit) } }] };
  expect(createBound(sizeOf)(huge).spec).toEqual(huge.spec);
});

test('what was given up once in a loop is given up again without asking', async () => {
  const document = await documentOf(3000);
  let asked = 0;
  const bound = createBound((d) => ++asked && sizeOf(d));
  bound(document);
  asked = 0;
  expect(sizeOf(bound(document))).toBeLessThan(limit);
  expect(asked).toBe(1);
});

test('descriptions go from every list of metrics', async () => {
  const smaller = withoutDescriptions(await documentOf(2));
  expect(smaller.result?.insights?.metricsInfo['http-0/latency-p50']).toEqual({ type: 'Gauge' });
  expect(smaller.details?.ourMetrics['http-0/qps-achieved']).toEqual({ type: 'Gauge' });
});

test('an aggregate that an SLO asks for keeps its metric', async () => {
  const document = await documentOf(1);
  const { insights } = document.result ?? {};
  if (insights === undefined) throw new Error('no insights');
  insights.SLOs = { upper: [{ metric: 'grpc/latency/p99.0', limit: 1 }] };
  insights.metricsInfo['grpc/latency'] = { type: 'Sample' };
  const smaller = withoutMetrics(document, 'all');
  expect(Object.keys(smaller.result?.insights?.metricsInfo ?? {})).toEqual(['grpc/latency']);
});

test.each([4, 16, 64])('joining %d buckets into one loses no count, and little of the percentiles', (factor) => {
  const histogram = emptyHistogram();
  for (let i = 0; i < 5000; i++) record(histogram, 0.5 - Math.log(1 - (i + 0.5) / 5000) * 20);
  const packed = packHistogram(histogram);
  if (packed === null) throw new Error('nothing recorded');
  const coarse = unpackHistogram({ ...packed, buckets: coarsen(packed.buckets, factor) });
  expect(countBelow(coarse, 1e6)).toBe(5000);
  for (const q of [0.5, 0.9, 0.99]) {
    const [exact, now] = [quantile(histogram, q) ?? 0, quantile(coarse, q) ?? 0];
    expect(Math.abs(now - exact) / exact).toBeLessThan(factor / 1024);
  }
});

test('a load tells how coarse its histograms are', async () => {
  const document = await documentOf(1);
  const loads: StoredLoad[] = document.details?.loads ?? [];
  const bounded = createBound((d) => (d.details?.loads[0]?.coarse === undefined ? limit : 0))(document);
  expect(loads[0]?.coarse).toBeUndefined();
  expect(bounded.details?.loads[0]?.coarse).toBe(4);
});
