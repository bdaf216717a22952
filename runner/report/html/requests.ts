// What became of the requests of a load: one bar, and the tables behind it.
import { hintFor } from '../../model/failure.ts';
import { plain } from '../plain.ts';
import { percentage, quantity } from '../quantity.ts';
import type { LoadRow } from '../view-loads.ts';
import { round } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';
import { folded, scrolling, table } from './table.ts';
import { name, number, sentence } from './words.ts';

interface Part {
  kind: 'ok' | 'client' | 'server' | 'lost' | 'dropped';
  words: string;
  count: number;
}

const wide = 480;

export function requestsFigure(load: LoadRow): Element | undefined {
  const parts = partsOf(load);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const said = parts.map(({ words, count }) => `${words}: ${quantity(count, 0)} (${percentage(count / total)})`);
  return el(
    'figure',
    { class: 'wide' },
    el('figcaption', {}, el('strong', {}, 'What became of the requests'), el('span', {}, errorWords(load))),
    bar(parts, total, `Requests: ${said.join(', ')}`),
    el('ul', { class: 'legend parts' }, ...parts.map(({ kind }, i) => el('li', {}, swatch(kind), said[i]))),
    folded(
      'Answers and errors as tables',
      scrolling(
        `${plain(load.title, 60)}, answers and errors, tables`,
        el('div', { class: 'tables' }, statusTable(load), failureTable(load)),
      ),
    ),
  );
}

function partsOf({ statuses, sent, answered, unfinished, dropped }: LoadRow): Part[] {
  const answers = Object.entries(statuses).map(
    ([status, count]): Part => ({ kind: kindOf(status), words: plain(status, 40), count }),
  );
  const parts: Part[] = [
    ...answers.sort((a, b) => b.count - a.count),
    { kind: 'lost', words: 'no answer', count: Math.max(0, sent - answered - unfinished) },
    { kind: 'lost', words: 'unfinished', count: unfinished },
    { kind: 'dropped', words: 'never sent', count: dropped },
  ];
  return parts.filter(({ count }) => count > 0);
}

function kindOf(status: string): Part['kind'] {
  if (/^[123]\d\d$|^OK$/.test(status)) return 'ok';
  return /^4\d\d$/.test(status) ? 'client' : 'server';
}

function bar(parts: readonly Part[], total: number, label: string): Element {
  let from = 0;
  const rects = parts.map(({ kind, words, count }) => {
    const width = Math.max(1.5, (count / total) * wide);
    const rect = el(
      'rect',
      { class: `part ${kind}`, x: round(Math.min(from, wide - width)), y: 0, width: round(width), height: 14 },
      el('title', {}, `${words}: ${quantity(count, 0)}`),
    );
    from += (count / total) * wide;
    return rect;
  });
  return el(
    'svg',
    { class: 'requests', viewBox: `0 0 ${wide} 14`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    ...rects,
  );
}

function swatch(kind: Part['kind']): Element {
  return el(
    'svg',
    { class: 'swatch', width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' },
    el('rect', { class: `part ${kind}`, width: 12, height: 12 }),
  );
}

function errorWords({ errors, sent, dropped }: LoadRow): string {
  const late = dropped === 0 ? '' : `; ${quantity(dropped, 0)} that were due were never sent`;
  if (errors === 0) return `${quantity(sent, 0)} sent, no errors${late}`;
  return `${quantity(sent, 0)} sent, ${quantity(errors, 0)} errors (${percentage(errors / Math.max(1, sent))})${late}`;
}

function statusTable({ statuses, answered }: LoadRow): Element | undefined {
  const rows = Object.entries(statuses).map(([status, count]): Child[] => [
    name(status, 40),
    number(count, quantity(count, 0)),
    percentage(count / Math.max(1, answered)),
  ]);
  if (rows.length === 0) return undefined;
  return table({
    caption: 'Answers by status',
    columns: [{ head: 'Status' }, { head: 'Answers', numeric: true }, { head: 'Share', numeric: true }],
    rows,
  });
}

function failureTable({ failures, failureExamples, provider }: LoadRow): Element | undefined {
  const examples = new Map(Object.entries(failureExamples));
  const protocol = provider.startsWith('grpc') ? 'grpc' : 'http';
  const rows = Object.entries(failures)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]): Child[] => {
      const example = examples.get(kind);
      return [
        name(kind, 60),
        number(count, quantity(count, 0)),
        example === undefined ? '' : sentence(example),
        hintFor(kind, protocol),
      ];
    });
  if (rows.length === 0) return undefined;
  return table({
    caption: 'Errors by kind',
    columns: [{ head: 'Kind' }, { head: 'Errors', numeric: true }, { head: 'An example' }, { head: 'What to do' }],
    rows,
  });
}
