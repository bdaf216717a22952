// A clock that tests move.
import type { Clock } from '../model/task.ts';

interface MovedClock extends Clock {
  pass(ms: number): Promise<void>;
}

export function movedClock(): MovedClock {
  let time = 0;
  const sleeping = new Set<{ until: number; wake(): void }>();

  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = () => {
          sleeping.delete(one);
          reject(signal?.reason);
        };
        const one = {
          until: time + ms,
          wake() {
            sleeping.delete(one);
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        signal?.addEventListener('abort', stop, { once: true });
        sleeping.add(one);
      }),
    async pass(ms) {
      time += ms;
      for (const one of [...sleeping]) if (one.until <= time) one.wake();
      await settled();
    },
  };
}

// All that can happen without time passing has happened.
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
