import type { Step } from '../model/task.ts';
import type { LoopOptions } from './loop-options.ts';
import type { LoopState } from './loop-state.ts';

// A step within the loop that runs it.
export interface StepContext {
  options: LoopOptions;
  state: LoopState;
  index: number;
  step: Step;
}

// As 0.13 named tasks in its log.
export function labelOf({ entry }: Step, index: number): string {
  return `task ${index + 1}: ${'task' in entry ? entry.task : 'run'}`;
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
