import type { MessagePort, Worker } from 'node:worker_threads';
import { revived } from '../model/errors.ts';
import { emptyLoad, type LoadMeasurement } from '../model/measurement.ts';
import type { FromWorker, ToWorker } from './messages.ts';

// The engine's side of one worker thread during one load.
export interface Member {
  ready: Promise<void>; // connected, or over before that
  done: Promise<LoadMeasurement>;
  latest(): LoadMeasurement;
  say(message: ToWorker, transfer?: MessagePort[]): void;
  stop(withinMs: number): void; // a thread that does not answer is left out, with what it last said
  release(): boolean; // false: the thread is not fit for another load
}

export function enlist(thread: Worker, onProgress: () => void): Member {
  let latest = emptyLoad();
  let healthy = true;
  let late: NodeJS.Timeout | undefined;
  let [isReady, isDone, fail]: [() => void, (m: LoadMeasurement) => void, (error: Error) => void] = [
    () => {},
    () => {},
    () => {},
  ];
  const connected = new Promise<void>((fulfil) => {
    isReady = fulfil;
  });
  const done = new Promise<LoadMeasurement>((fulfil, reject) => {
    isDone = fulfil;
    fail = reject;
  });
  const ready = Promise.race([connected, done]).then(() => {});
  // Whoever waits for either hears of a failure; before that it is not an unhandled one.
  for (const promise of [done, ready]) promise.catch(() => {});
  const onMessage = (message: FromWorker) => {
    if (message.type === 'ready') return isReady();
    latest = message.measurement;
    if (message.type === 'done') return isDone(latest);
    onProgress();
  };
  const broken = (error: Error) => {
    healthy = false;
    fail(revived(error));
  };
  const onExit = (code: number) => broken(new Error(`a load thread ended by itself (exit code ${code})`));
  thread.on('message', onMessage);
  thread.on('error', broken);
  thread.on('exit', onExit);
  thread.ref();
  return {
    ready,
    done,
    latest: () => latest,
    say: (message: ToWorker, transfer: MessagePort[] = []) => thread.postMessage(message, transfer),
    stop(withinMs) {
      thread.postMessage({ type: 'stop' } satisfies ToWorker);
      late ??= setTimeout(() => {
        healthy = false;
        isDone(latest);
      }, withinMs);
    },
    release() {
      clearTimeout(late);
      thread.off('message', onMessage);
      thread.off('error', broken);
      thread.off('exit', onExit);
      thread.unref();
      return healthy;
    },
  };
}
