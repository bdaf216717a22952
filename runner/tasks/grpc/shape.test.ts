import { callStages, rateStages, type Shape, within } from './shape.ts';

const climb = (more: Partial<Shape>): Shape => ({
  kind: 'step',
  start: 50,
  step: 10,
  stepMs: 5000,
  end: undefined,
  longestMs: undefined,
  ...more,
});
const endless = Number.POSITIVE_INFINITY;
const rates = (shape: Partial<Shape>, lengthMs = endless) =>
  rateStages(climb(shape), lengthMs).map(({ qps, toQps, durationMs }) => [
    toQps === undefined ? qps : [qps, toQps],
    durationMs,
  ]);

describe('a rate in steps', () => {
  test('goes up to its end and stays there', () => {
    expect(rates({ end: 75 })).toEqual([
      [50, 5000],
      [60, 5000],
      [70, 5000],
      [75, null],
    ]);
  });

  test('goes down to its end and stays there', () => {
    expect(rates({ step: -20, end: 20 })).toEqual([
      [50, 5000],
      [30, 5000],
      [20, null],
    ]);
  });

  test('stays where it is when its time is over', () => {
    expect(rates({ longestMs: 12_000 })).toEqual([
      [50, 5000],
      [60, 5000],
      [70, 2000],
      [70, null],
    ]);
  });

  test('goes to its end when its time is over before', () => {
    expect(rates({ end: 200, longestMs: 10_000 })).toEqual([
      [50, 5000],
      [60, 5000],
      [200, null],
    ]);
  });

  test('without an end has as many steps as the load is long, and a thousand at most', () => {
    expect(rates({}, 12_000)).toEqual([
      [50, 5000],
      [60, 5000],
      [70, 5000],
      [80, null],
    ]);
    expect(rates({})).toHaveLength(1001);
  });

  test('never falls to nothing', () => {
    const stages = rateStages(climb({ step: -30 }), endless);
    expect(stages.every(({ qps }) => qps > 0)).toBe(true);
  });
});

describe('a rate in a line', () => {
  test('is straight, then stays at its end', () => {
    expect(rates({ kind: 'line', start: 10, step: 5, end: 60 })).toEqual([
      [[10, 60], 10_000],
      [60, null],
    ]);
  });

  test('stays where it is when its time is over, or jumps to its end', () => {
    expect(rates({ kind: 'line', start: 10, step: 5, longestMs: 4000 })).toEqual([
      [[10, 30], 4000],
      [30, null],
    ]);
    expect(rates({ kind: 'line', start: 200, step: -2, end: 50, longestMs: 10_000 })).toEqual([
      [[200, 180], 10_000],
      [50, null],
    ]);
  });
});

test('concurrency in a line is a step a second', () => {
  const calls = callStages(climb({ kind: 'line', start: 1, step: 2, stepMs: 1000, end: 6 }), endless);
  expect(calls).toEqual([
    { calls: 1, durationMs: 1000 },
    { calls: 3, durationMs: 1000 },
    { calls: 5, durationMs: 1000 },
    { calls: 6, durationMs: endless },
  ]);
});

test('stages end with the load, a line on its way', () => {
  const stages = rateStages(climb({ kind: 'line', start: 10, step: 5, end: 60 }), endless);
  expect(within(stages, 4000)).toEqual([{ qps: 10, toQps: 30, durationMs: 4000 }]);
  expect(within(stages, 12_000)).toEqual([
    { qps: 10, toQps: 60, durationMs: 10_000 },
    { qps: 60, durationMs: 2000 },
  ]);
});
