import type { AlarmEnd } from './messages.ts';

// Wakes a worker when its next request is due.
export interface Alarm {
  start(onWake: () => void): void;
  postpone(totalMs: number): void; // all that is still to come, by this much in all
  stop(): void;
}

// Rung by the pacer's thread.
export function pacerAlarm({ port, cells, shift }: AlarmEnd): Alarm {
  const pending = new Int32Array(cells);
  const shiftCell = new BigInt64Array(shift);
  return {
    start(onWake) {
      port.on('message', () => {
        Atomics.store(pending, 0, 0);
        onWake();
      });
    },
    postpone(totalMs) {
      Atomics.store(shiftCell, 0, BigInt(Math.round(totalMs * 1000)));
    },
    stop() {
      port.close();
    },
  };
}
