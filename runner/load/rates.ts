// How many requests a stage has asked for by a time, and the other way round.
import type { Schedule } from '../model/task.ts';

type Stage = Schedule['stages'][number];

// When the n-th request of a stage is due, in msec after its start: there the integral of its rate is n. Not finite where
// the rate never comes that far.
export function timeOf({ qps, toQps = qps, durationMs }: Stage, n: number): number {
  const slope = Number.isFinite(durationMs) ? (toQps - qps) / durationMs : 0; // a second, each msec
  if (slope === 0) return (n * 1000) / qps;
  if (n === 0) return 0;
  // n = (qps·t + slope·t²/2) / 1000, solved in the form that loses no digits.
  return (2000 * n) / (qps + Math.sqrt(qps * qps + 2000 * slope * n));
}
