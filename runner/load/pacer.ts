// An alarm clock in a thread of its own: asleep until the next request is due, then one message to the worker whose
// turn it is. Sleeping in Atomics.wait is exact to some 0.1 ms; setTimeout is 1 ms late, and spinning takes the core.
import { clockFrom } from './clock.ts';
import type { ToPacer } from './messages.ts';
import { createDues } from './schedule.ts';

const longestSleepMs = 1000;

// Each worker's dues are walked through on their own: one that stood still, and whose dues moved on, holds up no other.
export function pace({ schedule, seed, at, base, ends, stop }: ToPacer): void {
  const now = clockFrom(base);
  const stopCell = new Int32Array(stop);
  const bells = ends.map(({ port, cells, shift }, index) => {
    const dues = createDues(schedule, seed, { index, of: ends.length });
    const [pending, shiftCell] = [new Int32Array(cells), new BigInt64Array(shift)];
    return { port, pending, dues, due: () => at + dues.next + Number(Atomics.load(shiftCell, 0)) / 1000 };
  });
  while (Atomics.load(stopCell, 0) === 0) {
    const bell = bells.reduce((first, other) => (other.due() < first.due() ? other : first));
    const due = bell.due();
    if (due === Number.POSITIVE_INFINITY) return;
    const wait = due - now();
    if (wait > 0) {
      Atomics.wait(stopCell, 0, 0, Math.min(wait, longestSleepMs));
      continue;
    }
    bell.dues.advance();
    // While a wake-up is still unanswered, another would say nothing new.
    if (Atomics.exchange(bell.pending, 0, 1) === 0) bell.port.postMessage(0);
  }
}
