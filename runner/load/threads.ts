import { Worker } from 'node:worker_threads';

// Threads that are kept between loads: a thread that has sent before is warm, its first request is not its slowest.
export interface Threads {
  worker(index: number): Worker;
  pacer(): Worker;
  close(): Promise<void>; // the next load gets new ones
}

export function createThreads(entries: { worker: URL; pacer: URL }): Threads {
  let workers: Worker[] = [];
  let pacer: Worker | null = null;
  const spawn = (entry: URL) => {
    const thread = new Worker(entry);
    thread.unref();
    return thread;
  };
  const close = async () => {
    const all = pacer === null ? workers : [...workers, pacer];
    workers = [];
    pacer = null;
    await Promise.all(all.map((thread) => thread.terminate()));
  };
  return {
    worker(index) {
      const thread = workers[index] ?? spawn(entries.worker);
      workers[index] = thread;
      return thread;
    },
    pacer() {
      pacer ??= spawn(entries.pacer);
      return pacer;
    },
    close,
  };
}
