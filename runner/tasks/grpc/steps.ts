// How a value changes by and by: in steps, up or down, to its end or until a time is over.
export interface Climb {
  start: number;
  step: number; // may be negative
  stepMs: number;
  end: number | undefined; // where it stops and stays
  longestMs: number | undefined; // after which it goes to its end, or stays where it is
}

export interface Level {
  value: number;
  forMs: number | null; // null: from now on
}

const mostLevels = 1000;

// The levels within `lengthMs`, from `least` to `most`, at most a thousand and the last.
export function levelsOfClimb(climb: Climb, least: number, most: number, lengthMs: number): Level[] {
  const { start, step, stepMs, end, longestMs = Number.POSITIVE_INFINITY } = climb;
  const low = Math.max(least, step < 0 ? (end ?? least) : least);
  const high = Math.min(most, step > 0 ? (end ?? most) : most);
  const levels: Level[] = [];
  let value = start;
  for (let at = 0; levels.length < mostLevels && at < lengthMs; at += stepMs) {
    const isLast = step > 0 ? value >= high : value <= low;
    if (isLast || at >= longestMs) break;
    levels.push({ value, forMs: Math.min(stepMs, longestMs - at) });
    value = Math.min(high, Math.max(low, value + step));
  }
  const before = levels.at(-1)?.value ?? start;
  const timeIsOver = levels.reduce((sum, { forMs }) => sum + (forMs ?? 0), 0) >= longestMs;
  return [...levels, { value: timeIsOver ? (end ?? before) : value, forMs: null }];
}
