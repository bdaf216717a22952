// The thread of one load worker.
import { parentPort } from 'node:worker_threads';
import { pacerAlarm } from './alarm.ts';
import { clockFrom } from './clock.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { prepareShare } from './prepare-share.ts';
import type { ShareRun } from './share-run.ts';
import { warmUp } from './warm.ts';

let run: Promise<ShareRun> | undefined;
let report: NodeJS.Timeout | undefined;
const warm = warmUp();

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'prepare') prepare(message);
  else if (message.type === 'start') run?.then((current) => current.start(message.at));
  else run?.then((current) => current.stop());
});

function prepare({ request, share, base, alarm, reportEveryMs }: Extract<ToWorker, { type: 'prepare' }>): void {
  const setting = { request, share, base, now: clockFrom(base), alarm: alarm === null ? null : pacerAlarm(alarm) };
  run = prepareShare(setting);
  run.then((current) => {
    report = setInterval(() => say({ type: 'progress', measurement: current.snapshot() }), reportEveryMs);
    Promise.all([current.ready, warm]).then(() => say({ type: 'ready' }));
    current.finished.then((measurement) => {
      clearInterval(report);
      say({ type: 'done', measurement });
    });
  });
}
