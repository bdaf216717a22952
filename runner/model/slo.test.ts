import type { Metric } from './metric.ts';
import { judge } from './slo.ts';

const gauge = (name: string, value: number, more: { atLeast?: string; doubtful?: string } = {}): Metric => ({
  name,
  description: '',
  type: 'Gauge',
  value,
  ...more,
});

test('a value within its limit satisfies, the limit itself included', () => {
  expect(judge({ metric: 'http/latency-p99', limit: 50 }, 'upper', 0, [gauge('http/latency-p99', 50)]).verdict).toBe(
    'satisfied',
  );
  expect(judge({ metric: 'shop/orders', limit: 50 }, 'lower', 0, [gauge('shop/orders', 50)]).verdict).toBe('satisfied');
});

test('a value beyond its limit violates', () => {
  expect(judge({ metric: 'http/error-count', limit: 0 }, 'upper', 0, [gauge('http/error-count', 1)]).verdict).toBe(
    'violated',
  );
  expect(judge({ metric: 'shop/orders', limit: 5 }, 'lower', 0, [gauge('shop/orders', 4)]).verdict).toBe('violated');
});

test('an SLO on a metric nobody reported is inconclusive and says so', () => {
  const verdict = judge({ metric: 'http-foo/latency-p99', limit: 5 }, 'upper', 0, [gauge('http-get/latency-p99', 1)]);
  expect(verdict.verdict).toBe('inconclusive');
  expect(verdict.reason).toContain('http-get');
  expect(judge({ metric: 'a/b', limit: 5 }, 'upper', 0, []).verdict).toBe('inconclusive');
});

test.each([
  ['http/latency-maen', 'nobody reported http/latency-maen in this loop; did you mean http/latency-mean?'],
  ['http/latency-p98', 'nobody reported http/latency-p98 in this loop; add 98 to percentiles'],
  ['http/budget', 'nobody reported http/budget in this loop'],
])('where nobody reported %s the reason says what was probably meant', (metric, reason) => {
  const reported = [gauge('http/latency-mean', 1), gauge('http/latency-p99', 2)];
  expect(judge({ metric, limit: 5 }, 'upper', 0, reported).reason).toBe(reason);
});

test('where no request was answered, no other metric is suggested', () => {
  const reported = [gauge('http/request-count', 20), gauge('http/lag-p99', 1)];
  expect(judge({ metric: 'http/latency-p99', limit: 5 }, 'upper', 0, reported)).toMatchObject({
    verdict: 'inconclusive',
    reason: 'no request of http was timed in this loop, so http/latency-p99 has no value',
  });
  expect(judge({ metric: 'http/lag-p9', limit: 5 }, 'upper', 0, reported).reason).not.toContain('timed');
});

test('an SLO on all values of a metric is told to name one number of it', () => {
  const sample: Metric = { name: 'grpc/latency', description: '', type: 'Sample', values: [1] };
  expect(judge({ metric: 'grpc/latency', limit: 5 }, 'upper', 0, [sample])).toMatchObject({
    verdict: 'inconclusive',
    reason: 'grpc/latency is no single number: name one of it, such as grpc/latency/mean',
  });
});

test('a value that is no finite number is inconclusive', () => {
  expect(judge({ metric: 'a/b', limit: 5 }, 'upper', 0, [gauge('a/b', Number.NaN)]).verdict).toBe('inconclusive');
});

test.each([
  ['upper', 10, 'inconclusive'],
  ['upper', 90, 'violated'],
  ['lower', 90, 'satisfied'],
  ['lower', 10, 'inconclusive'],
] as const)('against a %s limit of 50 a value of at least %p is %s', (kind, value, verdict) => {
  expect(judge({ metric: 'a/b', limit: 50 }, kind, 0, [gauge('a/b', value, { atLeast: 'timeouts' })])).toMatchObject({
    verdict,
    atLeast: true,
  });
});

test('what a load that was not applied as asked shows: violated stays, satisfied becomes inconclusive', () => {
  const late = { doubtful: 'the generator was late' };
  expect(judge({ metric: 'a/b', limit: 50 }, 'upper', 0, [gauge('a/b', 60, late)]).verdict).toBe('violated');
  expect(judge({ metric: 'a/b', limit: 50 }, 'upper', 0, [gauge('a/b', 40, late)])).toMatchObject({
    verdict: 'inconclusive',
    reason: 'the generator was late',
  });
});

test('p95.0 and p95 name one metric, for every provider', () => {
  expect(
    judge({ metric: 'http-foo/latency-p95.0', limit: 50 }, 'upper', 0, [gauge('http-foo/latency-p95', 40)]).verdict,
  ).toBe('satisfied');
  const sample: Metric = { name: 'grpc/latency', description: '', type: 'Sample', values: [1, 2, 3, 4] };
  expect(judge({ metric: 'grpc/latency/p50.0', limit: 2 }, 'upper', 0, [sample])).toMatchObject({
    verdict: 'satisfied',
    value: 2,
  });
  expect(judge({ metric: 'grpc/latency/mean', limit: 2 }, 'upper', 0, [sample])).toMatchObject({
    verdict: 'violated',
    value: 2.5,
  });
});
