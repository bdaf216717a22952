// Files that inputs name, from the working folder.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Files } from '../../model/task.ts';
import { readError } from '../../store/file-errors.ts';
import { readFileBytes } from './read-bytes.ts';

export function filesIn(cwd: string, signal: AbortSignal): Files {
  return {
    async read(file) {
      const full = path.resolve(cwd, file);
      try {
        if (await mayWaitForEver(full)) throw new Error('it is a named pipe, which may never be written to');
        return await readFileBytes(full, signal);
      } catch (error) {
        throw readError(file, error);
      }
    },
  };
}

// Opening a pipe waits for who writes to it, and not even Ctrl-C ends a process that does. Those of a shell's <(…) are
// open already.
async function mayWaitForEver(file: string): Promise<boolean> {
  return !/^\/(?:dev|proc)\//.test(file) && (await stat(file)).isFIFO();
}
