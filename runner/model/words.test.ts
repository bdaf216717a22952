import { formatDuration, parseDuration } from './duration.ts';
import { canonicalMetric } from './metric.ts';
import { didYouMean, nearest } from './suggest.ts';

test.each([
  ['300ms', 300],
  ['1.5h', 5_400_000],
  ['2h45m', 9_900_000],
  ['1m30.5s', 90_500],
  ['0', 0],
  ['10us', 0.01],
  ['5', undefined],
  ['-1s', undefined],
  ['1d', undefined],
  ['', undefined],
  ['s', undefined],
])('the duration %p is %p msec', (text, ms) => {
  const parsed = parseDuration(text);
  if (ms === undefined) expect(parsed).toBeUndefined();
  else expect(parsed).toBeCloseTo(ms, 9);
});

test.each([
  [12.3456, '12.3ms'],
  [1500, '1.5s'],
  [61_000, '1m1s'],
  [3_600_000, '1h'],
])('%p msec read as %p', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  ['http/latency-p50.0', 'http/latency-p50'],
  ['http-x/latency-p99.90', 'http-x/latency-p99.9'],
  ['grpc/latency/p95.000', 'grpc/latency/p95'],
  ['http/latency-p99.9', 'http/latency-p99.9'],
  ['shop/v1.0', 'shop/v1.0'],
])('%s is the metric %s', (name, canonical) => {
  expect(canonicalMetric(name)).toBe(canonical);
});

test('the nearest known name is suggested, and none where nothing is near', () => {
  expect(nearest('qqps', ['qps', 'url', 'duration'])).toBe('qps');
  expect(nearest('htpt', ['http', 'grpc'])).toBe('http');
  expect(nearest('NumRequests', ['numRequests'])).toBe('numRequests');
  expect(didYouMean('banana', ['qps', 'url'])).toBe('');
});
