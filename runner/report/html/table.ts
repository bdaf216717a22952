// Tables as screen readers want them: a caption, heads with a scope; and folded ones, for what stands behind a chart.
import { type Child, type Element, el } from './markup.ts';

interface Column {
  head: Child;
  numeric?: boolean;
}

interface TableOptions {
  caption: Child;
  captionHidden?: boolean; // a heading right above says the same
  columns: readonly Column[];
  rows: readonly (readonly Child[])[]; // the first cell heads its row
}

export function table({ caption, captionHidden = false, columns, rows }: TableOptions): Element {
  const kind = (i: number) => (columns[i]?.numeric ? 'n' : undefined);
  const head = columns.map((column, i) => el('th', { scope: 'col', class: kind(i) }, column.head));
  const body = rows.map((cells) =>
    el(
      'tr',
      {},
      ...cells.map((cell, i) =>
        i === 0 ? el('th', { scope: 'row', class: kind(0) }, cell) : el('td', { class: kind(i) }, cell),
      ),
    ),
  );
  return el(
    'table',
    {},
    el('caption', { class: captionHidden ? 'hidden' : undefined }, caption),
    el('thead', {}, el('tr', {}, ...head)),
    el('tbody', {}, ...body),
  );
}

// What may be wider than a narrow screen scrolls in a box of its own, also by the keyboard.
export function scrolling(label: string, content: Element): Element {
  return el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': label }, content);
}

export function folded(summary: Child, ...content: Child[]): Element {
  return el('details', {}, el('summary', {}, summary), ...content);
}
