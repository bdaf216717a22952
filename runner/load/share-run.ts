import type { LoadMeasurement } from '../model/measurement.ts';
import type { LoadRequest } from '../model/task.ts';
import { createResolver } from '../wire/resolve.ts';
import type { Alarm } from './alarm.ts';
import { createBacklog } from './backlog.ts';
import type { WorkerShare } from './plan.ts';
import { endOf, isClosedLoop } from './schedule.ts';
import type { Slot, SlotContext, Slots } from './slot.ts';
import { createTally } from './tally.ts';
import { createTimers } from './timers.ts';

// One worker's share of a load, from the first connection to the last answer.
export interface ShareRun {
  ready: Promise<void>; // connected as far as possible
  start(at: number): void;
  stop(): void; // now; what is in flight stays unfinished
  finished: Promise<LoadMeasurement>;
  snapshot(): LoadMeasurement;
}

export interface ShareSetting<R extends LoadRequest = LoadRequest> {
  request: R;
  share: WorkerShare;
  base: number; // epoch of now() = 0
  now(): number;
  alarm: Alarm | null; // open loop
}

const slowestSweepMs = 250;
const earlyMs = 0.05; // a wake-up this early is on time
const longestPauseMs = 100;

export function runShare<R extends LoadRequest>(
  { request, share, base, now, alarm }: ShareSetting<R>,
  createSlots: (context: SlotContext<R>) => Slots,
): ShareRun {
  const tally = createTally(request, base);
  const resolver = createResolver();
  const closedLoop = isClosedLoop(request.schedule);
  const endMs = Math.min(endOf(request.schedule), request.maxDurationMs);
  const backlog = closedLoop ? null : createBacklog(request.schedule, request.seed, share, endMs);
  const idle: Slot[] = [];
  let [startAt, endAt, inFlight, toStart, failuresInRow] = [0, 0, 0, share.requests ?? Number.POSITIVE_INFINITY, 0];
  let state: 'waiting' | 'running' | 'ended' = 'waiting';
  let done = false;
  let finish: (measurement: LoadMeasurement) => void = () => {};
  const finished = new Promise<LoadMeasurement>((fulfil) => {
    finish = fulfil;
  });
  const timers = createTimers();
  const { after } = timers;

  const {
    all: slots,
    warm,
    live,
    close,
  } = createSlots({ request, share, resolver, tally, openLoop: !closedLoop, now, free });
  let limit = share.limits[0]?.slots ?? 0; // how many may be busy now
  const ready = warm();

  function start(at: number): void {
    if (done) return;
    startAt = at;
    endAt = at + endMs;
    state = 'running';
    if (Number.isFinite(endMs)) after(endAt - now(), endOfTime);
    timers.every(Math.min(slowestSweepMs, Math.max(2, request.timeoutMs / 20)), () => setImmediate(sweep));
    idle.push(...slots);
    for (const { fromMs, slots: most } of share.limits.slice(1)) {
      if (Number.isFinite(fromMs)) after(at + fromMs - now(), () => limitTo(most));
    }
    if (closedLoop) after(at - now(), startIdle);
    else alarm?.start(wake);
    if (!closedLoop) wake();
  }

  // Closed loop.
  function startIdle(): void {
    for (const slot of idle.splice(0, Math.max(0, limit - inFlight - paused))) next(slot);
  }

  // More start at once; those that are too many finish what they do.
  function limitTo(most: number): void {
    const isRaised = most > limit;
    limit = most;
    if (state !== 'running' || !isRaised) return;
    if (closedLoop) startIdle();
    else {
      const at = now();
      collect(at);
      sendWaiting(at);
    }
  }

  // Open loop: what is due by now goes out over the connections that are free.
  function wake(): void {
    if (state !== 'running') return;
    collect(now());
    sendWaiting();
    endWhenDone();
  }

  function sendWaiting(freeSince = 0): void {
    while (backlog !== null && backlog.waiting > 0 && inFlight < limit) {
      const slot = idle.shift();
      if (slot === undefined) return;
      dispatch(slot, startAt + backlog.take(), freeSince, now());
    }
  }

  let hasBackup = false;
  let silentUntil = 0;
  function collect(at: number): number {
    if (backlog === null) return 0;
    const before = backlog.waiting;
    const stall = backlog.collect(at - startAt + earlyMs);
    if (stall > 0) {
      tally.stalled(stall);
      alarm?.postpone(backlog.postponedMs);
      // The alarm rang for what was due during the stall, and is silent until the schedule that was moved gets there.
      silentUntil = Math.max(silentUntil, at) + stall;
    }
    const alone = at < silentUntil || backlog.waiting === before;
    if (alone && !hasBackup && Number.isFinite(backlog.nextDue)) {
      hasBackup = true;
      after(Math.max(1, startAt + backlog.nextDue - at), () => {
        hasBackup = false;
        wake();
      });
    }
    return stall;
  }

  function dispatch(slot: Slot, due: number, freeSince: number, at: number): void {
    inFlight++;
    const readyAt = Math.max(due, freeSince);
    slot.serve(due, Math.min(readyAt, at), at);
  }

  function free(slot: Slot, at: number, failed: boolean): void {
    inFlight--;
    failuresInRow = failed ? failuresInRow + 1 : 0;
    if (state !== 'running') endWhenDone();
    else if (!closedLoop) goOn(slot, at);
    // A target that refuses is asked again at a growing distance, not in a spin.
    else if (failed) pauseThenNext(slot);
    else next(slot, at);
  }

  function goOn(slot: Slot, at: number): void {
    if (backlog === null) return;
    // After a stall nobody knows since when the connection was free: the wait is the generator's.
    const stall = at - startAt >= backlog.nextDue ? collect(at) : 0;
    if (backlog.waiting > 0 && inFlight < limit) dispatch(slot, startAt + backlog.take(), at - stall, at);
    else {
      idle.push(slot);
      endWhenDone();
    }
  }

  let paused = 0;
  function pauseThenNext(slot: Slot): void {
    const pause = Math.min(longestPauseMs, Math.floor(failuresInRow / slots.length));
    paused++;
    after(pause, () => {
      paused--;
      next(slot);
    });
  }

  function next(slot: Slot, at = now()): void {
    if (state === 'running' && toStart > 0 && at < endAt && inFlight < limit) {
      toStart--;
      dispatch(slot, at, at, at);
    } else {
      idle.push(slot);
      endWhenDone();
    }
  }

  // Timers come before what the sockets hold: after a stall of this thread, answers that came are read first.
  function sweep(): void {
    const at = now();
    for (const slot of slots) slot.expire(at);
  }

  // What is due and has a free connection still goes out: that it did not yet is the generator's lateness.
  function endOfTime(): void {
    if (now() < endAt) {
      after(endAt - now(), endOfTime);
      return;
    }
    collect(endAt);
    sendWaiting();
    state = 'ended';
    if (request.protocol === 'grpc' && request.atEnd !== 'wait') stop();
    else endWhenDone();
    // Nothing else would end the wait for a server that never answers.
    if (!done && request.timeoutMs === Number.POSITIVE_INFINITY) after(startAt + request.maxDurationMs - now(), stop);
  }

  function endWhenDone(): void {
    if (inFlight > 0 || paused > 0) return;
    const moreToCome = backlog === null ? toStart > 0 : backlog.waiting > 0 || Number.isFinite(backlog.nextDue);
    if (state === 'running' && moreToCome) return;
    complete();
  }

  function complete(): void {
    if (done) return;
    done = true;
    if (backlog !== null) {
      const until = Math.min(now() - startAt, endMs);
      while (backlog.waiting > 0) tally.dropped(Math.max(0, until - backlog.take()));
    }
    const measurement = snapshot();
    timers.clear();
    alarm?.stop();
    for (const slot of slots) slot.stop();
    close?.();
    state = 'ended';
    finish(measurement);
  }

  function stop(): void {
    if (done) return;
    if (state === 'running') collect(now());
    state = 'ended';
    for (const slot of slots) slot.stop();
    inFlight = 0;
    paused = 0;
    complete();
  }

  function snapshot(): LoadMeasurement {
    return tally.snapshot(live());
  }

  return { ready, start, stop, finished, snapshot };
}
