import type { News } from '../watch/viewer.ts';
import { nextStart } from './cron.ts';
import type { Schedule } from './workload.ts';

// When the next loop of a scheduled experiment begins, in words.
export function nextLoop({ cron, timeZone, isPaused }: Schedule, now: number): News {
  if (isPaused) return { words: `waiting for the next loop: its CronJob (${cron}) is suspended` };
  const at = nextStart(cron, timeZone, now);
  if (at === undefined) return { words: `waiting for the next loop: ${cron}` };
  const time = new Date(at).toISOString().replace('T', ' ').slice(0, 16);
  return { words: `waiting for the next loop at ${time} UTC (${cron})`, inMs: at - now };
}
