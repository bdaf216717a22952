import type { LoadMeasurement } from '../../model/measurement.ts';
import { doubtsOf } from './doubt.ts';
import { histogramOf, loadWith, measurementOf, times } from './loads.fixture.ts';
import type { Reading } from './reading.ts';

const asked = { qps: 100, connections: 4 };

// 1,000 requests at the asked rate of 100 a second, unless something else is said.
function doubts(more: Partial<LoadMeasurement>, arrival: Reading['arrival'] = 'constant', partial = false) {
  const load = loadWith(times(1000, 3), { firstSend: 0, lastSend: 9990, ...more });
  return doubtsOf(measurementOf(load, { asked, partial, reading: { arrival } })).map(({ message }) => message);
}

const stalls = (...lengths: number[]) => ({
  stalls: { count: lengths.length, totalMs: lengths.reduce((a, b) => a + b, 0), longestMs: Math.max(...lengths) },
});

test('a load that was applied as asked leaves none', () => {
  expect(doubts({ lag: histogramOf(times(1000, 0.1)) })).toEqual([]);
});

test('where nothing was timed there is nothing to doubt', () => {
  expect(doubts({ ...stalls(5000), latency: histogramOf([]), sent: 10, failures: { refused: 10 } })).toEqual([]);
});

describe('lag', () => {
  test.each([
    [500, 2.5, 2],
    [100, 5.5, 5],
    [8, 63, 62.5],
  ])('at %p requests a second, of %p ms at p99, is one: more than %p ms, or half a gap', (qps, lag, limit) => {
    const at = (ms: number) => {
      const load = loadWith(times(1000, 3), { firstSend: 0, lastSend: 999_000 / qps });
      load.lag = histogramOf([...times(970, 0), ...times(30, ms)]);
      return doubtsOf(measurementOf(load, { asked: { qps, connections: 4 } })).map(({ message }) => message);
    };
    expect(at(lag)).toEqual([`the load generator was late: lag p99 is ${lag}ms, more than ${limit}ms`]);
    expect(at(limit - 0.1)).toEqual([]);
  });

  test('may be a tenth of the median latency', () => {
    const slow = { latency: histogramOf(times(1000, 100)), lag: histogramOf(times(1000, 9)) };
    expect(doubts(slow)).toEqual([]);
    expect(doubts({ ...slow, latency: histogramOf(times(1000, 80)) })).toHaveLength(1);
  });
});

describe('stalls', () => {
  test('of more than 1 % of the run are one', () => {
    expect(doubts(stalls(150))).toEqual(['the load generator stood still for 150ms (once), more than 1 % of the run']);
    expect(doubts(stalls(60, 60))).toEqual([
      'the load generator stood still for 120ms (2 times, 60ms at the longest), more than 1 % of the run',
    ]);
    expect(doubts(stalls(90))).toEqual([]);
  });
});

describe('a rate below 99 % of the one asked', () => {
  const late = { lastSend: 10_500 };
  test('is one where nothing the target did explains it', () => {
    expect(doubts(late)).toEqual(['the load generator sent 95.14 requests a second, not the 100 asked for']);
  });

  test.each<[string, Partial<LoadMeasurement>]>([
    ['requests were dropped', { dropped: 1 }],
    ['a request waited as long as the run is late', { latency: histogramOf([...times(999, 3), 520]) }],
    ['a request was given up after as long', { bounds: histogramOf([520]) }],
    ['requests failed without a time', { failures: { reset: 1 } }],
  ])('is none where %s', (_, more) => {
    expect(doubts({ ...late, ...more })).toEqual([]);
  });

  test('is none with random arrivals, nor before the end', () => {
    expect(doubts(late, 'poisson')).toEqual([]);
    expect(doubts(late, 'constant', true)).toEqual([]);
  });

  test('is none in a run too short to tell', () => {
    expect(doubts({ sent: 10, latency: histogramOf(times(10, 3)), lastSend: 120 })).toEqual([]);
  });
});
