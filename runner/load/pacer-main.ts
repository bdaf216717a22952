// The pacer's thread: one schedule after the other.
import { parentPort } from 'node:worker_threads';
import type { ToPacer } from './messages.ts';
import { pace } from './pacer.ts';

parentPort?.on('message', (message: ToPacer) => {
  pace(message);
  parentPort?.postMessage('done');
});
