// The thread of one load worker.
import { parentPort } from 'node:worker_threads';
import { pacerAlarm } from './alarm.ts';
import { clockFrom } from './clock.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { runShare, type ShareRun } from './share-run.ts';
import { warmUp } from './warm.ts';

let run: ShareRun | null = null;
let report: NodeJS.Timeout | undefined;
const warm = warmUp();

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'prepare') prepare(message);
  else if (message.type === 'start') run?.start(message.at);
  else run?.stop();
});

function prepare({ request, share, base, alarm, reportEveryMs }: Extract<ToWorker, { type: 'prepare' }>): void {
  const current = runShare({
    request,
    share,
    base,
    now: clockFrom(base),
    alarm: alarm === null ? null : pacerAlarm(alarm),
  });
  run = current;
  report = setInterval(() => say({ type: 'progress', measurement: current.snapshot() }), reportEveryMs);
  Promise.all([current.ready, warm]).then(() => say({ type: 'ready' }));
  current.finished.then((measurement) => {
    clearInterval(report);
    say({ type: 'done', measurement });
  });
}
