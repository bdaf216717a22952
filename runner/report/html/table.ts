// Tables as screen readers want them: a caption, heads with a scope; and folded ones, for what stands behind a chart.
import { type Child, type Element, el } from './markup.ts';

interface Column {
  head: Child;
  label?: string; // of a cell in a card
  numeric?: boolean;
}

interface TableOptions {
  caption: Child;
  captionHidden?: boolean; // a heading right above says the same
  cards?: boolean; // on a narrow screen a row is a card, so that nothing has to be scrolled to
  columns: readonly Column[];
  rows: readonly (readonly Child[])[]; // the first cell heads its row
}

export function table({ caption, captionHidden = false, cards = false, columns, rows }: TableOptions): Element {
  const kind = (i: number) => (columns[i]?.numeric ? 'n' : undefined);
  // A table that is laid out as something else loses its roles, so they are said.
  const role = (name: string) => (cards ? { role: name } : {});
  const head = columns.map((column, i) =>
    el('th', { scope: 'col', ...role('columnheader'), class: kind(i) }, column.head),
  );
  const body = rows.map((cells) =>
    el(
      'tr',
      role('row'),
      ...cells.map((cell, i) =>
        i === 0
          ? el('th', { scope: 'row', ...role('rowheader'), class: kind(0) }, cell)
          : el('td', { ...role('cell'), class: kind(i), 'data-head': cards ? labelOf(columns[i]) : undefined }, cell),
      ),
    ),
  );
  return el(
    'table',
    cards ? { class: 'cards', role: 'table' } : {},
    el('caption', { class: captionHidden ? 'hidden' : undefined }, caption),
    el('thead', role('rowgroup'), el('tr', role('row'), ...head)),
    el('tbody', role('rowgroup'), ...body),
  );
}

function labelOf({ head, label }: Column = { head: '' }): string {
  return label ?? (typeof head === 'string' ? head : '');
}

// What may be wider than a narrow screen scrolls in a box of its own, also by the keyboard.
export function scrolling(label: string, content: Element): Element {
  return el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': label }, content);
}

export function folded(summary: Child, ...content: Child[]): Element {
  return el('details', {}, el('summary', {}, summary), ...content);
}
