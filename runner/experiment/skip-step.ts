// Why a step does not run, and what becomes of it then.
import type { StepRecord } from '../model/document.ts';
import { labelOf, type StepContext } from './step-context.ts';

interface Reason {
  text: string;
  counts: boolean; // as completed: its own condition, not somebody else's failure, kept it from running
}

export function reasonToSkip({ options, state, step }: StepContext, broken: boolean): Reason | undefined {
  const when = step.when ?? 'success';
  if (broken) return { text: 'a task before it broke down', counts: false };
  if (options.capabilities.signal.aborted) return { text: 'the run was interrupted before it', counts: false };
  if (when === 'success' && state.failure) {
    const failed = state.records.findIndex((record) => record.state === 'failed');
    return { text: `task ${failed + 1} (${state.records[failed]?.name}) failed`, counts: false };
  }
  if (when === 'failure' && !state.failure) {
    return { text: 'it runs after a failure only, and no task failed', counts: true };
  }
  return undefined;
}

export function skipStep({ options, state, index, step }: StepContext, { text, counts }: Reason): void {
  const { capabilities, events } = options;
  const record = state.record(index);
  if (counts) state.done.add(index);
  Object.assign(record, { state: 'skipped', reason: text } satisfies Partial<StepRecord>);
  capabilities.log.info(`${labelOf(step, index)}: skipped`);
  capabilities.log.debug(`${labelOf(step, index)}: ${text}`);
  events?.step?.(index, record);
}
