// Observations thinned to a number that can be kept, such that quantiles and mean stay.
import { type Histogram, occupied } from './histogram.ts';

const mostObservations = 1000;
const mostPasses = 3; // each moves a value as far as its neighbour: three thousandths of the ranks

// One value for each equal share of the sorted observations: its mean, so that the mean of all stays; the first and the
// last are the least and the greatest as they are.
export function thinSample(values: readonly number[], most = mostObservations): number[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length <= most) return finite;
  const sorted = finite.sort((a, b) => a - b);
  const inner = most - 2;
  const rest = sorted.slice(1, -1);
  const kept = Array.from({ length: inner }, (_, i) => {
    const share = rest.slice(Math.floor((i * rest.length) / inner), Math.floor(((i + 1) * rest.length) / inner));
    return share.reduce((a, b) => a + b, 0) / share.length;
  });
  return withMean([sorted[0] ?? 0, ...kept, sorted.at(-1) ?? 0], sorted.reduce((a, b) => a + b, 0) / sorted.length);
}

// The same of what a histogram holds, in whole microseconds: the middles of its buckets stand for the values in them.
export function sampleOf(h: Histogram, most = mostObservations): number[] {
  if (h.count === 0) return [];
  if (h.count === 1) return [inMicros(h.min)];
  const ranks = middlesByRank(h);
  const inner = Math.min(h.count, most) - 2;
  const kept: number[] = [];
  for (let i = 0; i < inner; i++) {
    const from = 1 + Math.floor((i * (h.count - 2)) / inner);
    const to = 1 + Math.floor(((i + 1) * (h.count - 2)) / inner);
    kept.push(ranks.meanOf(from, to));
  }
  return withMean([h.min, ...kept, h.max], h.mean).map(inMicros);
}

function inMicros(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

// Walks forward only: every rank is asked for once.
function middlesByRank(h: Histogram): { meanOf(from: number, to: number): number } {
  const rows = occupied(h);
  let [row, end] = [0, rows[0]?.count ?? 0]; // the ranks below `end` are in this row or before it
  return {
    meanOf(from, to) {
      let total = 0;
      for (let rank = from; rank < to; ) {
        while (rank >= end && row + 1 < rows.length) end += rows[++row]?.count ?? 0;
        const { lower = h.max, upper = h.max } = rows[row] ?? {};
        const here = Math.max(1, Math.min(to, end) - rank);
        total += (here * (lower + upper)) / 2;
        rank += here;
      }
      return total / (to - from);
    },
  };
}

// Shares differ by one in size, and the ends count once instead of for a share: what that adds to the mean is taken off
// again, from each value in proportion to its room between its neighbours, so that their order stays.
function withMean(values: number[], mean: number): number[] {
  let moved = values;
  for (let pass = 0; pass < mostPasses; pass++) moved = towardsMean(moved, mean);
  return moved;
}

function towardsMean(values: number[], mean: number): number[] {
  const missing = mean * values.length - values.reduce((a, b) => a + b, 0);
  const rooms = values.map((value, i) => {
    const [before, after] = [values[i - 1], values[i + 1]];
    if (before === undefined || after === undefined) return 0;
    return missing > 0 ? after - value : value - before;
  });
  const total = rooms.reduce((a, b) => a + b, 0);
  if (total === 0) return values;
  const part = Math.max(-1, Math.min(1, missing / total));
  const [least = 0, greatest = 0] = [values[0], values.at(-1)];
  const moved = values.map((value, i) => Math.max(least, Math.min(greatest, value + part * (rooms[i] ?? 0))));
  return moved.sort((a, b) => a - b); // rounding can swap neighbours
}
