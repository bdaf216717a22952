import type { Document, StepRecord } from '../model/document.ts';

export interface StepRow extends StepRecord {
  number: number; // from 1
  seconds?: number | undefined;
}

export function stepRows(document: Document): StepRow[] {
  const records = document.details?.steps ?? stepsOf013(document);
  return records.map((record, i) => ({ ...record, ...errorOf(record), number: i + 1, seconds: secondsOf(record) }));
}

// 0.13 recorded how many steps were completed, and stopped at the first that failed.
function stepsOf013({ spec, result }: Document): StepRecord[] {
  const done = result?.numCompletedTasks ?? 0;
  return (spec ?? []).map((entry, i) => {
    const [name, title] = 'run' in entry ? ['run', entry.run] : [entry.task, entry.task];
    if (i < done) return { name, title, state: 'completed' };
    return { name, title, state: i === done && result?.failure === true ? 'failed' : 'pending' };
  });
}

function secondsOf({ startTime, endTime }: StepRecord): number | undefined {
  const ms = Date.parse(endTime ?? '') - Date.parse(startTime ?? '');
  return Number.isFinite(ms) && ms >= 0 ? ms / 1000 : undefined;
}

// Problems with inputs stand on lines of their own, which reports have not.
function errorOf({ error }: StepRecord): Pick<StepRecord, 'error'> {
  if (error === undefined) return {};
  const message = error.message.replace(/:\n\s*/g, ': ').replace(/\n\s*/g, '; ');
  return { error: { ...error, message } };
}
