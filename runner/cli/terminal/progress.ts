// How far a step is: a bar on a terminal, a log line every ten seconds elsewhere.
import { formatDuration } from '../../model/duration.ts';
import type { Log, Progress } from '../../model/task.ts';
import type { Screen } from './screen.ts';

const redrawMs = 200;
const lineMs = 10_000;
const barColumns = 24;

interface ProgressView {
  step(title: string): void;
  update(progress: Progress): void;
  end(): void;
}

export function createProgressView(
  screen: Screen,
  log: Log,
  options: { bar: boolean; now?: () => number },
): ProgressView {
  const { bar, now = () => performance.now() } = options;
  let title = '';
  let last = Number.NEGATIVE_INFINITY;
  return {
    step(next) {
      title = next;
      last = bar ? Number.NEGATIVE_INFINITY : now();
      if (bar) screen.status('');
    },
    update(progress) {
      const time = now();
      if (time - last < (bar ? redrawMs : lineMs)) return;
      last = time;
      if (bar) screen.status(barLine(title, progress, screen.columns()));
      else log.info(`${title}: ${facts(progress).join(', ')}`);
    },
    end() {
      if (bar) screen.status('');
    },
  };
}

// Never wider than the terminal: a line that wraps cannot be taken away again.
export function barLine(title: string, progress: Progress, columns: number): string {
  const room = Math.max(10, columns - 1);
  const share = shareOf(progress);
  const text = facts(progress).join(' · ');
  const bar = share === undefined ? '' : `${drawn(share)} ${String(Math.floor(share * 100)).padStart(3)}% `;
  const full = `${title}  ${bar}${text}`;
  if (full.length <= room) return full;
  const rest = room - bar.length - text.length - 2;
  if (rest >= 8) return `${shortened(title, rest)}  ${bar}${text}`;
  return shortened(`${bar}${text}`, room);
}

function facts(progress: Progress): string[] {
  const { done, total, rate, errors, text } = progress;
  const words = text === undefined || text === '' ? [] : [text];
  if (total === undefined && rate === undefined && words.length > 0) return words;
  const left = timeLeft(progress);
  return [
    ...words,
    `${done}${total === undefined ? '' : ` of ${total}`} requests`,
    ...(rate === undefined ? [] : [`${rate < 100 ? rate.toFixed(1) : Math.round(rate)}/s`]),
    ...(left === undefined || left === 0 ? [] : [`${formatDuration(left)} left`]),
    ...(errors === undefined || errors === 0 ? [] : [`${errors} ${errors === 1 ? 'error' : 'errors'}`]),
  ];
}

function shareOf({ done, total, elapsedMs, totalMs }: Progress): number | undefined {
  const shares = [];
  if (total !== undefined && total > 0) shares.push(done / total);
  if (totalMs !== undefined && totalMs > 0) shares.push(elapsedMs / totalMs);
  return shares.length === 0 ? undefined : Math.min(1, Math.max(...shares));
}

function timeLeft(progress: Progress): number | undefined {
  const share = shareOf(progress);
  if (share === undefined || share < 0.02) return undefined;
  return Math.ceil((progress.elapsedMs * (1 - share)) / share / 1000) * 1000;
}

function drawn(share: number): string {
  const full = Math.round(share * barColumns);
  return `[${'='.repeat(full)}${' '.repeat(barColumns - full)}]`;
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
