// The world as a run on this machine meets it: its clock, files, network and threads.
import { setTimeout as sleep } from 'node:timers/promises';
import { createDownload } from '../../fetch/download.ts';
import { createReflect } from '../../fetch/reflection.ts';
import { createLoadEngine } from '../../load/engine.ts';
import type { TaskEntry } from '../../model/document.ts';
import type { Capabilities, Clock } from '../../model/task.ts';
import { registry } from '../../tasks/registry.ts';
import type { Context } from '../command.ts';
import { filesIn } from './files.ts';

export type World = Pick<Capabilities, 'clock' | 'files' | 'download' | 'reflect' | 'load'> & {
  close(): Promise<void>;
};

export function worldOf({ cwd, env, signal }: Context, entries: readonly TaskEntry[]): World {
  // Beside this bundle: scripts/build.mjs puts them there.
  const load = createLoadEngine({
    entries: { worker: new URL('./load-worker.js', import.meta.url), pacer: new URL('./pacer.js', import.meta.url) },
  });
  if (entries.some(({ task }) => registry.get(task)?.loads)) load.wakeUp();
  return {
    clock,
    files: filesIn(cwd, signal),
    download: createDownload({ env }),
    reflect: createReflect({ signal }),
    load,
    close: load.close,
  };
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};
