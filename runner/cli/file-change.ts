import { watch } from 'node:fs';
import path from 'node:path';

const lookAgainMs = 1000; // where a file system tells nobody about changes

// Resolves when the file changed, appeared or went, at the latest after a second or the time given.
export function fileChange(file: string, atMostMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(path.dirname(file), (_, name) => {
      if (name === null || name === path.basename(file)) end();
    });
    const timer = setTimeout(() => end(), Math.min(lookAgainMs, Math.max(0, atMostMs)));
    const aborted = () => end(signal.reason);
    watcher.on('error', () => {}); // the timer looks again
    signal.addEventListener('abort', aborted, { once: true });
    function end(reason?: unknown): void {
      clearTimeout(timer);
      watcher.close();
      signal.removeEventListener('abort', aborted);
      if (reason === undefined) resolve();
      else reject(reason);
    }
  });
}
