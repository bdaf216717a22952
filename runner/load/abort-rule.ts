import { isAnswered } from '../model/failure.ts';
import type { LoadMeasurement } from '../model/measurement.ts';
import type { LoadRequest } from '../model/task.ts';

// Says when the share of errors has been above the limit for a whole window. A window in which nothing ended says
// nothing, so it neither aborts nor clears.
export function createAbortRule(rule: LoadRequest['abortOn']): (soFar: LoadMeasurement, now: number) => boolean {
  if (rule === null) return () => false;
  const looks: { at: number; ended: number; errors: number }[] = [];
  return (soFar, now) => {
    looks.push({ at: now, ended: soFar.answered + noAnswer(soFar), errors: soFar.errors });
    while (looks.length > 1 && (looks[1]?.at ?? now) <= now - rule.forMs) looks.shift();
    const first = looks[0];
    if (first === undefined || now - first.at < rule.forMs) return false;
    const ended = soFar.answered + noAnswer(soFar) - first.ended;
    return ended > 0 && (soFar.errors - first.errors) / ended > rule.errorRate;
  };
}

function noAnswer({ failures }: LoadMeasurement): number {
  let n = 0;
  for (const [kind, count] of Object.entries(failures)) if (!isAnswered(kind)) n += count;
  return n;
}
