import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

const lookAgainMs = 1000; // where a file system tells nobody about changes

// Resolves when the file changed, appeared or went, at the latest after a second or the time given.
export function fileChange(file: string, atMostMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watched(path.dirname(file), (name) => {
      if (name === null || name === path.basename(file)) end();
    });
    const timer = setTimeout(() => end(), Math.min(lookAgainMs, Math.max(0, atMostMs)));
    const aborted = () => end(signal.reason);
    signal.addEventListener('abort', aborted, { once: true });
    function end(reason?: unknown): void {
      clearTimeout(timer);
      watcher?.close();
      signal.removeEventListener('abort', aborted);
      if (reason === undefined) resolve();
      else reject(reason);
    }
  });
}

// Where nothing can be watched (a system has only so many watches), the timer looks again all the same.
function watched(folder: string, changed: (name: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, (_, name) => changed(name)).on('error', () => {});
  } catch {
    return undefined;
  }
}
