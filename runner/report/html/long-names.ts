// Names and messages that are cut where they are used stand here as a whole, each once.
import { plain } from '../plain.ts';
import type { View } from '../view.ts';
import { type Element, el } from './markup.ts';
import { section } from './section.ts';
import { folded } from './table.ts';

const mostNames = 40;
const mostCharacters = 12_000;

export function longNames(view: View): Element | undefined {
  const { versions, metrics, loads, steps, slos, notes, distributions } = view;
  const names = [
    ...versions.map(({ heading }) => heading),
    ...loads.flatMap(({ provider, title }) => [provider, title]),
    ...steps.map(({ name }) => name),
  ];
  const longer = [...slos.map(({ metric }) => metric), ...[...metrics, ...distributions].map(({ name }) => name)];
  const titles = [...loads.map(({ target }) => target), ...steps.map(({ title }) => title)];
  const messages = [...notes.map(({ message }) => message), ...steps.map(({ error }) => error?.message ?? '')];
  const whole = [
    ...new Set([...cutAt(names, 40), ...cutAt(longer, 80), ...cutAt(titles, 120), ...cutAt(messages, 600)]),
  ];
  if (whole.length === 0) return undefined;
  const left = whole.length - mostNames;
  return section(
    'names',
    'Names in full',
    folded(
      `${whole.length} that are too long to be shown above`,
      el(
        'ul',
        { class: 'names' },
        ...whole.slice(0, mostNames).map((text) => el('li', {}, el('bdi', {}, plain(text, mostCharacters)))),
      ),
      left > 0 ? el('p', {}, `and ${left} more, which iter8 report -o json holds`) : undefined,
    ),
  );
}

function cutAt(texts: readonly string[], most: number): string[] {
  return texts.filter((text) => plain(text, most) !== plain(text, Number.POSITIVE_INFINITY));
}
