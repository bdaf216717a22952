import type { LoadRequest } from '../model/task.ts';
import { isClosedLoop, type Share } from './schedule.ts';

// What one worker does of a load.
export interface WorkerShare extends Share {
  connections: number;
  slots: number; // requests in flight at most
  limits: { fromMs: number; slots: number }[]; // in time order: how many of them may be busy from then on
  requests: number | null; // closed loop only: an open loop follows the schedule
  skip: number; // its first requests, which do not count
}

const qpsOfOneWorker = 20_000;
const connectionsOfOneWorker = 512;

// One worker unless the rate or the connections ask for more; its thread needs a core, and the target may need one too.
export function workersFor(request: LoadRequest, cores: number): number {
  const fastest = Math.max(...request.schedule.stages.map(({ qps, toQps = qps }) => Math.max(qps, toQps)));
  const wanted = Math.max(
    Math.ceil(fastest / qpsOfOneWorker),
    Math.ceil(request.connections / connectionsOfOneWorker),
    1,
  );
  return Math.min(wanted, Math.max(1, cores - 1), mostWorkers(request));
}

// Each of them has something to do, in every stage.
export function mostWorkers(request: LoadRequest): number {
  const fewest = Math.min(...limitsOf(request).map(({ slots }) => slots));
  return Math.max(1, Math.min(request.connections, fewest, request.schedule.requests ?? request.connections));
}

// All shares together are the load: nothing is rounded away.
export function planShares(request: LoadRequest, workers: number): WorkerShare[] {
  const { requests } = request.schedule;
  const closed = isClosedLoop(request.schedule);
  return Array.from({ length: workers }, (_, index) => ({
    index,
    of: workers,
    connections: part(request.connections, index, workers),
    slots: part(slotsOf(request), index, workers),
    limits: limitsOf(request).map(({ fromMs, slots }) => ({ fromMs, slots: part(slots, index, workers) })),
    requests: closed && requests !== null ? part(requests, index, workers) : null,
    skip: request.protocol === 'grpc' ? part(request.skipFirst, index, workers) : 0,
  }));
}

// A request of HTTP has a connection for itself, calls share them.
function slotsOf(request: LoadRequest): number {
  return Math.max(...limitsOf(request).map(({ slots }) => slots));
}

function limitsOf(request: LoadRequest): { fromMs: number; slots: number }[] {
  if (request.protocol === 'http') return [{ fromMs: 0, slots: request.connections }];
  let fromMs = 0;
  return request.concurrency.map(({ calls, durationMs }) => {
    const limit = { fromMs, slots: calls };
    fromMs += durationMs;
    return limit;
  });
}

function part(total: number, index: number, of: number): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0);
}
