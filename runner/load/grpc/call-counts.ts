// How a call is counted: as it is begun and as it ends; or, of those that are in flight at the end and not to be counted,
// only as it ends; or not at all.
import type { FailureKind } from '../../model/failure.ts';
import { status } from '../../wire/grpc/status.ts';
import type { Tally } from '../tally.ts';
import type { Carrier } from './pool.ts';

export interface CallCounts {
  begun(at: number, lagMs: number | undefined): void;
  carriedBy(carrier: Carrier): void;
  leftBy(carrier: Carrier): void; // it goes over another one
  answered(code: number, message: string, latencyMs: number, serviceMs: number): void;
  failed(code: number, kind: FailureKind, message: string): void;
  givenUp(lowerBoundMs: number, message: string): void;
  unfinished(): void;
  firstMessage(latencyMs: number): void;
  streamed(messagesIn: number, messagesOut: number): void;
}

export function countsIn(tally: Tally, onlyOkIsTimed = false): CallCounts {
  return {
    begun(at, lagMs) {
      tally.sent(at);
      if (lagMs !== undefined) tally.lag(lagMs);
    },
    carriedBy(carrier) {
      carrier.calls++;
    },
    leftBy(carrier) {
      carrier.calls--;
    },
    answered(code, message, latencyMs, serviceMs) {
      if (code === status.DEADLINE_EXCEEDED) tally.bounded(code, latencyMs);
      else if (onlyOkIsTimed && code !== status.OK) tally.untimed(code);
      else tally.answered(code, latencyMs, serviceMs);
      if (code !== status.OK) tally.explained(code, message);
    },
    failed(code, kind, message) {
      tally.status(code);
      tally.failed(kind, message);
    },
    givenUp(lowerBoundMs, message) {
      tally.givenUp(lowerBoundMs);
      tally.status(status.DEADLINE_EXCEEDED);
      tally.failed('timeout', message);
    },
    unfinished: tally.unfinished,
    firstMessage: tally.firstMessage,
    streamed: tally.streamed,
  };
}

// Each call has its own of these.
export function countsAtEnd(counts: CallCounts): CallCounts {
  let [begunAt, lag]: [number, number | undefined] = [0, undefined];
  let first = Number.NaN;
  let carrier: Carrier | undefined;
  const ended = () => {
    counts.begun(begunAt, lag);
    if (first >= 0) counts.firstMessage(first);
  };
  return {
    begun(at, lagMs) {
      begunAt = at;
      lag = lagMs;
      first = Number.NaN;
      carrier = undefined;
    },
    carriedBy(on) {
      carrier = on;
      counts.carriedBy(on);
    },
    leftBy(from) {
      carrier = undefined;
      counts.leftBy(from);
    },
    answered(...answer) {
      ended();
      counts.answered(...answer);
    },
    failed(...failure) {
      ended();
      counts.failed(...failure);
    },
    givenUp(...bound) {
      ended();
      counts.givenUp(...bound);
    },
    unfinished() {
      if (carrier !== undefined) carrier.calls--;
    },
    firstMessage(latencyMs) {
      first = latencyMs;
    },
    streamed: counts.streamed,
  };
}

export const uncounted: CallCounts = {
  begun() {},
  carriedBy() {},
  leftBy() {},
  answered() {},
  failed() {},
  givenUp() {},
  unfinished() {},
  firstMessage() {},
  streamed() {},
};
