import type { Schedule } from '../model/task.ts';
import { createDues, type Share } from './schedule.ts';

// The requests that are due and wait for a connection: a second walk through the schedule, so that a backlog of any
// length takes no memory.
interface Backlog {
  readonly nextDue: number; // the first that is not collected yet; Infinity when there is none before the end
  readonly waiting: number;
  readonly postponedMs: number;
  collect(now: number): number; // what became due by now; answers with the length of a stall of the generator, or 0
  take(): number; // the oldest that waits: when it was due
}

const leastStallMs = 10;

// After a stall of the generator (it comes late by more than a gap and 10 ms) what is still to come moves on by the
// stall: the schedule goes on at its rate, without a burst.
export function createBacklog(schedule: Schedule, seed: number, share: Share, endMs: number): Backlog {
  const coming = createDues(schedule, seed, share);
  const oldest = createDues(schedule, seed, share);
  const moves: { from: number; by: number }[] = [];
  let [collected, taken, takenShift] = [0, 0, 0];

  const backlog = { nextDue: 0, waiting: 0, postponedMs: 0, collect, take };
  function settle(): void {
    const due = coming.next + backlog.postponedMs;
    backlog.nextDue = due < endMs ? due : Number.POSITIVE_INFINITY;
  }
  function collectOne(): void {
    collected++;
    backlog.waiting++;
    coming.advance();
    settle();
  }
  function collect(now: number): number {
    const late = now - backlog.nextDue;
    if (late < 0) return 0;
    if (late > Math.max(leastStallMs, coming.gap)) {
      collectOne();
      backlog.postponedMs += late;
      moves.push({ from: collected, by: backlog.postponedMs });
      settle();
      return late;
    }
    while (backlog.nextDue <= now) collectOne();
    return 0;
  }
  function take(): number {
    const move = moves[0];
    if (move !== undefined && move.from <= taken) {
      takenShift = move.by;
      moves.shift();
      return take();
    }
    const due = oldest.next + takenShift;
    oldest.advance();
    taken++;
    backlog.waiting--;
    return due;
  }
  settle();
  return backlog;
}
