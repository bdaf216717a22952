import { formatDuration } from '../../model/duration.ts';
import { Iter8Error } from '../../model/errors.ts';
import type { Capabilities, Clock, Emit, Step } from '../../model/task.ts';
import { look, type Sight } from './look.ts';
import { type ReadyPlan, subjectOf } from './plan.ts';

const firstPauseMs = 100;
const pauseGrowth = 1.5;
const longestPauseMs = 2000;
const longestLookMs = 8000; // with the pause that follows ten seconds at most, then somebody is told
const shortestLookMs = 1000; // also for the last look

type World = Pick<Capabilities, 'cluster' | 'clock' | 'signal' | 'log'>;
type Unready = Exclude<Sight, { kind: 'ready' }>;

export async function run(step: Step, world: World, emit: Pick<Emit, 'progress'>): Promise<void> {
  const plan = step.plan as ReadyPlan;
  const { clock, signal, log } = world;
  const start = clock.now();
  const elapsed = () => clock.now() - start;
  const left = () => plan.timeoutMs - elapsed();
  const tell = (text: string) => emit.progress({ done: 0, elapsedMs: elapsed(), text });
  let told = '';
  let before: Unready | undefined; // what the object last said of itself
  let inTrouble = false;
  tell(`waiting for ${subjectOf(plan)}`);
  for (let pause = firstPauseMs; ; pause = Math.min(pause * pauseGrowth, longestPauseMs)) {
    const sight = await look(plan, world, Math.min(longestLookMs, Math.max(shortestLookMs, left())));
    if (signal.aborted) return;
    if (sight.kind === 'ready') {
      if (told !== '') log.info(`${sight.subject} is ready after ${formatDuration(elapsed())}`);
      return;
    }
    // An API server that starts again may refuse for a moment what it allows.
    if (sight.kind === 'refused' && !inTrouble) throw sight.error;
    inTrouble = sight.kind !== 'waiting';
    if (sight.kind === 'waiting') before = sight;
    const text = `waiting for ${sight.subject}: ${sight.reason}`;
    if (text !== told) log.info(text);
    told = text;
    tell(text);
    if (left() <= 0) throw timedOut(plan, sight, before);
    await rest(Math.min(pause, left()), clock, signal);
    if (signal.aborted) return;
  }
}

async function rest(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function timedOut({ timeoutMs }: ReadyPlan, last: Unready, before: Unready | undefined): Iter8Error {
  if (last.kind === 'refused') return last.error;
  const time = formatDuration(timeoutMs);
  if (last.kind === 'waiting') return failure(`${last.subject} is not ready after ${time}: ${last.reason}`);
  const earlier = before === undefined ? '' : `; before that ${before.reason}`;
  return failure(`${last.subject} could not be looked at within ${time}: ${last.reason}${earlier}`);
}

function failure(message: string): Iter8Error {
  return new Iter8Error('READY', message);
}
