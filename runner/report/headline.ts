// The verdict on an experiment, in one word and one sentence: what every report for people begins with.
import { plain } from './plain.ts';
import { asGiven, beside, quantity, shortUnit } from './quantity.ts';
import type { View } from './view.ts';
import type { SloCell, SloRow } from './view-slos.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'running' | 'none';

export interface Headline {
  outcome: Outcome;
  words: string; // what became of the run and its SLOs
  reason: Phrase[];
  caveat?: Phrase[] | undefined; // of a pass that must not be taken for one before it was looked at
}

// A text of ours, or a name from elsewhere.
export type Phrase = string | { name: string };

// On a terminal.
export function sentence(phrases: readonly Phrase[]): string {
  return phrases.map((phrase) => (typeof phrase === 'string' ? phrase : plain(phrase.name))).join('');
}

export function headlineOf(view: View): Headline {
  const { outcome, words } = outcomeOf(view);
  const reason = reasonOf(view);
  const caveat = outcome === 'pass' || outcome === 'none' ? caveatOf(view) : undefined;
  if (caveat === undefined) return { outcome, words, reason };
  return outcome === 'pass' ? { outcome, words, reason, caveat } : { outcome, words, reason: joined(reason, caveat) };
}

// Of a report that has but one line for each.
export function headlineInTwo(view: View): Omit<Headline, 'caveat'> & { isClear: boolean } {
  const { outcome, words, reason, caveat } = headlineOf(view);
  if (caveat === undefined) return { outcome, words, reason, isClear: true };
  return { outcome, words: `${words}, with a caveat`, reason: joined(reason, caveat), isClear: false };
}

function joined(reason: readonly Phrase[], caveat: readonly Phrase[]): Phrase[] {
  return reason.length === 0 ? [...caveat] : [...reason, ' ', ...caveat];
}

function outcomeOf(view: View): Pick<Headline, 'outcome' | 'words'> {
  const { summary } = view;
  const { verdict } = summary;
  const slos = verdict === 'none' ? 'no SLOs' : sloWords(view);
  if (!summary.noFailure && summary.state !== 'pending') {
    return { outcome: 'fail', words: `the experiment failed, ${slos}` };
  }
  if (!summary.final) {
    const { satisfied, violated } = summary.slos;
    const open = verdict !== 'none' && satisfied + violated === 0;
    return { outcome: 'running', words: `the experiment is ${summary.state}, ${open ? 'SLOs not judged yet' : slos}` };
  }
  if (summary.state === 'interrupted' || summary.state === 'aborted') {
    return { outcome: 'fail', words: `the run was ${summary.state}, ${slos}` };
  }
  if (!summary.completed) return { outcome: 'fail', words: `the experiment did not complete, ${slos}` };
  if (verdict === 'none') return { outcome: 'none', words: `the experiment completed, ${slos}` };
  return { outcome: outcomes[verdict], words: slos };
}

const outcomes = { satisfied: 'pass', violated: 'fail', inconclusive: 'inconclusive' } as const;

function sloWords({ summary, slos, versions }: View): string {
  const { satisfied, violated, inconclusive } = summary.slos;
  const total = satisfied + violated + inconclusive;
  if (total === 0) return 'SLOs not judged';
  const several = versions.length > 1 ? versions.length : undefined;
  if (satisfied === total) {
    const all = slos.length === 1 ? 'the SLO is satisfied' : `all ${slos.length} SLOs are satisfied`;
    return several === undefined ? all : `${all} by ${several} versions`;
  }
  const parts = [
    ...(violated > 0 ? [`${violated} violated`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
  ];
  const of = several === undefined ? `${total} SLO${total === 1 ? '' : 's'}` : `${total} (SLOs of ${several} versions)`;
  return `${parts.join(', ')} of ${of}`;
}

// What weighs most: a step that failed, then an SLO that is violated, then one that could not be decided.
function reasonOf(view: View): Phrase[] {
  const { summary, steps } = view;
  const broken = steps.find(({ state }) => state === 'failed');
  if (broken !== undefined && !summary.noFailure) {
    const { number, name, error } = broken;
    if (error === undefined) return [`Task ${number}, `, { name }, ', failed.'];
    return [`Task ${number}, `, { name }, ', failed: ', { name: error.message }];
  }
  if (summary.state === 'pending') return ['Nothing has run yet.'];
  if (!summary.final) {
    return [`${summary.completedTasks} of ${summary.tasks} tasks are done; what is shown may still change.`];
  }
  const judged = view.slos.flatMap((slo) => slo.cells.map((cell, version) => ({ slo, cell, version })));
  const violated = judged.filter(({ cell }) => cell.verdict === 'violated').sort((a, b) => room(a) - room(b));
  const [worst] = violated;
  if (worst !== undefined) {
    const more =
      violated.length === 1 ? '.' : `; ${violated.length - 1} more ${violated.length === 2 ? 'is' : 'are'} violated.`;
    return [...naming(view, worst), ` is ${measured(worst)}, the limit is ${limitOf(worst.slo)}${more}`];
  }
  const open = judged.find(({ cell }) => cell.verdict === 'inconclusive');
  if (open !== undefined) {
    return [...naming(view, open), ' could not be decided: ', { name: open.cell.reason ?? 'no reason was recorded' }];
  }
  if (summary.verdict === 'none') return ['It had no SLOs, so there was nothing to pass or to fail.'];
  if (judged.length === 0) return ['The run ended before its SLOs were judged.'];
  // No errors where none are allowed is no close call.
  const known = judged.filter(({ slo, cell }) => cell.value !== undefined && (slo.limit !== 0 || judged.length === 1));
  const [closest] = known.sort((a, b) => room(a) - room(b));
  if (closest === undefined) return [];
  const lead = known.length === 1 ? '' : ', the closest to its limit,';
  return [...naming(view, closest), `${lead} is ${measured(closest)}, the limit is ${limitOf(closest.slo)}.`];
}

function caveatOf(view: View): Phrase[] | undefined {
  const [failed, unsent] = [failedUnasked(view), unsentUnasked(view)];
  return failed === undefined || unsent === undefined ? (failed ?? unsent) : [...failed, ' ', ...unsent];
}

// What was never sent cannot fail: an SLO on latency takes it into account, and one on these counts asks about it.
function unsentUnasked({ loads, slos }: View): Phrase[] | undefined {
  const words = /^(.*)\/(?:latency[-/].*|dropped-count|qps-achieved|request-count)$/;
  const asked = new Set(slos.flatMap(({ metric }) => words.exec(metric)?.[1] ?? []));
  const unasked = loads.filter(({ provider, dropped }) => dropped > 0 && !asked.has(provider));
  if (unasked.length === 0) return undefined;
  const sum = (of: (load: View['loads'][number]) => number) => unasked.reduce((all, load) => all + of(load), 0);
  const dropped = quantity(
    sum(({ dropped: count }) => count),
    0,
  );
  const due = quantity(
    sum((load) => load.sent + load.dropped),
    0,
  );
  return [`But ${dropped} of ${due} requests were due and never sent, and no SLO asks about those.`];
}

// Fast errors make good latencies: who asked only for those is told, of each endpoint whose errors nothing asks about.
function failedUnasked({ loads, slos }: View): Phrase[] | undefined {
  const asked = new Set(slos.flatMap(({ metric }) => /^(.*)\/error-(?:count|rate)$/.exec(metric)?.[1] ?? []));
  const unasked = loads.filter(({ provider, errors }) => errors > 0 && !asked.has(provider));
  const [first] = unasked;
  if (first === undefined) return undefined;
  if (asked.size === 0) return [`But ${failedOf(loads)} failed, and no SLO asks about errors.`];
  const whose = unasked.length === 1 ? { name: first.title } : `${unasked.length} endpoints`;
  return [`But ${failedOf(unasked)} of `, whose, ' failed, and no SLO asks about errors there.'];
}

function failedOf(loads: View['loads']): string {
  const sum = (of: 'errors' | 'sent') => loads.reduce((all, load) => all + load[of], 0);
  return `${quantity(sum('errors'), 0)} of ${quantity(sum('sent'), 0)} requests`;
}

interface Judged {
  slo: SloRow;
  cell: SloCell;
  version: number;
}

// The margin as a part of the limit, so that SLOs of different units can be ranked.
function room({ slo, cell }: Judged): number {
  return (cell.margin ?? 0) / Math.max(Math.abs(slo.limit), 1e-9);
}

function naming({ versions }: View, { slo, version }: Judged): Phrase[] {
  const heading = versions.length > 1 ? versions[version]?.heading : undefined;
  return heading === undefined ? [{ name: slo.metric }] : [{ name: slo.metric }, ' of ', { name: heading }];
}

function measured({ slo, cell }: Judged): string {
  if (cell.value === undefined) return 'unknown';
  return `${withUnit(beside(cell.value, slo.limit), slo)}${cell.atLeast ? ' or more' : ''}`;
}

function limitOf(slo: SloRow): string {
  return withUnit(asGiven(slo.limit), slo);
}

function withUnit(number: string, { unit }: SloRow): string {
  // A unit is a foreign word, too; in a sentence only those we know are named.
  return unit === 'msec' ? `${number} ${shortUnit(unit)}` : number;
}
