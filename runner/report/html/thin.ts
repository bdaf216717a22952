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
