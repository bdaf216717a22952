import { emptyHistogram, record } from '../model/histogram.ts';
import { emptyLoad, type LoadMeasurement } from '../model/measurement.ts';
import { createCourse } from './course.ts';

const start = 1_000_000;

// A load that reports what it has so far, as the engine does: each report is a new object.
function loading() {
  const keeper = createCourse();
  const latencies: number[] = [];
  const bounds: number[] = [];
  let errors = 0;
  const soFar = (): LoadMeasurement => {
    const load = { ...emptyLoad(), sent: latencies.length + bounds.length, errors, firstSend: start };
    for (const ms of latencies) record(load.latency, ms);
    for (const ms of bounds) record(load.bounds, ms);
    return load;
  };
  return {
    keeper,
    sent: (...ms: number[]) => void latencies.push(...ms),
    gaveUp: (...ms: number[]) => void bounds.push(...ms),
    failed: (n: number) => {
      errors += n;
    },
    report: (afterMs: number, isLast = false) => keeper.add(soFar(), start + afterMs, isLast),
  };
}

test('each window has requests, errors, median and p99 of its own, whatever came before', () => {
  const { keeper, sent, failed, report } = loading();
  sent(10, 10, 10);
  report(1000);
  sent(50, 60, 70, 80);
  failed(1);
  report(2000);
  const course = keeper.course();
  expect(course).toMatchObject({ everyMs: 1000, sent: [3, 4], errors: [0, 1] });
  expect(course?.p50.map((ms) => Math.round(ms ?? 0))).toEqual([10, 60]);
  expect(course?.p99.map((ms) => Math.round(ms ?? 0))).toEqual([10, 80]);
});

test('requests that were given up count with what is known of their latency', () => {
  const { keeper, sent, gaveUp, report } = loading();
  sent(10);
  gaveUp(2000, 2000);
  report(1000);
  expect(keeper.course()?.p50.map((ms) => Math.round(ms ?? 0))).toEqual([2000]);
});

test('a window in which nothing was timed has no percentiles', () => {
  const { keeper, sent, report } = loading();
  sent(10);
  report(1000);
  report(2000);
  expect(keeper.course()).toMatchObject({
    sent: [1, 0],
    p50: [expect.any(Number), null],
    p99: [expect.any(Number), null],
  });
});

test('reports that come often grow one window', () => {
  const { keeper, sent, report } = loading();
  for (let ms = 50; ms <= 3000; ms += 50) {
    sent(10);
    report(ms);
  }
  expect(keeper.course()?.sent.length).toBeLessThanOrEqual(4);
  expect(keeper.course()?.sent.reduce((a, b) => a + b)).toBe(60);
});

test.each([10, 59, 60, 61, 125, 500])(
  'a load of %i seconds has 60 windows at most, and none of its requests is lost',
  (seconds) => {
    const { keeper, sent, report } = loading();
    for (let s = 1; s <= seconds; s++) {
      sent(s);
      report(s * 1000);
    }
    report(seconds * 1000 + 10, true);
    const course = keeper.course();
    expect(course?.sent.length).toBeLessThanOrEqual(60);
    expect(course?.sent.length).toBeGreaterThanOrEqual(Math.min(seconds, 30));
    expect(course?.sent.reduce((a, b) => a + b)).toBe(seconds);
  },
);

test('windows that were joined have the percentiles of all their requests', () => {
  const { keeper, sent, report } = loading();
  for (let s = 1; s <= 62; s++) {
    sent(...(s % 2 === 1 ? [10, 10, 10, 10, 10] : [500]));
    report(s * 1000);
  }
  const course = keeper.course();
  expect(course?.everyMs).toBe(2000);
  expect(Math.round(course?.p50[3] ?? 0)).toBe(10);
  expect(Math.round(course?.p99[3] ?? 0)).toBe(500);
});

test('what is left over at the end belongs to the last window', () => {
  const { keeper, sent, report } = loading();
  sent(10);
  report(1000);
  sent(10);
  report(2000);
  sent(900);
  report(2040, true);
  expect(keeper.course()?.sent).toEqual([1, 2]);
});

test('before anything was sent there is none', () => {
  const keeper = createCourse();
  keeper.add({ ...emptyLoad(), latency: emptyHistogram() }, start, false);
  expect(keeper.course()).toBeUndefined();
});
