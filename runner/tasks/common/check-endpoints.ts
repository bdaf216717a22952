// What is checked alike of every task that sends load to endpoints. Paths are within the task's inputs.
import { formatDuration, parseDuration } from '../../model/duration.ts';

export type Report = (path: string, message: string) => void;

const longestTimerMs = 24 * 24 * 3_600_000;
const namable = /^[^\s/]+$/;

// Each level by itself: that of the task, and that of every endpoint.
export function checkEachLevel<E>(
  base: E,
  endpoints: Record<string, E>,
  report: Report,
  checkLevel: (level: E, report: Report) => void,
): void {
  checkLevel(base, report);
  for (const [name, own] of Object.entries(endpoints)) {
    if (!namable.test(name)) {
      report(`endpoints.${name}`, 'the name becomes part of metric names, so it has no spaces and no slashes');
    }
    checkLevel(own, (path, message) => report(`endpoints.${name}.${path}`, message));
  }
}

// A text that is no duration at all is what the schema says.
export function checkDuration(path: string, text: string | undefined, report: Report, { zero = false } = {}): void {
  const ms = text === undefined ? undefined : parseDuration(text);
  if (ms === undefined) return;
  if (ms <= 0 && !zero) report(path, `${JSON.stringify(text)} is no time at all; give more than 0`);
  else if (ms > longestTimerMs) report(path, `${text} is too long; ${formatDuration(longestTimerMs)} is the most`);
}
