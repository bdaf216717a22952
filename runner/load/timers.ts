// Timers of any length, which end together.
interface Timers {
  after(ms: number, then: () => void): void;
  every(ms: number, then: () => void): void;
  clear(): void;
}

const longestMs = 2 ** 31 - 1; // a longer one would ring at once

export function createTimers(): Timers {
  const timers = new Set<NodeJS.Timeout>();
  return {
    after,
    every(ms, then) {
      timers.add(setInterval(then, ms));
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
    },
  };

  function after(ms: number, then: () => void): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (ms > longestMs) after(ms - longestMs, then);
        else then();
      },
      Math.max(0, Math.min(ms, longestMs)),
    );
    timers.add(timer);
  }
}
