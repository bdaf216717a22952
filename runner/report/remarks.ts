// What a report adds to 0.13's: only what a reader must know to trust the numbers or to mend the run.

import { counted } from '../model/counted.ts';
import type { Note } from '../model/document.ts';
import { formatBeside, formatFixed, formatFloat } from './go-format.ts';
import type { View } from './view.ts';
import type { LoadRow } from './view-loads.ts';

interface RemarkSection {
  title: string;
  remarks: Remark[];
}

export interface Remark {
  text: string;
  more: string[]; // lines below it
  hint?: string | undefined;
}

export const undecidedTitle = 'SLOs that could not be decided';

export function remarksOf(view: View): RemarkSection[] {
  if (!view.detailed) return [];
  const sections = [
    { title: view.summary.final ? 'How the run ended' : 'How far the run is', remarks: endings(view) },
    { title: 'Steps that did not succeed', remarks: failedSteps(view) },
    { title: undecidedTitle, remarks: undecided(view) },
    { title: 'Load that was not as asked', remarks: oddLoads(view) },
    { title: 'Requests that failed', remarks: failures(view) },
    { title: 'Notes', remarks: [...unevenPeers(view), ...notesOf(view, 'info')] },
  ];
  return sections.filter(({ remarks }) => remarks.length > 0);
}

function endings(view: View): Remark[] {
  const { state } = view.summary;
  const notes = view.notes.filter(({ kind }) => kind === 'interrupted' || kind === 'aborted');
  const remarks = notes.map(remarkOf);
  if (remarks.length === 0 && (state === 'interrupted' || state === 'aborted')) {
    remarks.push({ text: `the run was ${state}: what it measured until then is shown`, more: [] });
  }
  for (const load of view.loads) {
    if (!load.partial || notes.some(({ subject }) => subject === load.provider)) continue;
    const until = state === 'running' ? 'is still running: so far' : 'was stopped before its end:';
    remarks.push({ text: `${load.title}: the load ${until} ${counted(load.sent)} requests were sent`, more: [] });
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

// Whether the generator was too late is the task's to judge: its notes say so.
function oddLoads(view: View): Remark[] {
  const untold = view.loads.filter((load) => load.dropped > 0 && !isNoted(view, 'dropped', load));
  return [
    ...notesOf(view, 'dropped', 'lag', 'stall'),
    ...untold.map((load) => ({ text: droppedText(load), more: [] })),
  ];
}

function isNoted({ notes }: View, kind: Note['kind'], { provider }: LoadRow): boolean {
  return notes.some((note) => note.kind === kind && note.subject === provider);
}

function droppedText({ title, sent, dropped, asked, achievedQps }: LoadRow): string {
  const rate = achievedQps === undefined ? '' : `, ${formatFixed(achievedQps)} were sent`;
  const rates = asked.qps > 0 ? `; ${formatFloat(asked.qps)} a second were asked for${rate}` : '';
  return `${title}: ${counted(dropped)} of ${counted(sent + dropped)} requests that were due were never sent${rates}`;
}

function failures(view: View): Remark[] {
  const untold = view.loads.filter((load) => load.errors > 0 && !isNoted(view, 'failures', load));
  return [
    ...notesOf(view, 'failures'),
    ...untold.map((load) => ({
      text: `${load.title}: ${counted(load.errors)} of ${counted(load.sent)} requests count as errors`,
      more: failureLines(load),
    })),
  ];
}

function failureLines({ failures: kinds, failureExamples, statuses }: LoadRow): string[] {
  const lines = Object.entries(kinds)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => {
      const example = new Map(Object.entries(failureExamples)).get(kind);
      return `${kind}: ${counted(count)}${example === undefined ? '' : ` (${example})`}`;
    });
  const answers = Object.entries(statuses).map(([status, count]) => `${counted(count)} with ${status}`);
  return answers.length === 0 ? lines : [...lines, `answers: ${answers.join(', ')}`];
}

// That requests went to several addresses is worth a line where something is to be done about it.
function unevenPeers({ notes }: View): Remark[] {
  return notes.filter(({ kind, hint }) => kind === 'peers' && hint !== undefined).map(remarkOf);
}

function notesOf({ notes }: View, ...kinds: Note['kind'][]): Remark[] {
  return notes.filter(({ kind }) => kinds.includes(kind)).map(remarkOf);
}

function remarkOf({ subject, message, hint }: Note): Remark {
  return { text: subject === '' ? message : `${subject}: ${message}`, more: [], hint };
}
