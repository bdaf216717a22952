import fc from 'fast-check';
import { type Bucket, emptyHistogram, occupied, record } from '../model/histogram.ts';
import { mergeBuckets, mostBuckets } from './buckets.ts';

const latencies = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 400 });
const total = (rows: readonly Bucket[]) => rows.reduce((sum, { count }) => sum + count, 0);

function bucketsOf(values: number[]): Bucket[] {
  const histogram = emptyHistogram();
  for (const value of values) record(histogram, value);
  return occupied(histogram);
}

function isInOrder(rows: readonly Bucket[]): boolean {
  return rows.every(({ lower, upper }, i) => lower <= upper && (i === 0 || (rows[i - 1]?.upper ?? 0) <= lower));
}

test('however many loops are merged: at most 200 buckets, in order, none lost, from the least to the greatest', () => {
  fc.assert(
    fc.property(fc.array(latencies, { minLength: 1, maxLength: 8 }), (loops) => {
      let merged: Bucket[] = [];
      for (const values of loops) merged = mergeBuckets([...merged, ...bucketsOf(values)]);
      const all = loops.flat();
      expect(merged.length).toBeLessThanOrEqual(mostBuckets);
      expect(total(merged)).toBe(all.length);
      expect(isInOrder(merged)).toBe(true);
      expect(merged[0]?.lower).toBe(Math.min(...all));
      expect(merged.at(-1)?.upper).toBe(Math.max(...all));
    }),
    { numRuns: 200 },
  );
});

test('after a thousand loops buckets are still fine enough to tell percentiles', () => {
  let merged: Bucket[] = [];
  for (let loop = 0; loop < 1000; loop++) {
    const values = Array.from({ length: 50 }, (_, i) => 5 + ((i * 37 + loop * 11) % 100) / 10);
    merged = mergeBuckets([...merged, ...bucketsOf(values)]);
  }
  const widest = Math.max(...merged.map(({ lower, upper }) => upper / lower));
  expect(total(merged)).toBe(50_000);
  expect(merged.length).toBeGreaterThan(60);
  expect(widest).toBeLessThan(1.02);
});

test('a single value is a bucket of its own', () => {
  expect(mergeBuckets(bucketsOf([5, 5]))).toEqual([{ lower: 5, upper: 5, count: 2 }]);
  expect(mergeBuckets([])).toEqual([]);
});

test('overlapping buckets of any origin become one rather than two that lie', () => {
  const merged = mergeBuckets([
    { lower: 0.1, upper: 8, count: 3 },
    { lower: 1, upper: 2, count: 4 },
  ]);
  expect(merged).toEqual([{ lower: 0.1, upper: 8, count: 7 }]);
});
