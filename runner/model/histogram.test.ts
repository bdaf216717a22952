import fc from 'fast-check';
import {
  countBelow,
  emptyHistogram,
  type Histogram,
  mergeHistograms,
  occupied,
  packHistogram,
  quantile,
  record,
  stddev,
  unpackHistogram,
} from './histogram.ts';

function of(values: readonly number[]): Histogram {
  const h = emptyHistogram();
  for (const value of values) record(h, value);
  return h;
}

const latencies = fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 300 });

test('a percentile is within half a microsecond or 0.05 % of the value at its rank', () => {
  fc.assert(
    fc.property(latencies, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, q) => {
      const sorted = [...values].sort((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)] ?? 0;
      expect(Math.abs((quantile(of(values), q) ?? 0) - exact)).toBeLessThanOrEqual(Math.max(0.000501, exact * 0.0005));
    }),
  );
});

test('the merge of shares equals the whole', () => {
  fc.assert(
    fc.property(latencies, fc.integer({ min: 1, max: 5 }), (values, parts) => {
      const whole = of(values);
      const merged = mergeHistograms(
        Array.from({ length: parts }, (_, i) => of(values.filter((_, k) => k % parts === i))),
      );
      expect(merged.count).toBe(whole.count);
      expect([merged.min, merged.max]).toEqual([whole.min, whole.max]);
      expect(occupied(merged)).toEqual(occupied(whole));
      expect(merged.mean).toBeCloseTo(whole.mean, 6);
      expect(stddev(merged)).toBeCloseTo(stddev(whole) ?? 0, 4);
      for (const q of [0.5, 0.9, 0.99, 1]) expect(quantile(merged, q)).toBe(quantile(whole, q));
    }),
  );
});

test('what is packed for the document comes back whole', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const h = of(values);
      const back = unpackHistogram(JSON.parse(JSON.stringify(packHistogram(h))));
      expect(occupied(back)).toEqual(occupied(h));
      expect({ ...back, buckets: null }).toEqual({ ...h, buckets: null });
    }),
  );
});

test('an empty histogram has no percentile, no spread and nothing to pack', () => {
  expect(quantile(emptyHistogram(), 0.5)).toBeUndefined();
  expect(stddev(emptyHistogram())).toBeUndefined();
  expect(packHistogram(emptyHistogram())).toBeNull();
  expect(unpackHistogram(null).count).toBe(0);
});

test('joined buckets keep every count and the limits', () => {
  const h = of(Array.from({ length: 5000 }, (_, i) => i / 10));
  const rows = occupied(h, 200);
  expect(rows.length).toBeLessThanOrEqual(200);
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(5000);
  expect(rows[0]?.lower).toBe(h.min);
  expect(rows.at(-1)?.upper).toBe(h.max);
});

test('values beyond the last bucket are kept by their exact maximum', () => {
  const h = of([1, 10_000_000]);
  expect(h.max).toBe(10_000_000);
  expect(quantile(h, 1)).toBe(10_000_000);
});

test('values below a bound are counted by bucket', () => {
  const h = of([1, 2, 3, 4]);
  expect(countBelow(h, 3)).toBe(2);
});
