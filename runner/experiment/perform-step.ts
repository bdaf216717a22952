// One step from its start to its record.
import type { Note, StepRecord } from '../model/document.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import type { Capabilities, Emit, Task } from '../model/task.ts';
import type { Facts } from './condition/compile.ts';
import { compileCondition } from './conditions.ts';
import type { LoopState } from './loop-state.ts';
import { type Outcome, runStep } from './run-step.ts';
import { resolveSecrets } from './secrets.ts';
import { skipStep } from './skip-step.ts';
import { labelOf, type StepContext, timeOf } from './step-context.ts';

export async function performStep(context: StepContext): Promise<Outcome> {
  const { options, state, index, step } = context;
  const { clock, log } = options.capabilities;
  const record = state.record(index);
  log.info(`${labelOf(step, index)}: started`);
  Object.assign(record, { state: 'running', startTime: timeOf(clock.now()) } satisfies Partial<StepRecord>);
  options.events?.step?.(index, record);

  const outcome = await attempt(context);
  record.endTime = timeOf(clock.now());
  if (outcome === 'condition') {
    skipStep(context, { text: `its condition is not met: ${step.if}`, counts: true });
    return { end: 'completed' };
  }
  conclude(context, record, outcome);
  options.events?.step?.(index, record);
  return outcome;
}

async function attempt(context: StepContext): Promise<Outcome | 'condition'> {
  const { options, state, index, step } = context;
  const secret = (key: string): string => {
    const value = options.capabilities.secret(key);
    options.redactor.register(value);
    return value;
  };
  const capabilities: Capabilities = { ...options.capabilities, secret, verdicts: state.verdicts };
  let open = true;
  try {
    if (step.if !== undefined && !compileCondition(step.if)(factsOf(state, index))) return 'condition';
    const task = options.registry.get(step.task);
    if (task === undefined) throw new Error(`a step of the unknown task ${step.task}`);
    const resolved = { ...step, plan: resolveSecrets(step.plan, secret, step.task) };
    const outcome = await runStep(
      task,
      resolved,
      capabilities,
      emitter(context, task, () => open),
    );
    state.observations.derive();
    return outcome;
  } catch (error) {
    return error instanceof Iter8Error ? { end: 'failed', error } : { end: 'bug', error };
  } finally {
    open = false;
  }
}

// What a step says after its end is not heard.
function emitter({ options, state, index, step }: StepContext, task: Task, isOpen: () => boolean): Emit {
  const { observations } = state;
  const { clock, log } = options.capabilities;
  return {
    progress(progress) {
      if (!isOpen()) return;
      state.progress(index, progress);
      options.events?.progress?.(index, progress);
    },
    note(note) {
      if (!isOpen()) return;
      state.note(note);
      if (isTrouble(note)) log.warn(`${labelOf(step, index)}: ${aboutIt(note, step.task)}`);
    },
    measurement(measurement) {
      if (isOpen()) observations.measurement(index, task, measurement, clock.now());
    },
    metrics(version, metrics) {
      if (isOpen()) observations.metrics(index, version, metrics);
    },
    slos: (slos) => (isOpen() ? state.judge(index, slos) : []),
  };
}

// Told when it happens, too: whoever looks at the log of a pipeline may never see a report.
function isTrouble({ kind }: Note): boolean {
  return kind === 'failures' || kind === 'dropped' || kind === 'lag' || kind === 'stall' || kind === 'aborted';
}

function aboutIt({ subject, message }: Note, task: string): string {
  return subject === task ? message : `${subject}: ${message}`;
}

function factsOf(state: LoopState, index: number): Facts {
  const { result } = state.document();
  if (result === undefined) throw new Error('a loop that runs has a result');
  const verdicts = state.verdicts();
  return {
    result,
    completed: state.done.size === index,
    slos: verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'satisfied'),
    noFailure: !state.failure,
  };
}

function conclude({ options, state, index, step }: StepContext, record: StepRecord, outcome: Outcome): void {
  const { log } = options.capabilities;
  const label = labelOf(step, index);
  if (outcome.end === 'completed') {
    record.state = 'completed';
    state.done.add(index);
    log.info(`${label}: completed`);
    return;
  }
  state.failure = true;
  log.error(`${label}: failure`);
  if (outcome.end === 'interrupted') {
    record.state = 'interrupted';
    const message = 'the run was interrupted while this task was under way; what it had measured was kept';
    if (!state.isNoted('interrupted')) state.note({ kind: 'interrupted', subject: record.name, message });
    log.debug(`${label}: ${outcome.error === undefined ? 'interrupted' : messageOf(outcome.error)}`);
    return;
  }
  record.state = 'failed';
  record.error = errorOf(outcome.error);
  log.error(`${label}: ${record.error.message}`);
}

function errorOf(error: unknown): NonNullable<StepRecord['error']> {
  if (error instanceof Iter8Error) return { code: error.code, message: error.message, fix: error.fix };
  return {
    code: 'BUG',
    message: messageOf(error),
    fix: 'this is a defect of Iter8: please report it, with the log',
  };
}
