// The pacer's thread: one schedule after the other.
import { parentPort } from 'node:worker_threads';
import type { FromPacer } from './messages.ts';
import { pace } from './pacer.ts';

parentPort?.on('message', pace);
parentPort?.postMessage('awake' satisfies FromPacer);
