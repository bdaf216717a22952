import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { type LoadMeasurement, mergeLoads } from '../model/measurement.ts';
import type { LoadEngine, LoadOutcome, LoadRequest } from '../model/task.ts';
import { createAbortRule } from './abort-rule.ts';
import { clockFrom } from './clock.ts';
import { enlist, type Member } from './member.ts';
import type { AlarmEnd } from './messages.ts';
import { mostWorkers, planShares, workersFor } from './plan.ts';
import { endOf, isClosedLoop } from './schedule.ts';
import { createThreads, type Threads } from './threads.ts';

interface EngineOptions {
  entries: { worker: URL; pacer: URL }; // the bundles of worker-main and pacer-main
  workers?: number; // instead of what the load asks for
  cores?: number;
}

interface OwnedEngine extends LoadEngine {
  wakeUp(): void; // a load is to come: its threads get up while other things are still done
  close(): Promise<void>;
}

const leadMs = 3; // between the word to start and the start
const stopWithinMs = 800;
const reportMs = 1000;

// Spreads a load over threads, follows it, and merges what they measured.
export function createLoadEngine(options: EngineOptions): OwnedEngine {
  const threads = createThreads(options.entries);
  return {
    close: threads.close,
    wakeUp() {
      threads.worker(0);
      void threads.pacer().catch(() => {}); // told by the load that needs it
    },
    run: (request, watch) => runLoad(request, watch, options, threads),
  };
}

type Watch = Parameters<LoadEngine['run']>[1];

async function runLoad(
  request: LoadRequest,
  watch: Watch,
  options: EngineOptions,
  threads: Threads,
): Promise<LoadOutcome> {
  const base = Date.now();
  const now = clockFrom(base);
  const wanted = options.workers ?? workersFor(request, options.cores ?? availableParallelism());
  const count = Math.min(wanted, mostWorkers(request));
  const alarms = isClosedLoop(request.schedule) ? null : Array.from({ length: count }, createAlarm);
  const stopCell = new Int32Array(new SharedArrayBuffer(4));
  const tooManyErrors = createAbortRule(request.abortOn);
  let stopped: string | undefined;
  let startedAt = 0;

  const stop = (why: string) => {
    stopped ??= why;
    for (const member of members) member.stop(stopWithinMs);
  };
  const soFar = () => {
    const [first, second] = members;
    return first !== undefined && second === undefined
      ? first.latest()
      : mergeLoads(members.map((member) => member.latest()));
  };
  const onProgress = () => {
    const measurement = soFar();
    watch.progress(measurement, now() - startedAt);
    if (tooManyErrors(measurement, now())) stop('abortOn');
  };
  const reportEveryMs =
    request.abortOn === null ? reportMs : Math.min(reportMs, Math.max(50, request.abortOn.forMs / 4));
  const members: Member[] = planShares(request, count).map((share, i) => {
    const member = enlist(threads.worker(i), onProgress);
    const alarm = alarms?.[i];
    const transfer = alarm === undefined ? [] : [alarm.worker.port];
    member.say({ type: 'prepare', request, share, base, alarm: alarm?.worker ?? null, reportEveryMs }, transfer);
    return member;
  });
  const interrupt = () => stop('interrupted');
  watch.signal.addEventListener('abort', interrupt, { once: true });
  try {
    if (watch.signal.aborted) interrupt();
    const pacer = alarms === null ? null : threads.pacer();
    await Promise.all(members.map((member) => member.ready));
    const alarmClock = await pacer;
    startedAt = now() + leadMs;
    if (alarms !== null && alarmClock !== null && stopped === undefined) {
      const ends = alarms.map((alarm) => alarm.pacer);
      const order = {
        type: 'start' as const,
        schedule: request.schedule,
        seed: request.seed,
        at: startedAt,
        base,
        ends,
        stop: stopCell.buffer,
      };
      alarmClock.postMessage(
        order,
        ends.map((end) => end.port),
      );
    }
    for (const member of members) member.say({ type: 'start', at: startedAt });
    const measurement = mergeLoads(await Promise.all(members.map((member) => member.done)));
    if (isCutShort(request, measurement)) stopped ??= 'maxDuration';
    return stopped === undefined ? { measurement } : { measurement, stopped };
  } finally {
    watch.signal.removeEventListener('abort', interrupt);
    Atomics.store(stopCell, 0, 1);
    Atomics.notify(stopCell, 0);
    const fit = members.map((member) => member.release());
    if (fit.includes(false)) await threads.close();
  }
}

// It ended before its own end, and nobody stopped it.
function isCutShort(request: LoadRequest, { sent }: LoadMeasurement): boolean {
  const { schedule, maxDurationMs } = request;
  const uncounted = request.protocol === 'grpc' ? request.skipFirst : 0;
  return schedule.requests === null ? endOf(schedule) > maxDurationMs : sent < schedule.requests - uncounted;
}

// Both ends of one worker's alarm clock.
function createAlarm(): { worker: AlarmEnd; pacer: AlarmEnd } {
  const { port1, port2 } = new MessageChannel();
  const cells = new SharedArrayBuffer(4);
  const shift = new SharedArrayBuffer(8);
  return { worker: { port: port1, cells, shift }, pacer: { port: port2, cells, shift } };
}
