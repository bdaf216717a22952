// The document without secrets. Words that the document is built of stay, whatever a secret's value happens to be:
// a password of «http» is not worth a result that nobody can read.
import type { Document, Insights, SpecEntry } from '../model/document.ts';
import { mapValues } from '../model/maps.ts';
import type { Redactor } from '../model/redactor.ts';

export function clean(document: Document, redactor: Redactor): Document {
  const cleaned = redactor.deep(document);
  if (cleaned === document) return document;
  const { result, details } = document;
  const [newResult, newDetails] = [cleaned.result, cleaned.details];
  return {
    spec: cleaned.spec.map((entry, i) => withTask(entry, document.spec[i])),
    ...(result === undefined || newResult === undefined
      ? {}
      : {
          result: {
            ...newResult,
            startTime: result.startTime,
            iter8Version: result.iter8Version,
            ...(result.insights === undefined || newResult.insights === undefined
              ? {}
              : { insights: { ...result.insights, metricsInfo: withTypes(newResult.insights, result.insights) } }),
          },
        }),
    ...(details === undefined || newDetails === undefined
      ? {}
      : {
          details: {
            ...newDetails,
            identity: details.identity,
            state: details.state,
            ...pick(details, ['asOf']),
            ourMetrics: details.ourMetrics,
            tasks: newDetails.tasks.map((task, i) => ({ ...task, task: details.tasks[i]?.task ?? task.task })),
            steps: newDetails.steps.map((step, i) => ({ ...step, ...pick(details.steps[i], fixedOfSteps) })),
            verdicts: newDetails.verdicts.map((row, i) => ({
              ...row,
              ...pick(details.verdicts[i], ['metric', 'kind', 'verdict']),
            })),
            loads: newDetails.loads.map((load, i) => ({ ...load, ...pick(details.loads[i], ['provider']) })),
            notes: newDetails.notes.map((note, i) => ({ ...note, ...pick(details.notes[i], ['kind']) })),
          },
        }),
  };
}

const fixedOfSteps = ['name', 'state', 'startTime', 'endTime'] as const;

function withTypes(cleaned: Insights, before: Insights): Insights['metricsInfo'] {
  return mapValues(cleaned.metricsInfo, (info, name) => ({
    ...info,
    type: before.metricsInfo[name]?.type ?? info.type,
  }));
}

function withTask(entry: SpecEntry, before: SpecEntry | undefined): SpecEntry {
  if (before === undefined || !('task' in before) || !('task' in entry)) return entry;
  return { ...entry, task: before.task };
}

function pick<T extends object, K extends keyof T>(from: T | undefined, keys: readonly K[]): Partial<Pick<T, K>> {
  if (from === undefined) return {};
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked;
}
