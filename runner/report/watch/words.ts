// The words that live lines and log lines share.
import { mostLag } from '../../model/lag.ts';
import type { Progress } from '../../model/task.ts';
import { percentage, quantity } from '../quantity.ts';
import type { LoadRow } from '../view-loads.ts';
import type { Standing } from './slos-so-far.ts';

export function clockWords(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  if (hours > 0) return `${hours}h${two(minutes)}m${two(seconds)}s`;
  return minutes > 0 ? `${minutes}m${two(seconds)}s` : `${seconds}s`;
}

export function shareOf({ done, total, elapsedMs, totalMs }: Progress, sinceMs: number): number | undefined {
  const shares: number[] = [];
  if (total !== undefined && total > 0) shares.push(done / total);
  if (totalMs !== undefined && totalMs > 0) shares.push((elapsedMs + sinceMs) / totalMs);
  return shares.length === 0 ? undefined : Math.min(1, Math.max(...shares));
}

export function progressFacts({ done, total, rate, errors = 0, text }: Progress): string[] {
  const words = text === undefined || text === '' ? [] : [text];
  if (total === undefined && rate === undefined && words.length > 0) return words;
  return [
    ...words,
    `${quantity(done, 0)}${total === undefined ? '' : ` of ${quantity(total, 0)}`} requests`,
    ...(rate === undefined ? [] : [`${quantity(rate, rate < 100 ? 1 : 0)}/s`]),
    ...(errors === 0 ? [] : [errorWords(errors)]),
  ];
}

// Short: without what is as it should be.
export function loadFacts(load: LoadRow, isShort = false): { text: string; tone?: 'bad' | 'doubtful' }[] {
  const { asked, achievedQps, sent, errors, dropped, lag, latency } = load;
  const goal = asked.qps > 0 && !isShort ? ` of ${quantity(asked.qps)}/s asked` : '';
  const p99 = lag?.percentiles['99']?.value ?? 0;
  const isLate = p99 > mostLag(asked, latency?.percentiles['50']?.value ?? 0);
  return [
    ...(achievedQps === undefined ? [] : [{ text: `${quantity(achievedQps, achievedQps < 100 ? 1 : 0)}/s${goal}` }]),
    { text: sent === 1 ? '1 request' : `${quantity(sent, 0)} requests` },
    ...(errors === 0
      ? isShort
        ? []
        : [{ text: 'no errors' }]
      : [{ text: `${errorWords(errors)} (${percentage(errors / Math.max(1, sent))})`, tone: 'bad' as const }]),
    ...(dropped === 0 ? [] : [{ text: `${quantity(dropped, 0)} due and never sent`, tone: 'bad' as const }]),
    ...(isLate ? [{ text: `the load generator is late: p99 ${quantity(p99)} ms`, tone: 'doubtful' as const }] : []),
  ];
}

function errorWords(errors: number): string {
  return errors === 1 ? '1 error' : `${quantity(errors, 0)} errors`;
}

// The value, and how far it is from the limit.
export function standingWords({ state, value, unit, atLeast, margin, reason }: Standing): string {
  if (value === undefined) return reason ?? 'no value yet';
  const short = unit === 'msec' ? ' ms' : '';
  const seen = `${quantity(value)}${short}${atLeast ? ' or more' : ''}`;
  if (state === 'inconclusive') return reason === undefined ? seen : `${seen}; ${reason}`;
  if (margin === undefined) return seen;
  if (margin === 0) return `${seen}, at the limit`;
  return margin > 0
    ? `${seen}, ${quantity(margin)}${short} to spare`
    : `${seen}, ${quantity(-margin)}${short} beyond the limit`;
}

export function tallyWords(standings: readonly Standing[]): string {
  const count = (...states: Standing['state'][]) => standings.filter(({ state }) => states.includes(state)).length;
  const isFinal = standings.every(
    ({ state }) => state === 'satisfied' || state === 'violated' || state === 'inconclusive',
  );
  const parts: [number, string][] = isFinal
    ? [
        [count('satisfied'), 'satisfied'],
        [count('violated'), 'violated'],
        [count('inconclusive'), 'inconclusive'],
      ]
    : [
        [count('satisfied', 'within'), 'within the limit'],
        [count('violated', 'beyond'), 'beyond the limit'],
        [count('inconclusive', 'unknown'), 'open'],
      ];
  const words = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return `SLOs${isFinal ? '' : ' so far'}: ${words.join(', ')}`;
}
