// Foreign names and messages, set so that nothing in them can disturb the page; and numbers with their units.
import { plain } from '../plain.ts';
import { quantity, shortUnit } from '../quantity.ts';
import type { MetricRow } from '../view-metrics.ts';
import { type Child, type Element, el } from './markup.ts';

const mostInTitle = 500; // the whole of it stands once, at the end of the page

// Isolated, so that the direction of its letters ends with it.
export function name(text: string, most = 80): Element {
  const shown = plain(text, most);
  if (shown === '') return el('i', { class: 'quiet' }, 'empty');
  const cut = plain(text, Number.POSITIVE_INFINITY) !== shown;
  return el('bdi', cut ? { title: plain(text, mostInTitle) } : {}, shown);
}

// A metric, or whatever else is written as code.
export function code(text: string, most = 80): Element {
  return el('code', {}, name(text, most));
}

export function sentence(text: string): Element {
  return name(text, 600);
}

// The exact value stands beside the one that is shown.
export function number(value: number | undefined, shown: string | undefined, unit?: Child): Child {
  if (value === undefined) return el('span', { class: 'quiet' }, 'no value');
  const data = el('data', { value }, shown ?? quantity(value));
  return unit === undefined ? data : [data, '\u00a0', el('span', { class: 'unit' }, unit)];
}

// What a value of a metric is counted in; a counter counts, and what has no unit is a plain number.
export function unitOf({ unit, type, name: metric }: Pick<MetricRow, 'unit' | 'type' | 'name'>): string | undefined {
  if (unit !== undefined) return shortUnit(plain(unit, 24));
  if (type === 'Counter') return 'count';
  return isRate(metric) ? '/s' : /\/error-rate$/.test(metric) ? 'fraction' : undefined;
}

export function isRate(metric: string): boolean {
  return /\/qps-(achieved|requested)$/.test(metric);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
