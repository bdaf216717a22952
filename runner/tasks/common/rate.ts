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

export function lengthOf({ stages, requests }: Rate): number | null {
  if (requests === null) return stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  const qps = stages[0]?.qps ?? 0;
  return stages.length === 1 && stages[0]?.toQps === undefined && qps > 0 ? (requests * 1000) / qps : null;
}

// As the result tells it; of several stages the mean rate.
export function askedOf(rate: Rate, connections: number): AskedLoad {
  const { stages, requests } = rate;
  const durationMs = stages.reduce((sum, stage) => sum + (stage.durationMs ?? 0), 0);
  const due = stages.reduce((sum, stage) => sum + meanQps(stage) * (stage.durationMs ?? 0), 0);
  const qps = durationMs > 0 ? due / durationMs : (stages[0]?.qps ?? 0);
  return requests !== null ? { qps, connections, requests } : { qps, connections, durationMs };
}

function meanQps({ qps, toQps = qps }: Rate['stages'][number]): number {
  return (qps + toQps) / 2;
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
