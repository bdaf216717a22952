// Long series thinned such that the picture stays the same, and tables stay readable.

export interface Place {
  x: number;
  y: number;
}

// Of the points that fall on the same half unit of the chart, the first, the least, the greatest and the last are what
// shows of them.
export function thinLine(places: readonly Place[]): Place[] {
  const kept: Place[] = [];
  let column: Place[] = [];
  const close = () => {
    const [first, last] = [column[0], column.at(-1)];
    if (first === undefined || last === undefined) return;
    const least = column.reduce((a, b) => (b.y < a.y ? b : a));
    const greatest = column.reduce((a, b) => (b.y > a.y ? b : a));
    const chosen = new Set([first, least, greatest, last]);
    kept.push(...column.filter((place) => chosen.has(place)));
    column = [];
  };
  for (const place of places) {
    const [head] = column;
    if (head !== undefined && Math.floor(head.x * 2) !== Math.floor(place.x * 2)) close();
    column.push(place);
  }
  close();
  return kept;
}

interface Span {
  x: number;
  low: number;
  middle: number; // the median
  high: number;
}

// Of lines that would cover each other: of each of so many parts of the width, the range and the median.
export function spansOf(places: readonly Place[], parts: number): Span[] {
  const xs = places.map(({ x }) => x);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const columns = new Map<number, number[]>();
  for (const { x, y } of places) {
    const part = to > from ? Math.min(parts - 1, Math.floor(((x - from) / (to - from)) * parts)) : 0;
    columns.set(part, [...(columns.get(part) ?? []), y]);
  }
  return [...columns].map(([part, ys]) => {
    const sorted = ys.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
    return { x: from + ((part + 0.5) / parts) * (to - from), low: at(0), middle: at(0.5), high: at(1) };
  });
}

const mostRows = 120;
const newest = 40;

// The newest, and the older ones evenly apart.
export function thinRows(loops: readonly number[]): number[] {
  if (loops.length <= mostRows) return [...loops];
  const older = loops.slice(0, -newest);
  const every = older.length / (mostRows - newest);
  const kept = Array.from({ length: mostRows - newest }, (_, i) => older[Math.floor(i * every)] ?? 0);
  return [...kept, ...loops.slice(-newest)];
}
