// How a load went from its start to its end: what was sent and what failed a second, and the latency of each window.
import type { Course } from '../../model/document.ts';
import { plain } from '../plain.ts';
import { asGiven, quantity } from '../quantity.ts';
import type { LoadRow } from '../view-loads.ts';
import { across, drawing, figure, polyline, round, upwards } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';
import { linear, logarithmic, type Scale, tight } from './scale.ts';
import { table } from './table.ts';

interface Window {
  from: number; // seconds since the start
  to: number;
  sent: number; // a second
  errors: number;
  p50: number | undefined;
  p99: number | undefined;
}

export function courseCharts(load: LoadRow): Child[] {
  const windows = load.course === undefined ? [] : windowsOf(load.course, load);
  const last = windows.at(-1);
  if (windows.length < 2 || last === undefined) return [];
  const x = tight([0, last.to], across);
  const title = plain(load.title, 60);
  return [throughput(title, windows, x, load.asked.qps), latencies(title, windows, x)];
}

// The last window ends with the load.
function windowsOf({ everyMs, sent, errors, p50, p99 }: Course, { firstSend, lastSend }: LoadRow): Window[] {
  const every = everyMs / 1000;
  if (!(every > 0)) return [];
  const whole = firstSend === undefined || lastSend === undefined ? 0 : (lastSend - firstSend) / 1000;
  return sent.map((count, i) => {
    const rest = i === sent.length - 1 ? whole - i * every : every;
    const lasted = rest > every * 0.2 && rest < every * 2.5 ? rest : every;
    return {
      from: i * every,
      to: i * every + lasted,
      sent: count / lasted,
      errors: (errors[i] ?? 0) / lasted,
      p50: p50[i] ?? undefined,
      p99: p99[i] ?? undefined,
    };
  });
}

function throughput(title: string, windows: readonly Window[], x: Scale, asked: number): Element {
  const rates = windows.map(({ sent }) => sent);
  const top = Math.max(...rates, asked);
  const y = linear([0, top], upwards, 4);
  const failed = windows.some(({ errors }) => errors > 0);
  const most = Math.max(...windows.map(({ errors }) => errors));
  return figure({
    title: 'Throughput',
    words: `${rangeOf(rates)} requests a second${failed ? `, up to ${rate(most)} errors` : ''}`,
    svg: drawing(
      `${title}: requests sent a second, over time`,
      { x, y, xTitle: 'seconds since the start', yTitle: 'requests/s' },
      asked > 0 ? el('path', { class: 'asked', d: `M${across[0]} ${round(y.at(asked))}H${across[1]}` }) : undefined,
      el('path', { class: 'line', d: stepped(windows, ({ sent }) => sent, x, y) }),
      failed ? el('path', { class: 'line errors', d: stepped(windows, ({ errors }) => errors, x, y) }) : undefined,
    ),
    legend: [
      ['line', 'sent'],
      ...(asked > 0 ? [['asked', `asked for, ${asGiven(asked)}/s`] as const] : []),
      ...(failed ? [['line errors', 'errors'] as const] : []),
    ],
    data: {
      summary: 'Course as a table',
      label: `${title}, course, table`,
      table: tableOf(title, windows),
    },
  });
}

function latencies(title: string, windows: readonly Window[], x: Scale): Child {
  const values = windows.flatMap(({ p50, p99 }) => [p50, p99]).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const untimed = windows.filter(({ p99 }) => p99 === undefined).length;
  const log = low > 0 && high / low > 30;
  const y = log ? logarithmic([low, high * 1.05], upwards) : linear([0, high], upwards, 4);
  // A window in which nothing was timed is a gap: a line across it would tell of answers that nobody got.
  const line = (of: (window: Window) => number | undefined) =>
    unbroken(windows, of)
      .map((run) => polyline(run.map(({ at, value }) => [x.at(at), y.at(value)] as const)))
      .join('');
  return figure({
    title: 'Latency over the run',
    words: `p99 of a window: up to ${quantity(Math.max(...windows.map(({ p99 }) => p99 ?? 0)))} ms${untimed === 0 ? '' : `; nothing was timed in ${untimed} of ${windows.length} windows`}`,
    svg: drawing(
      `${title}: median and p99 latency, over time`,
      { x, y, xTitle: 'seconds since the start', yTitle: `latency (ms${log ? ', log scale' : ''})` },
      el('path', { class: 'line second', d: line(({ p50 }) => p50) }),
      el('path', { class: 'line', d: line(({ p99 }) => p99) }),
    ),
    legend: [
      ['line', 'p99'],
      ['line second', 'median'],
    ],
    data: { summary: 'Course as a table', label: `${title}, course of latency, table`, table: tableOf(title, windows) },
  });
}

interface Timed {
  at: number; // the middle of its window
  value: number;
}

// A window between two gaps is a short line, as a point would not be seen.
function unbroken(windows: readonly Window[], of: (window: Window) => number | undefined): Timed[][] {
  const runs: Timed[][] = [];
  let run: Timed[] = [];
  for (const window of windows) {
    const value = of(window);
    if (value === undefined) {
      run = [];
      continue;
    }
    if (run.length === 0) runs.push(run);
    run.push({ at: (window.from + window.to) / 2, value });
  }
  const width = windows[0] === undefined ? 0 : windows[0].to - windows[0].from;
  return runs.map((one) => {
    const [only] = one;
    if (one.length > 1 || only === undefined) return one;
    return [-0.4, 0.4].map((part) => ({ ...only, at: only.at + part * width }));
  });
}

function rangeOf(rates: readonly number[]): string {
  const [least, most] = [rate(Math.min(...rates)), rate(Math.max(...rates))];
  return least === most ? least : `${least} to ${most}`;
}

function rate(value: number): string {
  return quantity(value, value >= 100 || Number.isInteger(value) ? 0 : 1);
}

// A rate holds for the whole of its window.
function stepped(windows: readonly Window[], of: (window: Window) => number, x: Scale, y: Scale): string {
  return polyline(
    windows.flatMap((window) => [window.from, window.to].map((at) => [x.at(at), y.at(of(window))] as const)),
  );
}

function tableOf(title: string, windows: readonly Window[]): Element {
  const heads = ['from (s)', 'sent/s', 'errors/s', 'median (ms)', 'p99 (ms)'];
  const of = (value: number | undefined) => (value === undefined ? '–' : quantity(value));
  return table({
    caption: `${title}, over the run`,
    columns: heads.map((head) => ({ head, numeric: true })),
    rows: windows.map(({ from, sent, errors, p50, p99 }) => [
      quantity(from, Number.isInteger(from) ? 0 : 1),
      rate(sent),
      rate(errors),
      of(p50),
      of(p99),
    ]),
  });
}
