import fc from 'fast-check';
import type { Schedule } from '../model/task.ts';
import { createDues, endOf, isClosedLoop } from './schedule.ts';

function walk(schedule: Schedule, share = { index: 0, of: 1 }, most = 100_000): number[] {
  const dues = createDues(schedule, 1, share);
  const times: number[] = [];
  while (Number.isFinite(dues.next) && times.length < most) {
    times.push(dues.next);
    dues.advance();
  }
  return times;
}

const forever = Number.POSITIVE_INFINITY;

test('request k is due k/qps after the start, without an error that adds up', () => {
  const times = walk({ arrival: 'constant', stages: [{ qps: 3, durationMs: forever }], requests: 30_001 });
  expect(times).toHaveLength(30_001);
  expect(times[30_000]).toBe(10_000_000);
});

test('a duration holds the requests due before its end', () => {
  expect(walk({ arrival: 'constant', stages: [{ qps: 10, durationMs: 1000 }], requests: null })).toHaveLength(10);
});

test('stages follow each other, each at its own rate', () => {
  const times = walk({
    arrival: 'constant',
    stages: [
      { qps: 2, durationMs: 1000 },
      { qps: 4, durationMs: 500 },
    ],
    requests: null,
  });
  expect(times).toEqual([0, 500, 1000, 1250]);
});

test('random arrivals keep the asked rate on average and repeat for a seed', () => {
  const schedule: Schedule = { arrival: 'poisson', stages: [{ qps: 100, durationMs: 100_000 }], requests: null };
  const times = walk(schedule);
  expect(times.length).toBeGreaterThan(9_600);
  expect(times.length).toBeLessThan(10_400);
  expect(walk(schedule)).toEqual(times);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const mean = gaps.reduce((a, b) => a + b) / gaps.length;
  const spread = Math.sqrt(gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / gaps.length);
  expect(spread / mean).toBeGreaterThan(0.9);
  expect(spread / mean).toBeLessThan(1.1);
});

test('the shares of all workers together are the schedule', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('constant' as const, 'poisson' as const),
      fc.array(fc.record({ qps: fc.integer({ min: 1, max: 200 }), durationMs: fc.integer({ min: 1, max: 2000 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.option(fc.integer({ min: 1, max: 300 })),
      fc.integer({ min: 1, max: 5 }),
      (arrival, stages, requests, of) => {
        const schedule: Schedule = { arrival, stages, requests };
        const shares = Array.from({ length: of }, (_, index) => walk(schedule, { index, of }));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(walk(schedule));
      },
    ),
    { numRuns: 200 },
  );
});

test('a qps of 0 or less is a closed loop', () => {
  expect(isClosedLoop({ arrival: 'constant', stages: [{ qps: 0, durationMs: 1 }], requests: 1 })).toBe(true);
  expect(isClosedLoop({ arrival: 'constant', stages: [{ qps: 0.5, durationMs: 1 }], requests: 1 })).toBe(false);
  expect(endOf({ arrival: 'constant', stages: [{ qps: 1, durationMs: 5 }], requests: null })).toBe(5);
});
