import type { LoadRequest } from '../model/task.ts';
import { isClosedLoop, type Share } from './schedule.ts';

// What one worker does of a load.
export interface WorkerShare extends Share {
  connections: number;
  slots: number; // requests in flight at most
  requests: number | null; // closed loop only: an open loop follows the schedule
}

const qpsOfOneWorker = 20_000;
const connectionsOfOneWorker = 512;

// One worker unless the rate or the connections ask for more; its thread needs a core, and the target may need one too.
export function workersFor(request: LoadRequest, cores: number): number {
  const fastest = Math.max(...request.schedule.stages.map((stage) => stage.qps));
  const wanted = Math.max(
    Math.ceil(fastest / qpsOfOneWorker),
    Math.ceil(request.connections / connectionsOfOneWorker),
    1,
  );
  return Math.min(wanted, Math.max(1, cores - 1), request.connections, request.schedule.requests ?? wanted);
}

// Connections and requests split so that the shares add up exactly.
export function planShares(request: LoadRequest, workers: number): WorkerShare[] {
  const { requests } = request.schedule;
  const closed = isClosedLoop(request.schedule);
  return Array.from({ length: workers }, (_, index) => ({
    index,
    of: workers,
    connections: part(request.connections, index, workers),
    slots: part(request.connections, index, workers),
    requests: closed && requests !== null ? part(requests, index, workers) : null,
  }));
}

function part(total: number, index: number, of: number): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0);
}
