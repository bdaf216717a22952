import { Worker } from 'node:worker_threads';

// Threads that are kept between loads: a thread that has sent before is warm, its first request is not its slowest.
export interface Threads {
  worker(index: number): Worker;
  pacer(): Promise<Worker>; // awake: an alarm clock that is still getting up makes the first requests late
  close(): Promise<void>; // the next load gets new ones
}

export function createThreads(entries: { worker: URL; pacer: URL }): Threads {
  let workers: Worker[] = [];
  let pacer: Worker | null = null;
  let awake: Promise<Worker> | null = null;
  const spawn = (entry: URL) => {
    const thread = new Worker(entry);
    thread.unref();
    return thread;
  };
  const close = async () => {
    const all = pacer === null ? workers : [...workers, pacer];
    workers = [];
    pacer = null;
    awake = null;
    await Promise.all(all.map((thread) => thread.terminate()));
  };
  return {
    worker(index) {
      const thread = workers[index] ?? spawn(entries.worker);
      workers[index] = thread;
      return thread;
    },
    pacer() {
      awake ??= new Promise((fulfil, reject) => {
        const thread = spawn(entries.pacer);
        pacer = thread;
        thread.ref();
        thread.once('error', reject);
        thread.once('message', () => {
          thread.unref();
          fulfil(thread);
        });
      });
      return awake;
    },
    close,
  };
}
