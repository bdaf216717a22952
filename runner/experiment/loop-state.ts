// One loop as it goes on, and the document that tells of it at any moment.
import type { Details, Document, LoopPod, Note, RunState, StepRecord } from '../model/document.ts';
import { canonicalMetric } from '../model/metric.ts';
import type { Redactor } from '../model/redactor.ts';
import { judgeAll, type Slos, type Verdict } from '../model/slo.ts';
import type { Progress, Step } from '../model/task.ts';
import { type Bound, createBound } from './bound.ts';
import { clean } from './clean.ts';
import { printOf } from './entries.ts';
import { keepsLoop, thin } from './history.ts';
import { extend } from './insights.ts';
import { inOrder, insightsOf, type Judged } from './judgement.ts';
import type { LoopOptions } from './loop-options.ts';
import { createObservations, type Observations } from './observations.ts';
import { previousOf } from './previous.ts';
import { timeOf } from './step-context.ts';

const mostNotes = 100;

export interface LoopState {
  records: StepRecord[];
  observations: Observations;
  state: RunState;
  failure: boolean;
  done: Set<number>; // steps that completed, or that their own condition skipped
  note(note: Note): void;
  progress(step: number, progress: Progress): void;
  isNoted(kind: Note['kind']): boolean; // in this loop
  judge(step: number, slos: Slos): Verdict[];
  verdicts(): Verdict[];
  record(step: number): StepRecord;
  document(): Document;
  end(interrupted: boolean): void;
}

export function createLoopState(options: LoopOptions, now: string): LoopState {
  const { steps, identity, redactor, sizeOf } = options;
  const previous = previousOf(options.document, identity, options.capabilities.log);
  const loop = previous.numLoops + 1;
  const versions = options.versions ?? { count: 1, names: null };
  const startTime = previous.startTime ?? options.startTime ?? now;
  const observations = createObservations();
  const told = [...previous.notes, ...(options.notes ?? [])];
  const notes = [...told];
  const judged = new Map<number, Judged>();
  const bound = createBound(sizeOf);
  let latest: { step: number; progress: Progress } | undefined;
  const history = thin(previous.history, (earlier) => keepsLoop(earlier, loop));

  const verdicts = () => inOrder([...judged.values()].flatMap((each) => each.verdicts));
  const state: LoopState = {
    records: steps.map(recordOf),
    observations,
    state: 'running',
    failure: false,
    done: new Set(),
    note(note) {
      const same = notes.some((n) => n.kind === note.kind && n.subject === note.subject && n.message === note.message);
      if (!same && notes.length < mostNotes) notes.push(note);
    },
    progress(step, progress) {
      latest = { step, progress };
    },
    isNoted: (kind) => notes.slice(told.length).some((note) => note.kind === kind),
    judge(step, slos) {
      const own = judgeAll(slos, observations.perVersion(versions.count));
      judged.set(step, { slos, verdicts: own });
      return own;
    },
    verdicts,
    record(step) {
      const record = state.records[step];
      if (record === undefined) throw new Error(`there is no step ${step}`);
      return record;
    },
    // A run that did not come to its end is not one without failure.
    end(interrupted) {
      const cut = interrupted && state.done.size < steps.length;
      state.failure ||= cut;
      state.state = cut ? 'interrupted' : state.failure ? 'failed' : 'completed';
    },
    document() {
      const spec = steps.map(({ entry }) => entry);
      const metrics = observations.perVersion(versions.count);
      const asked = [...judged.values()].flatMap(({ slos }) => [...slos.upper, ...slos.lower]);
      const extended = extend(history, loop, metrics, new Set(asked.map(({ metric }) => canonicalMetric(metric))));
      const insights = insightsOf(extended, versions.names, [...judged.values()], verdicts());
      const all: Document = {
        spec,
        result: {
          startTime,
          numLoops: loop,
          numCompletedTasks: state.done.size,
          failure: state.failure,
          iter8Version: options.iter8Version,
          ...(options.revision === undefined ? {} : { revision: options.revision }),
          ...(insights === undefined ? {} : { insights }),
        },
        details: {
          format: 1,
          identity,
          state: state.state,
          ...(state.state === 'running' ? { asOf: timeOf(options.capabilities.clock.now()) } : {}),
          loop,
          tasks: [...options.entries],
          specPrint: '',
          steps: state.records.map((record, i) => ({
            ...record, // what is handed out does not change any more
            ...(record.state === 'running' && latest?.step === i ? { progress: latest.progress } : {}),
          })),
          loops: extended.loops,
          gaps: extended.gaps,
          ourMetrics: extended.ourMetrics,
          current: extended.current,
          verdicts: verdicts(),
          loads: observations.loads(),
          notes: withOmitted(notes, extended.omitted),
          ...podsOf(previous.pods, loop, options.pod),
        },
      };
      return finish(all, redactor, bound);
    },
  };
  return state;
}

const keptPods = 16;

// Of the last loops: a CronJob keeps no more pods anyway.
function podsOf(before: readonly LoopPod[], loop: number, pod: string | undefined): Pick<Details, 'pods'> {
  return pod === undefined ? {} : { pods: [...before, { loop, pod }].slice(-keptPods) };
}

// The print is that of the spec as it is stored.
function finish(document: Document, redactor: Redactor, bound: Bound): Document {
  const cleaned = clean(document, redactor);
  if (cleaned.details === undefined) return cleaned;
  return bound({ ...cleaned, details: { ...cleaned.details, specPrint: printOf(cleaned.spec) } });
}

function withOmitted(notes: readonly Note[], omitted: readonly string[]): Note[] {
  if (omitted.length === 0) return [...notes];
  const shown = `${omitted.slice(0, 5).join(', ')}${omitted.length > 5 ? ` and ${omitted.length - 5} more` : ''}`;
  const message = `${shown}: no finite value in this loop, so none is kept`;
  return [...notes, { kind: 'info', subject: 'metrics', message }];
}

function recordOf({ task, title }: Step): StepRecord {
  return { name: task, title, state: 'pending' };
}
