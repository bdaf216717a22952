// The histogram that readers of 0.13 see: a few buckets, over all loops. Buckets that fall into one cell of a grid are
// joined; grids are nested, each half as fine as the one before, so that joining again never blurs what was joined.
import type { Bucket } from '../model/histogram.ts';

export const mostBuckets = 200;
const cellsAnOctave = [384, 192, 96, 48, 24, 12, 6, 3, 1];
const tolerance = 0.002; // an edge may reach this far into its neighbour: the first and last bucket are cut at min and max

export function mergeBuckets(rows: readonly Bucket[], most = mostBuckets): Bucket[] {
  const sorted = rows
    .filter(({ lower, upper, count }) => count > 0 && Number.isFinite(lower) && Number.isFinite(upper))
    .sort((a, b) => a.lower - b.lower || a.upper - b.upper);
  for (const density of cellsAnOctave) {
    const joined = join(sorted, density);
    if (joined.length <= most && separate(joined)) return joined.map(settle);
  }
  return sorted.length === 0 ? [] : [joinAll(sorted)];
}

function join(sorted: readonly Bucket[], density: number): Bucket[] {
  const cells = new Map<number, Bucket>();
  for (const row of sorted) {
    const cell = cellOf((row.lower + row.upper) / 2, density);
    const there = cells.get(cell);
    cells.set(cell, there === undefined ? row : joinAll([there, row]));
  }
  return [...cells.entries()].sort(([a], [b]) => a - b).map(([, bucket]) => bucket);
}

function cellOf(ms: number, density: number): number {
  const micros = ms * 1000;
  return micros < 1 ? -1 : Math.floor(Math.log2(micros) * density + 1e-9);
}

function separate(rows: readonly Bucket[]): boolean {
  return rows.every((row, i) => {
    const before = rows[i - 1];
    return before === undefined || before.upper - row.lower <= tolerance * Math.abs(row.upper);
  });
}

function settle(row: Bucket, i: number, rows: readonly Bucket[]): Bucket {
  const before = rows[i - 1];
  if (before === undefined || before.upper <= row.lower) return row;
  return { ...row, lower: Math.min(before.upper, row.upper) };
}

function joinAll(rows: readonly Bucket[]): Bucket {
  return {
    lower: rows.reduce((least, { lower }) => Math.min(least, lower), Number.POSITIVE_INFINITY),
    upper: rows.reduce((most, { upper }) => Math.max(most, upper), Number.NEGATIVE_INFINITY),
    count: rows.reduce((sum, { count }) => sum + count, 0),
  };
}
