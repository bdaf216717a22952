// One loop of an experiment: its steps in order, saved as it goes.
import type { Document, StepRecord } from '../model/document.ts';
import type { LoopOptions } from './loop-options.ts';
import { createLoopState, type LoopState } from './loop-state.ts';
import { performStep } from './perform-step.ts';
import { createSaver, type Saver } from './saver.ts';
import { reasonToSkip, skipStep } from './skip-step.ts';
import { type StepContext, timeOf } from './step-context.ts';

const longestMs = 10_000; // between two saves of what a step measured so far
const restFor = 100; // making the document takes at most so small a part of the time

// Resolves with the document as it was saved last, whether steps failed or not. Rejects where the first or the last save
// fails, and, after saving, with an exception that no step may throw.
export async function runLoop(options: LoopOptions): Promise<Document> {
  const { capabilities, events } = options;
  const state = createLoopState(options, timeOf(capabilities.clock.now()));
  const saver = createSaver(options.save, capabilities.log);
  const bug = await runSteps(options, state, saver);
  state.end(capabilities.signal.aborted);
  const final = state.document();
  try {
    await saver.surely(() => final);
  } catch (error) {
    events?.unsaved?.(final);
    throw bug === undefined ? error : bug.error;
  }
  if (bug !== undefined) throw bug.error;
  return final;
}

async function runSteps(
  options: LoopOptions,
  state: LoopState,
  saver: Saver<Document>,
): Promise<{ error: unknown } | undefined> {
  const { steps } = options;
  let bug: { error: unknown } | undefined;
  let saved = false;
  for (const [index, step] of steps.entries()) {
    const context: StepContext = { options, state, index, step };
    const isSkipped = reasonToSkip(context, bug !== undefined) !== undefined;
    if (!isSkipped) {
      await saveStart(context, saved ? saver.soon : saver.surely);
      saved = true;
    }
    const reason = reasonToSkip(context, bug !== undefined); // it may have been interrupted meanwhile
    if (reason !== undefined) {
      skipStep(context, reason);
      continue;
    }
    const ended = new AbortController();
    void checkpoints(options, state, saver, ended.signal);
    const outcome = await performStep(context);
    ended.abort();
    if (outcome.end === 'bug') bug = outcome;
  }
  return bug;
}

// Before a step does anything, so that a run that is killed in its first moments shows which one ran. What became of the
// step before is saved with it, or at the end.
async function saveStart(
  { options, state, index }: StepContext,
  save: (make: () => Document) => Promise<void>,
): Promise<void> {
  const startTime = timeOf(options.capabilities.clock.now());
  Object.assign(state.record(index), { state: 'running', startTime } satisfies Partial<StepRecord>);
  await save(() => state.document());
}

async function checkpoints(
  { capabilities: { clock }, checkpointMs = longestMs }: LoopOptions,
  state: LoopState,
  saver: Saver<Document>,
  ended: AbortSignal,
): Promise<void> {
  for (let pause = checkpointMs; ; ) {
    await clock.sleep(pause, ended).catch(() => {});
    if (ended.aborted) return;
    await saver.soon(() => {
      const begun = clock.now();
      const document = state.document();
      pause = Math.max(checkpointMs, Math.min(longestMs, (clock.now() - begun) * restFor));
      return document;
    });
  }
}
