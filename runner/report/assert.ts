import type { Document } from '../model/document.ts';
import type { Condition } from './conditions.ts';
import { formatBeside } from './go-format.ts';
import { headlineOf, sentence } from './headline.ts';
import { plain } from './plain.ts';
import { type View, viewOf } from './view.ts';

export interface Assertion {
  lines: AssertLine[];
  satisfied: boolean;
  final: boolean; // the run ended, so that this can no longer change
}

interface AssertLine {
  level: 'info' | 'warn';
  message: string;
}

// What `assert` says, in 0.13's words: a line a condition, in the order asked, and one for all of them.
export function assertConditions(document: Document, wanted: readonly Condition[]): Assertion {
  const view = viewOf(document);
  const lines: AssertLine[] = [];
  let satisfied = true;
  for (const condition of new Set(wanted)) {
    const holds = checks[condition](view);
    if (condition === 'slos' && !holds) lines.push(...sloWarnings(view));
    lines.push({ level: 'info', message: words[condition][holds ? 0 : 1] });
    if (condition === 'slos' && holds) lines.push(...caveats(view));
    satisfied &&= holds;
  }
  lines.push({
    level: 'info',
    message: satisfied ? 'all conditions were satisfied' : 'not all conditions were satisfied',
  });
  return { lines, satisfied, final: view.summary.final };
}

const checks: Record<Condition, (view: View) => boolean> = {
  completed: ({ summary }) => summary.completed,
  nofailure: ({ summary }) => summary.noFailure,
  slos: ({ summary: { slos } }) => slos.satisfied > 0 && slos.violated === 0 && slos.inconclusive === 0,
};

const words: Record<Condition, [string, string]> = {
  completed: ['experiment completed', 'experiment did not complete'],
  nofailure: ['experiment has no failure', 'experiment failed'],
  slos: ['SLOs are satisfied', 'SLOs are not satisfied'],
};

// SLOs hold of what they ask about. What none of them asks about is no reason to fail, and none to be silent.
function caveats(view: View): AssertLine[] {
  const { caveat } = headlineOf(view);
  return caveat === undefined ? [] : [{ level: 'warn', message: sentence(caveat) }];
}

function sloWarnings(view: View): AssertLine[] {
  if (view.slos.length === 0) return [{ level: 'warn', message: noSlos(view) }];
  return view.slos.flatMap((slo) =>
    slo.cells.flatMap(({ verdict, value, atLeast, reason }, version): AssertLine[] => {
      if (verdict === 'satisfied') return [];
      const whose = view.versions.length > 1 ? ` for ${view.versions[version]?.heading}` : '';
      const number = value === undefined ? '' : formatBeside(value, slo.limit);
      const seen = number === '' ? '' : `: the value is ${number}${atLeast === true ? ' or more' : ''}`;
      const why = reason === undefined ? '' : `${seen === '' ? ':' : ','} ${reason}`;
      return [{ level: 'warn', message: plain(`SLO ${slo.title} is ${verdict}${whose}${seen}${why}`, 600) }];
    }),
  );
}

function noSlos({ summary }: View): string {
  if (!summary.slosPlanned) {
    return 'experiment does not involve any SLOs: give the assess task some, or do not assert slos';
  }
  return summary.final
    ? 'the SLOs were not judged: the run ended before its assess task'
    : 'the SLOs are not judged yet: the assess task has not run';
}
