import type { MessagePort } from 'node:worker_threads';
import { clockFrom } from './clock.ts';
import { pace } from './pacer.ts';

// Workers that answer each ring at once; gives the times at which each was rung for.
function ring(workers: number, shiftsMs: number[], stopped = 0): number[][] {
  const base = Date.now();
  const now = clockFrom(base);
  const at = now();
  const rings = Array.from({ length: workers }, (): number[] => []);
  const ends = rings.map((times, i) => {
    const cells = new SharedArrayBuffer(4);
    const shift = new SharedArrayBuffer(8);
    new BigInt64Array(shift)[0] = BigInt((shiftsMs[i] ?? 0) * 1000);
    const postMessage = () => {
      times.push(now() - at);
      Atomics.store(new Int32Array(cells), 0, 0);
    };
    return { port: { postMessage } as unknown as MessagePort, cells, shift };
  });
  const stop = new SharedArrayBuffer(4);
  new Int32Array(stop)[0] = stopped;
  const schedule = { arrival: 'constant' as const, stages: [{ qps: 100, durationMs: 100 }], requests: null };
  pace({ type: 'start', schedule, seed: 1, at, base, ends, stop });
  return rings;
}

test('a ring for every due, never before it', () => {
  const [times = []] = ring(1, []);
  expect(times).toHaveLength(10);
  expect(times.filter((time, k) => time < k * 10)).toEqual([]);
});

test('workers are rung in turn', () => {
  const [first = [], second = []] = ring(2, []);
  expect([first.length, second.length]).toEqual([5, 5]);
  expect(second.filter((time, k) => time < k * 20 + 10)).toEqual([]);
});

test('a worker whose dues moved on holds up no other', () => {
  const [moved = [], other = []] = ring(2, [2000]);
  expect(moved[0]).toBeGreaterThanOrEqual(2000);
  expect(other).toHaveLength(5);
  expect(other[4]).toBeLessThan(1900);
});

test('a load that was stopped rings no more', () => {
  expect(ring(1, [50], 1)).toEqual([[]]);
});
