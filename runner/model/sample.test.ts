import fc from 'fast-check';
import { emptyHistogram, record } from './histogram.ts';
import { sampleOf, thinSample } from './sample.ts';

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const rank = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.ceil(q * values.length) - 1] ?? 0;

test('few observations stay as they are', () => {
  expect(thinSample([3, 1, 2])).toEqual([3, 1, 2]);
  expect(thinSample([3, Number.NaN, 2])).toEqual([3, 2]);
});

test('many become a thousand with the same least and greatest, and the same mean as near as these allow', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1001, maxLength: 2000 });
  fc.assert(
    fc.property(fc.noShrink(values), (all) => {
      const kept = thinSample(all);
      expect(kept).toHaveLength(1000);
      expect(kept).toEqual([...kept].sort((a, b) => a - b));
      expect(kept[0]).toBe(Math.min(...all));
      expect(kept.at(-1)).toBe(Math.max(...all));
      expect(Math.abs(mean(kept) - mean(all))).toBeLessThanOrEqual((Math.max(...all) - Math.min(...all)) / 500);
    }),
    { numRuns: 30 },
  );
});

test('the mean of ordinary latencies stays to the last digits', () => {
  const all = Array.from({ length: 12_345 }, (_, i) => -Math.log(1 - (i + 0.5) / 12_345) * 10);
  expect(mean(thinSample(all))).toBeCloseTo(mean(all), 9);
});

test('quantiles stay within three thousandths of the ranks', () => {
  const all = Array.from({ length: 50_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 50_000) * 10);
  const kept = thinSample(all);
  for (const q of [0.01, 0.1, 0.5, 0.9, 0.99]) {
    expect(rank(kept, q)).toBeGreaterThanOrEqual(rank(all, q - 0.003));
    expect(rank(kept, q)).toBeLessThanOrEqual(rank(all, q + 0.003));
  }
});

describe('a sample of a histogram', () => {
  const histogramOf = (values: readonly number[]) => {
    const h = emptyHistogram();
    for (const value of values) record(h, value);
    return h;
  };
  const latencies = (n: number) => Array.from({ length: n }, (_, i) => -Math.log(1 - (i + 0.5) / n) * 10);

  test('of few values has as many, each to the width of its bucket', () => {
    const all = [0.25, 1.5, 2.5, 40, 55.125];
    const kept = sampleOf(histogramOf(all));
    expect(kept).toHaveLength(all.length);
    const far = all.filter((value, i) => Math.abs((kept[i] ?? 0) - value) > 0.0005 + value / 1000);
    expect(far).toEqual([]);
    expect([kept[0], kept.at(-1)]).toEqual([0.25, 55.125]);
    expect(sampleOf(histogramOf([]))).toEqual([]);
    expect(sampleOf(histogramOf([3]))).toEqual([3]);
    expect(sampleOf(histogramOf([3, 4]))).toEqual([3, 4]);
  });

  test('of many has a thousand, in order, with their least, greatest and mean', () => {
    const all = latencies(54_321);
    const kept = sampleOf(histogramOf(all));
    expect(kept).toHaveLength(1000);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect(kept[0]).toBeCloseTo(Math.min(...all), 3);
    expect(kept.at(-1)).toBeCloseTo(Math.max(...all), 3);
    expect(mean(kept)).toBeCloseTo(mean(all), 4);
  });

  test('keeps quantiles within three thousandths of the ranks', () => {
    const all = latencies(20_000);
    const kept = sampleOf(histogramOf(all));
    for (const q of [0.01, 0.1, 0.5, 0.9, 0.99]) {
      expect(rank(kept, q)).toBeGreaterThanOrEqual(rank(all, q - 0.003) * 0.999);
      expect(rank(kept, q)).toBeLessThanOrEqual(rank(all, q + 0.003) * 1.001);
    }
  });

  test('takes as long for ten million values as for ten thousand', () => {
    const h = histogramOf(latencies(10_000));
    h.count *= 1000;
    h.buckets = h.buckets.map((n) => n * 1000);
    const kept = sampleOf(h);
    expect(kept).toHaveLength(1000);
    expect(mean(kept)).toBeCloseTo(h.mean, 4);
  });
});
