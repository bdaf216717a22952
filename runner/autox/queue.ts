// Keys that wait for work: each at most once, none by two at a time, and what failed again after a while.
import type { Clock } from '../model/task.ts';

export interface Queue {
  add(key: string): void;
  size(): { waiting: number; working: number; failing: number };
}

interface QueueOptions {
  work(key: string): Promise<void>;
  failed(key: string, error: unknown, again: { inMs: number; failures: number }): void;
  parallel: number;
  backoff: { firstMs: number; mostMs: number };
  clock: Clock;
  random(): number;
  signal: AbortSignal;
}

export function createQueue({ work, failed, parallel, backoff, clock, random, signal }: QueueOptions): Queue {
  const waiting = new Set<string>();
  const working = new Map<string, { again: boolean }>();
  const failures = new Map<string, number>();
  const resting = new Set<string>(); // until they may be tried again, whoever asks for it

  function add(key: string): void {
    if (signal.aborted || resting.has(key)) return;
    const now = working.get(key);
    if (now !== undefined) now.again = true;
    else waiting.add(key);
    begin();
  }

  function begin(): void {
    for (const key of waiting) {
      if (working.size >= parallel || signal.aborted) return;
      waiting.delete(key);
      void one(key);
    }
  }

  async function one(key: string): Promise<void> {
    const state = { again: false };
    working.set(key, state);
    const error = await work(key).then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    working.delete(key);
    if (signal.aborted) return;
    if (error === undefined) {
      failures.delete(key);
      if (state.again) waiting.add(key);
    } else rest(key, error.reason);
    begin();
  }

  function rest(key: string, reason: unknown): void {
    const count = (failures.get(key) ?? 0) + 1;
    failures.set(key, count);
    // Between half and all of it, so that many do not come back at once.
    const inMs = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(count - 1, 30)) * (0.5 + random() / 2);
    resting.add(key);
    failed(key, reason, { inMs, failures: count });
    const back = () => {
      resting.delete(key);
      add(key);
    };
    clock.sleep(inMs, signal).then(back, () => undefined);
  }

  return {
    add,
    size: () => ({ waiting: waiting.size, working: working.size, failing: failures.size }),
  };
}
