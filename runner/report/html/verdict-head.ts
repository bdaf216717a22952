// The head of the page: the verdict in a word and a sentence, and the few facts that place it.
import type { Headline, Outcome, Phrase } from '../headline.ts';
import { quantity, seconds } from '../quantity.ts';
import type { View } from '../view.ts';
import { icon } from './icons.ts';
import { type Child, type Element, el } from './markup.ts';
import { facts } from './section.ts';
import { capital, code, name, number } from './words.ts';

const outcomeWords = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
  running: 'Still running',
  none: 'Completed',
} as const;

// A pass with a caveat is no green light: it has the word, the shape and the colour of what is to be looked at.
export function verdictWord({ outcome, caveat }: Headline): { look: Outcome; word: string } {
  if (caveat === undefined) return { look: outcome, word: outcomeWords[outcome] };
  return { look: 'inconclusive', word: `${outcomeWords[outcome]}, with a caveat` };
}

export function verdictHead(view: View, headline: Headline, subject: string | undefined): Element {
  const { look, word } = verdictWord(headline);
  const { words, reason, caveat } = headline;
  return el(
    'header',
    { class: `head ${look}` },
    el(
      'p',
      { class: 'kind' },
      'Iter8 experiment report',
      subject === undefined ? undefined : [' · ', name(subject, 80)],
    ),
    el('h1', {}, icon(look), word),
    el('p', { class: 'words' }, `${capital(words)}.`),
    reason.length === 0 ? undefined : el('p', { class: 'reason' }, ...reason.map(phrase)),
    caveat === undefined ? undefined : el('p', { class: 'reason' }, el('strong', {}, ...caveat.map(phrase))),
    facts(factsOf(view)),
  );
}

function phrase(part: Phrase): Child {
  if (typeof part === 'string') return part;
  return /\s/.test(part.name) ? name(part.name, 400) : code(part.name);
}

function factsOf({ summary, loads, steps }: View): (readonly [Child, Child])[] {
  const sent = loads.reduce((sum, load) => sum + load.sent, 0);
  const errors = loads.reduce((sum, load) => sum + load.errors, 0);
  const lasted = steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);
  return [
    ['Target', targetOf(loads)],
    ['Started', time(summary.startTime)],
    ['Steps took', lasted > 0 ? seconds(lasted) : undefined],
    ['Loops', loopsOf(summary)],
    ['Tasks completed', `${summary.completedTasks} of ${summary.tasks}`],
    ['Requests sent', loads.length > 0 ? number(sent, quantity(sent, 0)) : undefined],
    ['Errors', sent > 0 ? number(errors, quantity(errors, 0)) : undefined],
  ];
}

function loopsOf({ loops, verdict }: View['summary']): Child {
  if (loops === 0) return undefined;
  return [number(loops, quantity(loops, 0)), loops > 1 && verdict !== 'none' ? ', the last one is judged' : undefined];
}

// What was measured, in as few words as tell it from another.
function targetOf(loads: View['loads']): Child {
  const origins = [...new Set(loads.map(({ target }) => originOf(target)))];
  const [first] = origins;
  if (first === undefined || first === '') return undefined;
  const more = origins.length === 1 ? undefined : ` and ${origins.length - 1} more`;
  return [name(first, 60), more];
}

function originOf(target: string): string {
  const found = /^https?:\/\/[^/?#]+/i.exec(target);
  return found?.[0] ?? target;
}

// In UTC: a report is read elsewhere than it was made.
export function time(text: string | undefined): Child {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return name(text, 40);
  const iso = at.toISOString();
  return el('time', { datetime: iso }, `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
}
