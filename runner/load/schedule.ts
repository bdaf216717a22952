import type { Schedule } from '../model/task.ts';
import { seededRandom } from './random.ts';
import { timeOf } from './rates.ts';

// Walks through the times at which requests are due, in msec after the start. Computed as it goes: a schedule of any
// length takes no memory, and two walks of the same schedule see the same times.
interface Dues {
  readonly next: number; // Infinity when nothing more is due
  readonly gap: number; // the mean distance to the due after it, at the present rate
  advance(): void;
}

export interface Share {
  index: number;
  of: number;
}

export function isClosedLoop(schedule: Schedule): boolean {
  const [first, second] = schedule.stages;
  return second === undefined && (first === undefined || Math.max(first.qps, first.toQps ?? 0) <= 0);
}

export function endOf(schedule: Schedule): number {
  return schedule.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
}

// Every `of`-th due from the `index`-th on: the shares of all workers together are the schedule.
export function createDues(schedule: Schedule, seed: number, share: Share = { index: 0, of: 1 }): Dues {
  const all = schedule.arrival === 'poisson' ? poissonDues(schedule, seed) : constantDues(schedule);
  const most = schedule.requests ?? Number.POSITIVE_INFINITY;
  let k = 0;
  const dues = { next: 0, gap: 0, advance };
  const skipTo = (wanted: number) => {
    while (k < wanted && all.next !== Number.POSITIVE_INFINITY) {
      all.advance();
      k++;
    }
    dues.next = k < most ? all.next : Number.POSITIVE_INFINITY;
    dues.gap = all.gap * share.of;
  };
  function advance(): void {
    skipTo(k + share.of);
  }
  skipTo(share.index);
  return dues;
}

// Counted from the start of each stage, so that no error adds up.
function constantDues({ stages }: Schedule): Dues {
  let [stage, start, j] = [0, 0, 0];
  const dues = { next: 0, gap: 0, advance };
  function settle(): void {
    for (;;) {
      const current = stages[stage];
      if (current === undefined) {
        dues.next = Number.POSITIVE_INFINITY;
        return;
      }
      const offset = timeOf(current, j);
      if (offset < current.durationMs) {
        dues.next = start + offset;
        dues.gap = current.toQps === undefined ? 1000 / current.qps : gapAfter(current, j, offset);
        return;
      }
      start += current.durationMs;
      stage++;
      j = 0;
    }
  }
  function advance(): void {
    j++;
    settle();
  }
  settle();
  return dues;
}

// Where a rate falls to nothing there is no due after the last.
function gapAfter(stage: Schedule['stages'][number], n: number, time: number): number {
  const gap = timeOf(stage, n + 1) - time;
  return gap >= 0 ? gap : Number.POSITIVE_INFINITY;
}

// Exponential steps of what was asked for, which make exponential gaps where the rate stays the same. They have no
// memory, so a new stage starts afresh at its rate.
function poissonDues({ stages }: Schedule, seed: number): Dues {
  const random = seededRandom(seed);
  let [stage, start, asked] = [0, 0, 0];
  const dues = { next: 0, gap: 0, advance };
  function advance(): void {
    for (;;) {
      const current = stages[stage];
      if (current === undefined) {
        dues.next = Number.POSITIVE_INFINITY;
        return;
      }
      asked -= Math.log(1 - random());
      const offset = timeOf(current, asked);
      if (offset < current.durationMs) {
        dues.next = start + offset;
        dues.gap = current.toQps === undefined ? 1000 / current.qps : gapAfter(current, asked, offset);
        return;
      }
      start += current.durationMs;
      asked = 0;
      stage++;
    }
  }
  advance();
  return dues;
}
