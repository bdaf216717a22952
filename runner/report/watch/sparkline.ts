const bars = { unicode: '▁▂▃▄▅▆▇█', ascii: '_.-:=+*#' };

// One character a window, higher for larger values, from 0 to the largest of them. Where there is less room, windows share
// a character, which shows the largest of theirs; where nothing was measured there is a gap.
export function sparkline(values: readonly (number | null)[], columns: number, unicode: boolean): string {
  const group = Math.max(1, Math.ceil(values.length / Math.max(1, columns)));
  const joined: (number | null)[] = [];
  for (let i = 0; i < values.length; i += group) {
    const known = values.slice(i, i + group).filter((value) => value !== null && Number.isFinite(value)) as number[];
    joined.push(known.length === 0 ? null : Math.max(...known));
  }
  const most = Math.max(0, ...joined.map((value) => value ?? 0));
  const levels = unicode ? bars.unicode : bars.ascii;
  return joined
    .map((value) => {
      if (value === null) return ' ';
      const level = most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (levels.length - 1));
      return levels[level] ?? ' ';
    })
    .join('');
}
