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

describe('a rate that changes in a straight line', () => {
  const line = (qps: number, toQps: number, durationMs: number): Schedule => {
    return { arrival: 'constant', stages: [{ qps, toQps, durationMs }], requests: null };
  };
  const asked = ({ stages: [stage] }: Schedule, ms: number): number => {
    if (stage === undefined) return 0;
    const { qps, toQps = qps, durationMs } = stage;
    return (qps * ms + ((toQps - qps) * ms * ms) / (2 * durationMs)) / 1000;
  };

  test.each([
    [0, 100],
    [10, 500],
    [500, 10],
    [100, 0],
    [100, 100],
  ])('from %p to %p: request k is due when k were asked for', (from, to) => {
    const schedule = line(from, to, 10_000);
    const times = walk(schedule);
    expect(times).toHaveLength(Math.ceil(asked(schedule, 10_000)));
    times.forEach((time, k) => {
      expect(asked(schedule, time)).toBeCloseTo(k, 6);
    });
  });

  test('random arrivals follow it on average', () => {
    const times = walk({ ...line(0, 200, 100_000), arrival: 'poisson' });
    expect(times.length).toBeGreaterThan(9_600);
    expect(times.length).toBeLessThan(10_400);
    const early = times.filter((time) => time < 50_000).length;
    expect(early / times.length).toBeGreaterThan(0.23);
    expect(early / times.length).toBeLessThan(0.27);
  });

  test('the rate after it starts where it ends', () => {
    const { stages } = line(0, 20, 1000);
    const times = walk({ arrival: 'constant', stages: [...stages, { qps: 20, durationMs: 100 }], requests: null });
    expect(times.slice(-3)).toEqual([expect.closeTo(948.68, 1), 1000, 1050]);
  });

  test('one that rises from nothing is no closed loop', () => {
    expect(isClosedLoop(line(0, 10, 1000))).toBe(false);
    expect(isClosedLoop(line(0, 0, 1000))).toBe(true);
  });
});
