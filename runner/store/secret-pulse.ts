// Whether a heartbeat still beats. Clocks of two machines are never compared: all that counts is whether it changes while
// it is watched, by the watcher's own clock.
import type { Clock } from '../model/task.ts';

export const lostAfterMs = 30_000; // three heartbeats

// Looks further apart than this prove nothing: while nobody could look, perhaps nobody could write either.
const mostGapMs = 10_000;

interface Pulse {
  look(sign: string): number; // msec for which it was watched and did not change
  forget(): void;
}

export function createPulse(clock: Pick<Clock, 'now'>): Pulse {
  let seen: { sign: string; since: number; at: number } | undefined;
  return {
    look(sign) {
      const now = clock.now();
      const watched = seen !== undefined && seen.sign === sign && now >= seen.at && now - seen.at <= mostGapMs;
      seen = { sign, since: watched && seen !== undefined ? seen.since : now, at: now };
      return now - seen.since;
    },
    forget() {
      seen = undefined;
    },
  };
}
