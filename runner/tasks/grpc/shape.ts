// The rate and the concurrency of a load over time, from the schedules of ghz.
import type { Rate } from '../common/rate.ts';
import { type Climb, type Level, levelsOfClimb } from './steps.ts';

export interface Shape extends Climb {
  kind: 'step' | 'line';
}

type Stage = Rate['stages'][number];

const fastest = 1e6;
const slowest = 0.001;
const mostCalls = 20_000;

// Stages of a rate; the last one is open.
export function rateStages(shape: Shape, lengthMs: number): Stage[] {
  if (shape.kind === 'line') return lineStages(shape);
  return levelsOfClimb(shape, slowest, fastest, lengthMs).map(({ value, forMs }) => ({
    qps: value,
    durationMs: forMs,
  }));
}

// A straight line, where ghz makes a step a second.
function lineStages({ start, step, end, longestMs = Number.POSITIVE_INFINITY }: Shape): Stage[] {
  const last = end ?? (step > 0 ? fastest : slowest);
  const wholeMs = Math.max(0, ((last - start) / step) * 1000);
  const ms = Math.min(wholeMs, longestMs);
  const reached = ms === wholeMs ? last : start + (step * ms) / 1000;
  const stays = end ?? reached;
  if (ms === 0) return [{ qps: stays, durationMs: null }];
  return [
    { qps: start, toQps: reached, durationMs: ms },
    { qps: stays, durationMs: null },
  ];
}

// Requests in flight at most; a line is a step a second, as there is nothing between two whole numbers.
export function callStages(shape: Shape, lengthMs: number): { calls: number; durationMs: number }[] {
  const levels: Level[] = levelsOfClimb(shape, 1, mostCalls, lengthMs);
  return levels.map(({ value, forMs }) => ({ calls: value, durationMs: forMs ?? Number.POSITIVE_INFINITY }));
}

// The open end of stages, cut where the load ends.
export function within(stages: readonly Stage[], lengthMs: number): Stage[] {
  const cut: Stage[] = [];
  let left = lengthMs;
  for (const stage of stages) {
    if (left <= 0) break;
    const durationMs = Math.min(stage.durationMs ?? left, left);
    cut.push(shortened(stage, durationMs));
    left -= durationMs;
  }
  return cut;
}

function shortened({ qps, toQps, durationMs: whole }: Stage, durationMs: number): Stage {
  if (toQps === undefined || whole === null) return { qps, durationMs };
  return { qps, toQps: qps + ((toQps - qps) * durationMs) / whole, durationMs };
}
