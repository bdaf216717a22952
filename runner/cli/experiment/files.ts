// Files that inputs name, from the working folder.
import path from 'node:path';
import type { Files } from '../../model/task.ts';
import { readError } from '../../store/file-errors.ts';
import { readFileBytes } from './read-bytes.ts';

export function filesIn(cwd: string, signal: AbortSignal): Files {
  return {
    async read(file) {
      try {
        return await readFileBytes(path.resolve(cwd, file), signal);
      } catch (error) {
        throw readError(file, error);
      }
    },
  };
}
