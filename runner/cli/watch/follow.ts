// Watches an experiment to its end: looks whenever something changed, and shows what it found.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseDuration } from '../../model/duration.ts';
import { Iter8Error } from '../../model/errors.ts';
import { type ExitCode, exitCodes } from '../../model/exit-codes.ts';
import type { Log } from '../../model/task.ts';
import { summaryOf } from '../../report/view-summary.ts';
import type { Sight } from '../asserting.ts';
import type { Call } from '../command.ts';
import type { Flag } from '../flags.ts';
import { liveTerminal } from './terminal.ts';
import { liveViewer, logViewer, type News, type Viewer } from './viewer.ts';

export const watchFlags: readonly Flag[] = [
  {
    name: 'timeout',
    kind: 'text',
    value: 'duration',
    describe: 'how long to wait for an experiment that is not there yet, or not any more; 0 does not wait',
    default: '5m',
  },
];

export const watchDetails = `On a terminal the view is drawn again in place; elsewhere each change is a log line.
Exits 0 when the run has ended, whatever came of it (gate with assert), and 5 when the timeout passed before there was one.`;

export interface Followed {
  subject: string; // whose experiment, and where
  look(): Promise<Sight>;
  change(atMostMs: number, signal: AbortSignal): Promise<void>; // resolves early rather than late
  upcoming?(): News | undefined; // what is known of the next loop
  end: readonly string[]; // what to do next
}

interface Time {
  now(): number; // msec
  worked(): number; // msec of processor time so far
  every(ms: number, act: () => void): () => void; // what it gives back ends it
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const redrawMs = 500;
const lookAgainMs = 5000;
const restFor = 40; // looking takes at most so small a part of a processor

export async function follow(call: Call, make: (log: Log) => Followed, time: Time = realTime): Promise<ExitCode> {
  const { signal } = call.context;
  const timeoutMs = timeoutOf(call.flags.text('timeout') ?? '');
  const viewer = viewerOf(call, time);
  const followed = make(viewer.log);
  viewer.begin(followed.subject);
  const stop = time.every(redrawMs, viewer.tick);
  try {
    let trouble: News | undefined; // an API server that does not answer, told once
    for (let seenAt = time.now(), looked = 0; ; looked++) {
      signal.throwIfAborted();
      const begun = time.worked();
      const sight = await unlessAborted(followed.look(), signal);
      show(sight, viewer);
      const state = stateOf(sight);
      if (state === 'under way') seenAt = time.now();
      const left = seenAt + timeoutMs - time.now();
      if (state === 'ended' || (state === 'left behind' && left <= 0)) return conclude(viewer, followed);
      if (sight.document === undefined && (sight.over === true || (timeoutMs === 0 && left <= 0))) throw sight.missing;
      if (left <= 0) return timedOut(call, sight);
      const isAway = sight.document === undefined && sight.missing.code === 'UNREACHABLE';
      if (isAway) trouble ??= { words: `${sight.missing.message}; trying again` };
      else if (trouble !== undefined) viewer.news({ words: 'the API server answers again' });
      if (!isAway) trouble = undefined;
      viewer.news(trouble ?? newsOf(sight, state, followed));
      const worked = looked === 0 ? 0 : time.worked() - begun; // the first time it all has to be loaded
      await followed.change(Math.min(left, lookAgainMs), signal);
      await time.sleep(Math.min(left, lookAgainMs, worked * restFor), signal);
    }
  } finally {
    stop();
    viewer.close();
  }
}

const realTime: Time = {
  now: () => performance.now(),
  worked() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  every(ms, act) {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

// Whoever presses Ctrl-C does not wait for a server that does not answer.
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function viewerOf({ context, flags, log }: Call, { now }: Time): Viewer {
  const terminal = flags.text('log-format') === 'json' ? undefined : liveTerminal(context);
  return terminal === undefined ? logViewer({ now, log }) : liveViewer({ now, log, output: context.stdout, terminal });
}

function show({ document, missing }: Sight, viewer: Viewer): void {
  if (document !== undefined) viewer.document(document);
  else if (missing.code !== 'UNREACHABLE') viewer.missing();
}

type State = 'absent' | 'not begun' | 'under way' | 'left behind' | 'ended';

// Left behind: nobody writes it any more, and there may be another run of it.
function stateOf({ document, more, over }: Sight): State {
  if (document === undefined) return 'absent';
  const { state, final } = summaryOf(document, []);
  if (state === 'pending') return 'not begun';
  if (!final || more === true) return 'under way';
  return state === 'aborted' && over === false ? 'left behind' : 'ended';
}

function newsOf({ document, why, missing }: Sight, state: State, { upcoming }: Followed): News | undefined {
  if (state === 'absent') return { words: `${why ?? missing.message}; waiting` };
  if (state === 'not begun') return { words: 'it has not run yet; waiting' };
  if (state === 'left behind') {
    return { words: `its process is gone${why === undefined ? '' : `: ${why}`}; waiting for another run` };
  }
  return document?.details?.state === 'running' ? undefined : upcoming?.();
}

function conclude(viewer: Viewer, { end }: Followed): ExitCode {
  viewer.end(end);
  return exitCodes.ok;
}

function timedOut({ log }: Call, { document, missing }: Sight): ExitCode {
  log.error(`timed out: ${document === undefined ? missing.message : 'the experiment has not run'}`);
  return exitCodes.timedOut;
}

function timeoutOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new Iter8Error('USAGE', `--timeout is a duration such as 90s or 2m, not ${JSON.stringify(text)}`);
}
