import { performance } from 'node:perf_hooks';

// One monotonic clock for all threads: msec after `base`, an instant in epoch msec that the engine chose.
export function clockFrom(base: number): () => number {
  const offset = performance.timeOrigin - base;
  return () => performance.now() + offset;
}
