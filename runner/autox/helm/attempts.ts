// When what failed is tried again: after a while that grows with every failure.
import type { Clock } from '../../model/task.ts';

interface Attempts {
  nextIn(release: string, job: string): number; // in ms; `job`: which failed
  forget(release: string): void;
}

const firstMs = 15_000;
const mostMs = 300_000;

export function createAttempts({ now }: Pick<Clock, 'now'>): Attempts {
  const failed = new Map<string, { job: string; since: number; count: number }>();
  return {
    nextIn(release, job) {
      const before = failed.get(release);
      const last = before?.job === job ? before : { job, since: now(), count: (before?.count ?? 0) + 1 };
      failed.set(release, last);
      return last.since + Math.min(mostMs, firstMs * 2 ** Math.min(last.count - 1, 10)) - now();
    },
    forget: (release) => void failed.delete(release),
  };
}
