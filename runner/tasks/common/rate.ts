// At which rate and how long a load is made, and what the result says of it.
import type { AskedLoad } from '../../model/document.ts';
import type { Schedule } from '../../model/task.ts';

// `requests` ends it, or the durations of its stages do: without `requests` every stage but the last has one. qps 0:
// closed loop.
export interface Rate {
  arrival: 'constant' | 'poisson';
  stages: { qps: number; toQps?: number; durationMs: number | null }[];
  requests: number | null;
}

type Stage = Rate['stages'][number];

// Until the last request is due; null where nobody knows.
export function lengthOf({ stages, requests }: Rate): number | null {
  if (requests === null) return stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  let [left, ms] = [requests, 0];
  for (const stage of stages) {
    if (stage.durationMs === null || dueIn(stage) >= left) {
      const rest = timeFor(left, stage);
      return rest === null ? null : ms + rest;
    }
    left -= dueIn(stage);
    ms += stage.durationMs;
  }
  return ms;
}

// As the result tells it; of several stages the mean rate.
export function askedOf(rate: Rate, connections: number): AskedLoad {
  const { stages, requests } = rate;
  const [first, ...others] = stages;
  const lengthMs = lengthOf(rate) ?? 0;
  const isOne = others.length === 0 && first?.toQps === undefined;
  const due = requests ?? stages.reduce((sum, stage) => sum + dueIn(stage), 0);
  const qps = isOne ? (first?.qps ?? 0) : lengthMs > 0 ? (due * 1000) / lengthMs : 0;
  return requests !== null ? { qps, connections, requests } : { qps, connections, durationMs: lengthMs };
}

function dueIn({ qps, toQps = qps, durationMs }: Stage): number {
  return durationMs === null ? Number.POSITIVE_INFINITY : (((qps + toQps) / 2) * durationMs) / 1000;
}

// On a line, so many requests are due where its area is as large.
function timeFor(requests: number, { qps, toQps = qps, durationMs }: Stage): number | null {
  if (durationMs === null || toQps === qps) return qps > 0 ? (requests * 1000) / qps : null;
  const slope = ((toQps - qps) * 1000) / durationMs;
  return ((Math.sqrt(qps * qps + 2 * slope * requests) - qps) / slope) * 1000;
}

export function scheduleOf({ arrival, stages, requests }: Rate): Schedule {
  const endless = Number.POSITIVE_INFINITY;
  return {
    arrival,
    requests,
    stages: stages.map((stage) => ({ ...stage, durationMs: stage.durationMs ?? endless })),
  };
}

// The same endpoint draws the same random arrivals in every run, so that runs can be compared.
export function seedOf(provider: string): number {
  let hash = 0x811c9dc5;
  for (const char of provider) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
