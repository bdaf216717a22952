// What all charts share: the frame with its axes, the figure with its words, and the table behind it.
import { type Child, type Element, el } from './markup.ts';
import type { Scale } from './scale.ts';
import { folded, scrolling } from './table.ts';

export const width = 480;
export const height = 264;
const left = 62;
const right = width - 32;
const top = 40;
const bottom = height - 40;

export const across = [left, right] as const;
export const upwards = [bottom, top] as const;

interface Frame {
  x: Scale;
  y: Scale;
  xTitle: string;
  yTitle: string;
}

export function drawing(label: string, { x, y, xTitle, yTitle }: Frame, ...marks: Child[]): Element {
  return el(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label },
    el('path', { class: 'grid', d: y.ticks.map(({ at }) => `M${left} ${round(at)}H${right}`).join('') }),
    el('path', {
      class: 'axis',
      d: `M${left} ${bottom}H${right}${x.ticks.map(({ at }) => `M${round(at)} ${bottom}v4`).join('')}`,
    }),
    ...apart(x).map(({ at, label: text }) =>
      el('text', { x: round(at), y: bottom + 17, 'text-anchor': 'middle' }, text),
    ),
    ...y.ticks.map(({ at, label: text }) => el('text', { x: left - 7, y: round(at + 4), 'text-anchor': 'end' }, text)),
    el('text', { class: 'title', x: right, y: bottom + 34, 'text-anchor': 'end' }, xTitle),
    el('text', { class: 'title', x: left - 52, y: top - 23 }, yTitle),
    ...marks,
  );
}

interface Figure {
  title: Child;
  words: Child; // what it shows, in a sentence
  svg: Element;
  legend?: readonly (readonly [kind: string, words: Child])[];
  data: { summary: Child; label: string; table: Element };
}

export function figure({ title, words, svg, legend = [], data }: Figure): Element {
  const keys = legend.map(([kind, text]) => el('li', {}, key(kind), text));
  return el(
    'figure',
    {},
    el('figcaption', {}, el('strong', {}, title), el('span', {}, words)),
    svg,
    keys.length === 0 ? undefined : el('ul', { class: 'legend' }, ...keys),
    folded(data.summary, scrolling(data.label, data.table)),
  );
}

function key(kind: string): Element {
  const line = el('path', { class: kind, d: 'M1 6H25' });
  return el('svg', { class: 'key', width: 26, height: 12, viewBox: '0 0 26 12', 'aria-hidden': 'true' }, line);
}

export function polyline(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

// Labels that would touch are left out; their ticks stay.
function apart({ ticks }: Scale): Scale['ticks'] {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ at, label }) => {
    const half = label.length * 4.5;
    if (at - half < end + 6) return false;
    end = at + half;
    return true;
  });
}

// A horizontal line for a limit, said to be one.
export function limitLine(y: number, words: string): Child[] {
  const over = y - 6 < top ? y + 14 : y - 6;
  return [
    el('path', { class: 'limit', d: `M${left} ${round(y)}H${right}` }),
    el('text', { class: 'limit-words', x: right, y: round(over), 'text-anchor': 'end' }, words),
  ];
}

// Words at an edge stay inside.
function anchorAt(x: number): string {
  if (x < left + 44) return 'start';
  return x > right - 30 ? 'end' : 'middle';
}

export interface Marker {
  marks: Child;
  from: number; // of its words
  to: number;
}

export function marker(x: number, words: string): Marker {
  const anchor = anchorAt(x);
  const wide = words.length * 6.8;
  const from = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  const marks = [
    el('path', { class: 'marker', d: `M${round(x)} ${top}V${bottom}` }),
    el('text', { class: 'marker-words', x: round(x), y: top - 6, 'text-anchor': anchor }, words),
  ];
  return { marks, from, to: from + wide };
}
