// How the experiment was run: its steps, and its spec without what nobody should read.
import type { Document } from '../../model/document.ts';
import { seconds } from '../quantity.ts';
import { specText } from '../spec-text.ts';
import type { View } from '../view.ts';
import type { StepRow } from '../view-steps.ts';
import { type Child, type Element, el } from './markup.ts';
import { facts, section } from './section.ts';
import { folded, scrolling, table } from './table.ts';
import { time } from './verdict-head.ts';
import { code, name, sentence } from './words.ts';

const mostSteps = 100;

export function runSection(document: Document, view: View): Element {
  const { summary, steps } = view;
  return section(
    'run',
    'How it was run',
    facts([
      ['State', summary.state],
      ['Started', time(summary.startTime)],
      ['Iter8', summary.iter8Version === undefined ? undefined : name(summary.iter8Version, 24)],
      ['Revision', summary.revision === undefined ? undefined : String(summary.revision)],
    ]),
    steps.length === 0 ? undefined : stepTable(steps),
    (document.spec ?? []).length === 0
      ? undefined
      : folded(
          'The experiment as it was asked for (secrets taken out)',
          el(
            'div',
            { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Spec of the experiment' },
            el('pre', {}, specText(document.spec)),
          ),
        ),
  );
}

const columns = [
  { head: '#' },
  { head: 'Task' },
  { head: 'What it did' },
  { head: 'State' },
  { head: 'Took', numeric: true },
  { head: 'Remark' },
];

function stepTable(steps: readonly StepRow[]): Element {
  const rows = steps
    .slice(0, mostSteps)
    .map(({ number, name: task, title, state, seconds: lasted, error, reason }): Child[] => [
      `${number}`,
      code(task, 40),
      title === task ? '' : name(title, 120),
      el('span', { class: `step ${state}` }, state),
      lasted === undefined ? '' : seconds(lasted),
      error === undefined ? (reason === undefined ? '' : sentence(reason)) : sentence(error.message),
    ]);
  const left = steps.length - mostSteps;
  const filled = columns.map((_, i) => rows.some((cells) => cells[i] !== ''));
  const content = table({
    caption: left > 0 ? `Steps, the first ${mostSteps} of ${steps.length}` : 'Steps',
    columns: columns.filter((_, i) => filled[i]),
    rows: rows.map((cells) => cells.filter((_, i) => filled[i])),
  });
  return scrolling('Steps, table', content);
}
