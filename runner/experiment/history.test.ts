import fc from 'fast-check';
import type { Document } from '../model/document.ts';
import { gapKey } from '../model/loops.ts';
import type { Metric } from '../model/metric.ts';

import { isPerLoop, keepsLoop } from './history.ts';
import { createBench, measurement } from './loop.fixture.ts';

const gauge = (name: string, value: number): Metric => ({ name, description: name, type: 'Gauge', value });

// Every series has one value for each loop it is not missing in.
function expectAligned({ result, details }: Document): void {
  const insights = result?.insights;
  const loops = details?.loops ?? [];
  expect([...loops].sort((a, b) => a - b)).toEqual(loops);
  for (const [version, values] of (insights?.nonHistMetricValues ?? []).entries()) {
    for (const [metric, series] of Object.entries(values)) {
      expect(insights?.metricsInfo[metric]).toBeDefined();
      if (insights === undefined || !isPerLoop(insights, metric)) continue;
      const missing = details?.gaps[gapKey(version, metric)] ?? [];
      expect(missing.every((loop) => loops.includes(loop))).toBe(true);
      expect(series).toHaveLength(loops.length - missing.length);
      expect(series.every(Number.isFinite)).toBe(true);
    }
  }
  const known = new Set(Object.keys(insights?.metricsInfo ?? {}));
  for (const key of Object.keys(details?.gaps ?? {})) expect(known.has(key.slice(key.indexOf(' ') + 1))).toBe(true);
}

// A loop of what each metric shows in it; undefined: nothing.
async function loopsOf(rounds: readonly Record<string, number | undefined>[]): Promise<Document | undefined> {
  let document: Document | undefined;
  for (const [i, values] of rounds.entries()) {
    const metrics = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [gauge(name, value)],
    );
    const bench = createBench({ emit: (emit) => emit.metrics(0, metrics) });
    document = await bench.run([{ task: 'http', with: { act: 'emit' } }], { document });
    expect(document.result?.numLoops).toBe(i + 1);
    expectAligned(document);
  }
  return document;
}

test('values, loops and gaps pair up, whatever is measured when', async () => {
  const value = fc.option(fc.oneof(fc.double(), fc.constant(Number.NaN)), { nil: undefined });
  const rounds = fc.array(fc.record({ 'a/x': value, 'a/y': value, 'b/x': value }), { minLength: 1, maxLength: 90 });
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      await loopsOf(all);
    }),
    { numRuns: 15 },
  );
});

test('a metric has its own loops: one it was missing in is a gap, not a shift', async () => {
  const document = await loopsOf([{ 'a/x': 1, 'a/y': 10 }, { 'a/x': 2 }, {}, { 'a/x': 4, 'a/y': 40, 'a/z': 400 }]);
  expect(document?.result?.insights?.nonHistMetricValues).toEqual([
    { 'a/x': [1, 2, 4], 'a/y': [10, 40], 'a/z': [400] },
  ]);
  expect(document?.details?.loops).toEqual([1, 2, 4]);
  expect(document?.details?.gaps).toEqual({ '0 a/y': [2], '0 a/z': [1, 2] });
  expect(document?.details?.current).toEqual([{ 'a/x': { value: 4 }, 'a/y': { value: 40 }, 'a/z': { value: 400 } }]);
});

test('a value that is no finite number is left out, and that is said', async () => {
  const document = await loopsOf([{ 'a/x': 1, 'a/y': Number.NaN, 'a/z': Number.POSITIVE_INFINITY }]);
  expect(document?.result?.insights?.nonHistMetricValues).toEqual([{ 'a/x': [1] }]);
  expect(document?.details?.notes).toMatchObject([
    { message: 'a/y, a/z: no finite value in this loop, so none is kept' },
  ]);
});

test('names are canonical', async () => {
  const document = await loopsOf([{ 'http/latency-p50.0': 1 }]);
  expect(Object.keys(document?.result?.insights?.metricsInfo ?? {})).toEqual(['http/latency-p50']);
});

test('the newest 64 loops are kept whole, older ones ever sparser, and the same ones whenever one looks', () => {
  let kept: number[] = [];
  for (let newest = 1; newest <= 5000; newest++) kept = [...kept, newest].filter((loop) => keepsLoop(loop, newest));
  expect(kept.slice(-64)).toEqual(Array.from({ length: 64 }, (_, i) => 4937 + i));
  expect(kept).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1).filter((loop) => keepsLoop(loop, 5000)));
  expect(kept.length).toBeLessThan(64 + 8 * 8);
  expect(kept[0]).toBeLessThan(1000);
});

test('a histogram adds up over loops, however often a loop refines its own', async () => {
  let document: Document | undefined;
  for (let loop = 0; loop < 3; loop++) {
    const bench = createBench({
      emit: (emit) => {
        for (const count of [1, 2, 5]) {
          emit.metrics(0, [
            { name: 'http/latency', description: 'd', type: 'Histogram', buckets: [{ lower: 1, upper: 1.5, count }] },
          ]);
        }
      },
    });
    document = await bench.run([{ task: 'http', with: { act: 'emit' } }], { document });
  }
  expect(document?.result?.insights?.histMetricValues).toEqual([
    { 'http/latency': [{ lower: 1, upper: 1.5, count: 15 }] },
  ]);
});

test('a sample is of one loop, at most a thousand observations, and goes with it', async () => {
  const values = Array.from({ length: 5000 }, (_, i) => i);
  const bench = createBench({
    emit: (emit) => emit.metrics(0, [{ name: 'grpc/latency', description: 'd', type: 'Sample', values }]),
  });
  const first = await bench.run([{ task: 'http', with: { act: 'emit' } }]);
  expect(first.result?.insights?.nonHistMetricValues[0]?.['grpc/latency']).toHaveLength(1000);
  const second = await createBench().run([{ task: 'http', with: {} }], { document: first });
  expect(second.result?.insights?.nonHistMetricValues).toEqual([{}]);
});

test('what two steps measure of one provider is merged before anything is derived from it', async () => {
  const bench = createBench({
    first: (emit) => emit.measurement(measurement('http', [1, 2])),
    second: (emit) => emit.measurement(measurement('http', [6])),
  });
  const { result, details } = await bench.run([
    { task: 'http', with: { act: 'first' } },
    { task: 'http', with: { act: 'second' } },
  ]);
  expect(details?.loads).toHaveLength(1);
  expect(result?.insights?.nonHistMetricValues).toMatchObject([{ 'http/request-count': [3], 'http/latency-p50': [3] }]);
});
