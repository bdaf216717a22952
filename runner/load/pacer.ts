// An alarm clock in a thread of its own: asleep until the next request is due, then one message to the worker whose
// turn it is. Sleeping in Atomics.wait is exact to some 0.1 ms; setTimeout is 1 ms late, and spinning takes the core.
import { clockFrom } from './clock.ts';
import type { ToPacer } from './messages.ts';
import { createDues } from './schedule.ts';

const longestSleepMs = 1000;

export function pace({ schedule, seed, at, base, ends, stop }: ToPacer): void {
  const now = clockFrom(base);
  const stopCell = new Int32Array(stop);
  const bells = ends.map(({ port, cells, shift }) => ({
    port,
    pending: new Int32Array(cells),
    shift: new BigInt64Array(shift),
  }));
  const dues = createDues(schedule, seed);
  for (let k = 0; dues.next !== Number.POSITIVE_INFINITY; k++, dues.advance()) {
    const bell = bells[k % bells.length];
    if (bell === undefined) return;
    for (;;) {
      const wait = at + dues.next + Number(Atomics.load(bell.shift, 0)) / 1000 - now();
      if (wait <= 0) break;
      Atomics.wait(stopCell, 0, 0, Math.min(wait, longestSleepMs));
      if (Atomics.load(stopCell, 0) !== 0) return;
    }
    // While a wake-up is still unanswered, another would say nothing new.
    if (Atomics.exchange(bell.pending, 0, 1) === 0) bell.port.postMessage(0);
  }
}
