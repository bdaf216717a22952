import { canonicalMetric } from './metric.ts';

test.each([
  ['http/latency-p50.0', 'http/latency-p50'],
  ['http-x/latency-p99.90', 'http-x/latency-p99.9'],
  ['grpc/latency/p95.000', 'grpc/latency/p95'],
  ['http/latency-p99.9', 'http/latency-p99.9'],
  ['shop/v1.0', 'shop/v1.0'],
])('%s is the metric %s', (name, canonical) => {
  expect(canonicalMetric(name)).toBe(canonical);
});
