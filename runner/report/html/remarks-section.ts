// What a reader must know to trust the numbers, or to mend the run.
import { remarksOf, undecidedTitle } from '../remarks.ts';
import type { View } from '../view.ts';
import { type Element, el } from './markup.ts';
import { section } from './section.ts';
import { sentence } from './words.ts';

const most = 60;

export function remarksSection(view: View): Element | undefined {
  // Why an SLO could not be decided stands beside it, in its table.
  const groups = remarksOf(view).filter(({ title }) => title !== undecidedTitle);
  if (groups.length === 0) return undefined;
  return section(
    'remarks',
    'What to know about this run',
    ...groups.flatMap(({ title, remarks }) => [
      el('h3', {}, title),
      el(
        'ul',
        { class: 'remarks' },
        ...remarks
          .slice(0, most)
          .map(({ text, more, hint }) =>
            el(
              'li',
              {},
              sentence(text),
              ...more.map((line) => el('small', {}, sentence(line))),
              hint === undefined ? undefined : el('p', { class: 'hint' }, el('b', {}, 'Hint: '), sentence(hint)),
            ),
          ),
        remarks.length > most ? el('li', {}, `and ${remarks.length - most} more, which iter8 report shows`) : undefined,
      ),
    ]),
  );
}
