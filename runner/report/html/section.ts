// A part of the page with its heading, by which it is found from the list of contents and by screen readers.
import { type Child, type Element, el } from './markup.ts';

export function section(id: string, title: string, ...content: Child[]): Element {
  return el('section', { id, 'aria-labelledby': `${id}-h` }, el('h2', { id: `${id}-h` }, title), ...content);
}

// Pairs of a word and what is to be said of it; those without are left out.
export function facts(pairs: readonly (readonly [Child, Child])[]): Element | undefined {
  const known = pairs.filter(([, value]) => value !== undefined);
  if (known.length === 0) return undefined;
  return el(
    'dl',
    { class: 'facts' },
    ...known.map(([word, value]) => el('div', {}, el('dt', {}, word), el('dd', {}, value))),
  );
}
