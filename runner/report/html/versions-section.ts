// Versions side by side: how much each differs from the first, and whether that can be told from chance.
import { type Compared, type Comparison, comparisonsOf } from '../comparisons.ts';
import { plain } from '../plain.ts';
import { percentage, quantity, shortUnit } from '../quantity.ts';
import type { View } from '../view.ts';
import { confidence } from '../welch.ts';
import { round } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';
import { section } from './section.ts';
import { scrolling, table } from './table.ts';
import { code, name, number } from './words.ts';

const mostRows = 200;

export function versionsSection(view: View): Element | undefined {
  const comparisons = comparisonsOf(view);
  const [first] = view.versions;
  if (comparisons.length === 0 || first === undefined) return undefined;
  const reach = reachOf(comparisons);
  const rows = comparisons.flatMap((comparison) =>
    comparison.others.map((other, i) => row(comparison, other, view.versions[i + 1]?.heading ?? '', reach)),
  );
  const percent = quantity(confidence * 100, 0);
  return section(
    'versions',
    'Versions side by side',
    el(
      'p',
      { class: 'quiet' },
      'Each version beside ',
      name(first.heading, 40),
      `. The interval holds the true difference with ${percent}% confidence (Welch's t-test of the means); a difference is called clear where the interval leaves out zero. It takes values as independent of each other, and is a rough guide where they are few and skewed, as latencies are.`,
    ),
    scrolling(
      'Versions side by side, table',
      table({
        caption: 'Versions side by side',
        captionHidden: true,
        cards: true,
        columns: [
          { head: 'Metric' },
          { head: 'Version' },
          { head: name(first.heading, 24), label: plain(first.heading, 24), numeric: true },
          { head: 'This version', numeric: true },
          { head: 'Difference', numeric: true },
          { head: `${percent}% interval` },
          { head: 'What it says' },
        ],
        rows: rows.slice(0, mostRows),
      }),
    ),
    rows.length > mostRows
      ? el('p', { class: 'quiet' }, `The first ${mostRows} of ${rows.length} comparisons.`)
      : undefined,
  );
}

function row(comparison: Comparison, other: Compared, heading: string, reach: number): Child[] {
  const { title, counter } = comparison;
  const { first } = other;
  const unit = comparison.unit === undefined ? undefined : plain(shortUnit(comparison.unit) ?? '', 24);
  const of = (value: number | undefined) =>
    number(value, value === undefined ? '' : quantity(value), value === undefined ? undefined : unit);
  const by = first === undefined || other.value === undefined ? undefined : other.value - first;
  return [
    code(title),
    name(heading, 40),
    of(first),
    of(other.value),
    counter ? '–' : by === undefined ? '' : differenceWords(by, first ?? 0),
    interval(other, reach),
    statement(comparison, other),
  ];
}

function differenceWords(by: number, first: number): string {
  if (by === 0) return 'none';
  const sign = by > 0 ? '+' : '';
  return first === 0 ? `${sign}${quantity(by)}` : `${sign}${percentage(by / Math.abs(first))}`;
}

function statement({ counter }: Comparison, { value, difference, basis }: Compared): Child {
  if (value === undefined) return el('span', { class: 'quiet' }, 'no value to compare');
  if (counter) return el('span', { class: 'quiet' }, basis);
  if (difference === undefined) return el('span', { class: 'quiet' }, `cannot be told from ${basis}`);
  const clear = difference.chance < 1 - confidence;
  const words = clear ? (difference.by > 0 ? 'clearly higher' : 'clearly lower') : 'no clear difference';
  return [el('strong', {}, words), el('small', {}, `p ${chanceWords(difference.chance)}, from ${basis}`)];
}

function chanceWords(chance: number): string {
  return chance < 0.0001 ? '< 0.0001' : `= ${quantity(chance, 4)}`;
}

const wide = 150;

function interval({ difference, first }: Compared, reach: number): Child {
  if (difference === undefined || first === undefined || first === 0) return '';
  const part = (value: number) => value / Math.abs(first);
  const at = (value: number) => wide / 2 + (Math.max(-1, Math.min(1, part(value) / reach)) * wide) / 2;
  const words = `${signed(part(difference.low))} to ${signed(part(difference.high))}`;
  const svg = el(
    'svg',
    { class: 'interval', viewBox: `0 0 ${wide} 16`, width: wide, height: 16, 'aria-hidden': 'true' },
    el('path', { class: 'axis', d: `M0 8H${wide}M${wide / 2} 1v14` }),
    el('path', {
      class: 'span',
      d: `M${round(at(difference.low))} 8H${round(at(difference.high))}M${round(at(difference.low))} 4v8M${round(at(difference.high))} 4v8`,
    }),
    el('circle', { class: 'dot', cx: round(at(difference.by)), cy: 8, r: 3.5 }),
  );
  return [svg, el('span', { class: 'unit' }, words)];
}

function signed(part: number): string {
  return `${part > 0 ? '+' : ''}${percentage(part)}`;
}

// One scale for all rows: the widest interval, up to twice the value itself.
function reachOf(comparisons: readonly Comparison[]): number {
  const parts = comparisons.flatMap(({ others }) =>
    others.flatMap(({ first, difference }) =>
      difference === undefined || !first ? [] : [difference.low / first, difference.high / first],
    ),
  );
  return Math.min(2, Math.max(0.01, ...parts.map(Math.abs)) * 1.1);
}
