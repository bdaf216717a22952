// Observations thinned to a number that can be kept, such that quantiles and mean stay.
const mostObservations = 1000;

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

// Shares differ by one in size, and the ends count once instead of for a share: what that adds to the mean is taken off
// again, from each value in proportion to its room between its neighbours, so that their order stays.
function withMean(values: number[], mean: number): number[] {
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
