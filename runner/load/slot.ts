// What serves the requests of a load, whatever they are: the schedule knows no protocol.
import type { Resolver } from '../wire/resolve.ts';
import type { WorkerShare } from './plan.ts';
import type { Tally } from './tally.ts';

// A place that serves one request or call at a time.
export interface Slot {
  readonly busy: boolean;
  serve(due: number, ready: number, act: number): void;
  expire(now: number): void; // gives up what takes longer than the timeout
  stop(): void; // now; what is in flight stays unfinished
}

// What one connection carried.
export interface Usage {
  peer: string;
  requests: number;
  bytesIn: number;
  bytesOut: number;
}

// All slots of one worker, and the connections under them.
export interface Slots {
  readonly all: readonly Slot[];
  warm(): Promise<void>; // connected ahead of the first request, as far as possible
  live(): Usage[];
  close?(): void; // connections that outlive their slots' stop
}

export interface SlotContext<R> {
  request: R;
  share: WorkerShare;
  resolver: Resolver;
  tally: Tally;
  openLoop: boolean;
  now(): number;
  free(slot: Slot, at: number, failed: boolean): void; // failed: without an answer
}
