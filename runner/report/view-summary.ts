import type { Document, RunState } from '../model/document.ts';
import type { SloRow } from './view-slos.ts';

export interface Summary {
  state: RunState | 'pending'; // pending: nothing has run yet
  completed: boolean; // every step ran
  noFailure: boolean;
  final: boolean; // the run ended: nothing of this changes any more
  tasks: number;
  completedTasks: number;
  loops: number;
  startTime?: string | undefined;
  iter8Version?: string | undefined;
  revision?: number | undefined;
  slos: { satisfied: number; violated: number; inconclusive: number }; // SLOs times versions
  verdict: 'satisfied' | 'violated' | 'inconclusive' | 'none'; // of all SLOs: what a gate would ask
  slosPlanned: boolean; // the experiment says SLOs, judged or not
}

export function summaryOf(document: Document, rows: readonly SloRow[]): Summary {
  const { result, details } = document;
  const tasks = document.spec?.length ?? 0;
  const completed = result !== undefined && result !== null && result.numCompletedTasks === tasks;
  const failure = result?.failure === true;
  const state = details?.state ?? stateOf013(result !== undefined && result !== null, completed, failure);
  const slos = { satisfied: 0, violated: 0, inconclusive: 0 };
  for (const { cells } of rows) for (const { verdict } of cells) slos[verdict]++;
  const slosPlanned = rows.length > 0 || document.spec?.some(saysSlos) === true;
  return {
    state,
    completed,
    noFailure: result !== undefined && result !== null && !failure,
    final: state !== 'running' && state !== 'pending',
    tasks,
    completedTasks: result?.numCompletedTasks ?? 0,
    loops: result?.numLoops ?? 0,
    startTime: timeOf(result?.startTime),
    iter8Version: result?.iter8Version,
    revision: result?.revision,
    slos,
    verdict: verdictOf(slos, slosPlanned),
    slosPlanned,
  };
}

function verdictOf(slos: Summary['slos'], planned: boolean): Summary['verdict'] {
  if (slos.violated > 0) return 'violated';
  if (slos.inconclusive > 0) return 'inconclusive';
  if (slos.satisfied > 0) return 'satisfied';
  return planned ? 'inconclusive' : 'none';
}

function stateOf013(started: boolean, completed: boolean, failure: boolean): Summary['state'] {
  if (!started) return 'pending';
  if (failure) return 'failed';
  return completed ? 'completed' : 'running';
}

// YAML readers make dates of unquoted times.
function timeOf(time: unknown): string | undefined {
  if (time instanceof Date) return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
  return typeof time === 'string' ? time : undefined;
}

function saysSlos(entry: Document['spec'][number]): boolean {
  if (!('task' in entry) || entry.task !== 'assess') return false;
  const slos = entry.with?.SLOs;
  if (typeof slos !== 'object' || slos === null) return false;
  return Object.values(slos).some(
    (limits) => typeof limits === 'object' && limits !== null && Object.keys(limits).length > 0,
  );
}
