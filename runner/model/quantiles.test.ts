import { emptyHistogram, type Histogram, record } from './histogram.ts';
import { average, highest, lowest, percentile, population } from './quantiles.ts';

function histogramOf(values: readonly number[]): Histogram {
  const h = emptyHistogram();
  for (const value of values) record(h, value);
  return h;
}

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const close = (value: number) => expect.closeTo(value, 2);

function of(exact: number[], bounds: number[] = [], failed = 0) {
  const requests = exact.length + bounds.length + failed;
  return population(histogramOf(exact), histogramOf(bounds), requests, `refused ${failed}`);
}

test('the value at rank ceil(q·n) is exact when every request was answered', () => {
  expect(percentile(of(ten), 50)).toEqual({ value: close(5) });
  expect(percentile(of(ten), 51)).toEqual({ value: close(6) });
  expect(percentile(of(ten), 99.9)).toEqual({ value: 10 });
});

test('nothing measured has no percentiles', () => {
  const nothing = of([], [], 5);
  expect([percentile(nothing, 50), lowest(nothing), highest(nothing), average(nothing)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe('a lower bound', () => {
  const reason = '1 request was given up or never sent; its latency is known only as a lower bound';
  test('leaves the percentiles before it exact', () => {
    expect(percentile(of(ten, [6.5]), 50)).toEqual({ value: close(6) });
  });

  test('makes those at or after it lower bounds', () => {
    expect(percentile(of(ten, [6.5]), 60)).toEqual({ value: close(6.5), atLeast: reason });
    expect(percentile(of(ten, [6.5]), 90)).toEqual({ value: close(9), atLeast: reason });
  });

  test('equal to a value counts as at it', () => {
    expect(percentile(of([5, 5], [5]), 30)).toEqual({ value: 5, atLeast: reason });
  });

  test('makes the mean a lower bound that contains it', () => {
    expect(average(of([1, 2], [6]))).toEqual({ value: 3, atLeast: reason });
  });

  test('makes the maximum a lower bound, even below it', () => {
    expect(highest(of([1, 9], [4]))).toEqual({ value: 9, atLeast: reason });
    expect(highest(of([1, 9], [30]))).toEqual({ value: 30, atLeast: reason });
  });

  test('touches the minimum only where nothing is below it', () => {
    expect(lowest(of([1, 9], [4]))).toEqual({ value: 1 });
    expect(lowest(of([4, 9], [1]))).toEqual({ value: 1, atLeast: reason });
  });
});

describe('a request without any latency', () => {
  test('is after all others, so a percentile that reaches it is a lower bound', () => {
    const half = of(Array(50).fill(2), [], 50);
    expect(percentile(half, 50)).toEqual({ value: 2 });
    expect(percentile(half, 51)).toEqual({
      value: 2,
      atLeast: '50 of 100 requests have no latency (refused 50), and this reaches into them',
    });
  });

  test('leaves minimum and mean, and is reached by the maximum', () => {
    const one = of(ten, [], 1);
    expect(lowest(one)).toEqual({ value: 1 });
    expect(average(one)).toEqual({ value: 5.5 });
    expect(highest(one)?.atLeast).toContain('1 of 11 requests have no latency');
  });
});

test('both reasons are given where both hold', () => {
  expect(percentile(of([1], [5, 5], 1), 99)?.atLeast).toBe(
    '2 requests were given up or never sent; their latency is known only as a lower bound; ' +
      '1 of 4 requests have no latency (refused 1), and this reaches into them',
  );
});
