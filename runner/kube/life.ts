// How long a call may live: to its deadline, or to the caller's signal. Not AbortSignal.any, which keeps something of
// every call for as long as a signal of the whole process lives.
export interface Life {
  signal: AbortSignal;
  leftMs(): number;
  isOver(): boolean; // the deadline has passed
  withoutDeadline(): void; // from here on: what streams has no end of its own
  end(): void;
}

export function startLife(outer: AbortSignal | undefined, deadlineMs: number): Life {
  const controller = new AbortController();
  const ends = performance.now() + deadlineMs;
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    controller.abort();
  }, deadlineMs);
  const stop = () => controller.abort(outer?.reason);
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    leftMs: () => Math.max(0, ends - performance.now()),
    isOver: () => over,
    withoutDeadline: () => clearTimeout(timer),
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}

// Rejects with the signal's reason.
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

// What has no end of its own: a command that asks for a password nobody types.
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
