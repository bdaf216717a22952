// What a reader must know to trust the numbers, or to mend the run.
import { type Remark, remarksOf, undecidedTitle } from '../remarks.ts';
import type { View } from '../view.ts';
import { type Element, el } from './markup.ts';
import { section } from './section.ts';
import { folded } from './table.ts';
import { sentence } from './words.ts';

const mostAtOnce = 6; // more are folded
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
      list(remarks.slice(0, mostAtOnce)),
      remarks.length > mostAtOnce
        ? folded(`${remarks.length - mostAtOnce} more`, list(remarks.slice(mostAtOnce, most)), leftOut(remarks.length))
        : undefined,
    ]),
  );
}

function list(remarks: readonly Remark[]): Element {
  const items = remarks.map(({ text, more, hint }) =>
    el(
      'li',
      {},
      sentence(text),
      ...more.map((line) => el('small', {}, sentence(line))),
      hint === undefined ? undefined : el('p', { class: 'hint' }, el('b', {}, 'Hint: '), sentence(hint)),
    ),
  );
  return el('ul', { class: 'remarks' }, ...items);
}

function leftOut(count: number): Element | undefined {
  return count > most ? el('p', {}, `and ${count - most} more, which iter8 report shows`) : undefined;
}
