// Saves one at a time, the newest state only: while one save is under way, further wishes join into the next.
import { messageOf } from '../model/errors.ts';
import type { Log } from '../model/task.ts';

export interface Saver<T> {
  // What fails is logged, and made up for by the next save.
  soon(make: () => T): Promise<void>;
  // What fails is thrown.
  surely(make: () => T): Promise<void>;
}

export function createSaver<T>(save: (state: T) => Promise<void>, log: Log): Saver<T> {
  let wanted: (() => T) | undefined;
  let running: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;

  const drain = async (): Promise<void> => {
    while (wanted !== undefined) {
      const make = wanted;
      wanted = undefined;
      try {
        await save(make());
        failure = undefined;
      } catch (error) {
        failure = { error };
      }
    }
    running = undefined;
  };
  const request = (make: () => T): Promise<void> => {
    wanted = make;
    running ??= drain();
    return running;
  };
  return {
    async soon(make) {
      await request(make);
      if (failure !== undefined) log.warn(`the result so far could not be saved: ${messageOf(failure.error)}`);
    },
    async surely(make) {
      await request(make);
      if (failure !== undefined) throw failure.error;
    },
  };
}
