// Everything that crosses a thread, typed once.
import type { MessagePort } from 'node:worker_threads';
import type { LoadMeasurement } from '../model/measurement.ts';
import type { LoadRequest, Schedule } from '../model/task.ts';
import type { WorkerShare } from './plan.ts';

export type ToWorker =
  | {
      type: 'prepare';
      request: LoadRequest;
      share: WorkerShare;
      base: number;
      alarm: AlarmEnd | null;
      reportEveryMs: number;
    }
  | { type: 'start'; at: number }
  | { type: 'stop' };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'progress'; measurement: LoadMeasurement }
  | { type: 'done'; measurement: LoadMeasurement };

// The worker's end of the alarm clock: a wake-up comes through the port; the cells are shared with the pacer.
export interface AlarmEnd {
  port: MessagePort;
  cells: SharedArrayBuffer; // Int32 pending
  shift: SharedArrayBuffer; // BigInt64 microseconds
}

export type ToPacer = {
  type: 'start';
  schedule: Schedule;
  seed: number;
  at: number; // on the clock of `base`
  base: number;
  ends: AlarmEnd[];
  stop: SharedArrayBuffer; // Int32
};

// Once, when its thread has started.
export type FromPacer = 'awake';
