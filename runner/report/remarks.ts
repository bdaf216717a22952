// What a report adds to 0.13's: only what a reader must know to trust the numbers or to mend the run.

import type { Note } from '../model/document.ts';
import { formatDuration } from '../model/duration.ts';
import { formatBeside, formatFixed, formatFloat } from './go-format.ts';
import type { View } from './view.ts';
import type { LoadRow } from './view-loads.ts';

export interface RemarkSection {
  title: string;
  remarks: Remark[];
}

export interface Remark {
  text: string;
  more: string[]; // lines below it
  hint?: string | undefined;
}

export function remarksOf(view: View): RemarkSection[] {
  if (!view.detailed) return [];
  const sections = [
    { title: 'How the run ended', remarks: endings(view) },
    { title: 'Steps that did not succeed', remarks: failedSteps(view) },
    { title: 'SLOs that could not be decided', remarks: undecided(view) },
    { title: 'Load that was not as asked', remarks: oddLoads(view) },
    { title: 'Requests that failed', remarks: failures(view) },
    { title: 'Notes', remarks: notesOf(view, 'peers', 'info') },
  ];
  return sections.filter(({ remarks }) => remarks.length > 0);
}

function endings(view: View): Remark[] {
  const remarks = notesOf(view, 'interrupted', 'aborted');
  const { state } = view.summary;
  if (remarks.length === 0 && (state === 'interrupted' || state === 'aborted')) {
    remarks.push({ text: `the run was ${state}: what it measured until then is shown`, more: [] });
  }
  for (const load of view.loads) {
    if (!load.partial) continue;
    const until = state === 'running' ? 'is still running: so far' : 'was stopped before its end:';
    remarks.push({ text: `${load.title}: the load ${until} ${load.sent} requests were sent`, more: [] });
  }
  return remarks;
}

function failedSteps({ steps }: View): Remark[] {
  return steps
    .filter(({ state, error }) => state === 'interrupted' || error !== undefined)
    .map(({ number, name, title, state, error }) => ({
      text: `task ${number}: ${name}: ${state}${title === '' || title === name ? '' : ` (${title})`}`,
      more: error === undefined ? [] : [error.message],
      hint: error?.fix,
    }));
}

function undecided({ slos, versions }: View): Remark[] {
  return slos.flatMap((slo) =>
    slo.cells.flatMap(({ verdict, value, atLeast, reason }, version) => {
      if (verdict !== 'inconclusive') return [];
      const whose = versions.length > 1 ? `, ${versions[version]?.heading}` : '';
      const seen = value === undefined ? '' : `${formatBeside(value, slo.limit)}${atLeast ? ' or more' : ''}; `;
      return [{ text: `${slo.title}${whose}: ${seen}${reason ?? 'no reason was recorded'}`, more: [] }];
    }),
  );
}

function oddLoads(view: View): Remark[] {
  const noted = (kind: Note['kind'], load: LoadRow) =>
    view.notes.some((note) => note.kind === kind && note.subject === load.provider);
  const remarks = notesOf(view, 'dropped', 'lag', 'stall');
  for (const load of view.loads) {
    if (load.dropped > 0 && !noted('dropped', load)) remarks.push({ text: droppedText(load), more: [] });
    if (load.lagging && !noted('lag', load)) {
      const lag = load.lag?.percentiles['99']?.value ?? 0;
      remarks.push({ text: `${load.title}: the generator was late: its p99 lag is ${formatDuration(lag)}`, more: [] });
    }
    if (load.stalls.count > 0 && !noted('stall', load)) {
      const { count, totalMs, longestMs } = load.stalls;
      const times = count === 1 ? 'once' : `${count} times, ${formatDuration(totalMs)} in all`;
      const text = `${load.title}: the generator stood still ${times}, at most ${formatDuration(longestMs)}`;
      remarks.push({ text, more: [] });
    }
  }
  return remarks;
}

function droppedText({ title, sent, dropped, asked, achievedQps }: LoadRow): string {
  const rate = achievedQps === undefined ? '' : `, ${formatFixed(achievedQps)} were sent`;
  const rates = asked.qps > 0 ? `; ${formatFloat(asked.qps)} a second were asked for${rate}` : '';
  return `${title}: ${dropped} of ${sent + dropped} requests that were due were never sent${rates}`;
}

function failures(view: View): Remark[] {
  const notes = view.notes.filter(({ kind }) => kind === 'failures');
  const told = new Set<Note>();
  const remarks = view.loads
    .filter(({ errors, failures: kinds }) => errors > 0 || Object.keys(kinds).length > 0)
    .map((load) => {
      const own = notes.filter(({ subject }) => subject === load.provider);
      for (const note of own) told.add(note);
      const hints = [...new Set(own.flatMap(({ hint }) => (hint === undefined ? [] : [hint])))];
      return {
        text: `${load.title}: ${load.errors} of ${load.sent} requests count as errors`,
        more: [...failureLines(load), ...hints.slice(1).map((hint) => `Hint: ${hint}`)],
        hint: hints[0],
      };
    });
  return [...remarks, ...notes.filter((note) => !told.has(note)).map(remarkOf)];
}

function failureLines({ failures: kinds, failureExamples, statuses }: LoadRow): string[] {
  const lines = Object.entries(kinds)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => {
      const example = new Map(Object.entries(failureExamples)).get(kind);
      return `${kind}: ${count}${example === undefined ? '' : ` (${example})`}`;
    });
  const answers = Object.entries(statuses).map(([status, count]) => `${count} with ${status}`);
  return answers.length === 0 ? lines : [...lines, `answers: ${answers.join(', ')}`];
}

function notesOf({ notes }: View, ...kinds: Note['kind'][]): Remark[] {
  return notes.filter(({ kind }) => kinds.includes(kind)).map(remarkOf);
}

function remarkOf({ subject, message, hint }: Note): Remark {
  return { text: subject === '' ? message : `${subject}: ${message}`, more: [], hint };
}
