import fc from 'fast-check';
import { mergeLoads } from '../../model/measurement.ts';
import type { Metric } from '../../model/metric.ts';
import { histogramOf, loadWith, measurementOf, times } from '../common/loads.fixture.ts';
import { metricsOf } from './metrics.ts';

const close = (value: number) => expect.closeTo(value, 2);

function byName(metrics: Metric[]): Map<string, Metric> {
  return new Map(metrics.map((metric) => [metric.name, metric]));
}

function scalars(metrics: Metric[], which: (metric: Metric) => boolean = () => true): Record<string, number> {
  return Object.fromEntries(
    metrics.flatMap((metric) => ('value' in metric && which(metric) ? [[metric.name, metric.value]] : [])),
  );
}

describe('the metrics of 0.13', () => {
  const load = loadWith([1, 2, 3, 4], { errors: 1, statuses: { 200: 3, 500: 1 } });
  const metrics = metricsOf(measurementOf(load));

  test('have their names and values', () => {
    expect(scalars(metrics, ({ ours }) => ours !== true)).toEqual({
      'http/request-count': 4,
      'http/error-count': 1,
      'http/error-rate': 0.25,
      'http/latency-mean': 2.5,
      'http/latency-stddev': Math.sqrt(1.25),
      'http/latency-min': 1,
      'http/latency-max': 4,
      'http/latency-p50': close(2),
      'http/latency-p75': close(3),
      'http/latency-p90': 4,
      'http/latency-p95': 4,
      'http/latency-p99': 4,
      'http/latency-p99.9': 4,
    });
  });

  test('have their types, descriptions and units', () => {
    const named = byName(metrics);
    const about = (name: string) => {
      const { type, description, units } = named.get(name) ?? {};
      return [type, description, units];
    };
    expect(about('http/request-count')).toEqual(['Counter', 'number of requests sent', undefined]);
    expect(about('http/error-count')).toEqual(['Counter', 'number of responses that were errors', undefined]);
    expect(about('http/error-rate')).toEqual(['Gauge', 'fraction of responses that were errors', undefined]);
    expect(about('http/latency-mean')).toEqual(['Gauge', 'mean of observed latency values', 'msec']);
    expect(about('http/latency-stddev')).toEqual(['Gauge', 'standard deviation of observed latency values', 'msec']);
    expect(about('http/latency-min')).toEqual(['Gauge', 'minimum of observed latency values', 'msec']);
    expect(about('http/latency-max')).toEqual(['Gauge', 'maximum of observed latency values', 'msec']);
    expect(about('http/latency-p99.9')).toEqual(['Gauge', '99.9-th percentile of observed latency values', 'msec']);
    expect(about('http/latency')).toEqual(['Histogram', 'Latency Histogram', 'msec']);
  });

  test('carry the name of their endpoint, and its percentiles', () => {
    const reading = { percentiles: [12.5], arrival: 'constant' };
    const names = metricsOf(measurementOf(load, { provider: 'http-get', reading })).map(({ name }) => name);
    expect(names).toContain('http-get/latency-p12.5');
    expect(names).toContain('http/latency'); // one histogram for all endpoints, as in 0.13
    expect(names).not.toContain('http-get/latency-p50');
  });

  test('the histogram counts every answer in at most 200 buckets', () => {
    const many = loadWith(Array.from({ length: 5000 }, (_, i) => 0.1 + i * 0.01));
    const histogram = byName(metricsOf(measurementOf(many))).get('http/latency');
    const buckets = histogram?.type === 'Histogram' ? histogram.buckets : [];
    expect(buckets.length).toBeLessThanOrEqual(200);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
  });
});

describe('our metrics', () => {
  const load = loadWith(times(101, 2), {
    firstSend: 1000,
    lastSend: 11_000,
    dropped: 7,
    lag: histogramOf([0, 0, 1]),
    service: histogramOf(times(101, 1)),
    failures: { timeout: 2, 'expect-body': 3 },
    statuses: { 200: 100, 204: 1 },
    connections: 4,
    bytesIn: 1000,
    bytesOut: 500,
  });
  const values = scalars(
    metricsOf(measurementOf(load, { asked: { qps: 10, connections: 4 } })),
    ({ ours }) => ours === true,
  );

  test('say what was asked and what was done', () => {
    expect(values).toMatchObject({
      'http/qps-requested': 10,
      'http/qps-achieved': 10,
      'http/dropped-count': 7,
      'http/lag-p50': close(0),
      'http/lag-p99': 1,
      'http/lag-max': 1,
      'http/service-time-mean': 1,
      'http/service-time-p99.9': 1,
      'http/connection-count': 4,
      'http/bytes-in': 1000,
      'http/bytes-out': 500,
    });
  });

  test('count errors by kind, those that did not happen too', () => {
    expect(values).toMatchObject({
      'http/error-count-timeout': 2,
      'http/error-count-expect-body': 3,
      'http/error-count-refused': 0,
    });
  });

  test('count answers by status and by class', () => {
    expect(values).toMatchObject({
      'http/status-count-200': 100,
      'http/status-count-204': 1,
      'http/status-count-2xx': 101,
      'http/status-count-5xx': 0,
    });
  });

  test('as fast as the connections allow no rate is requested', () => {
    const closed = metricsOf(measurementOf(load, { asked: { qps: 0, connections: 4 } }));
    expect(byName(closed).has('http/qps-requested')).toBe(false);
  });
});

describe('what is not known', () => {
  test('with nothing sent there is no error-rate and no latency', () => {
    const names = metricsOf(measurementOf(loadWith([]))).map(({ name }) => name);
    expect(names).toContain('http/request-count');
    expect(names.filter((name) => /error-rate|latency|service-time|lag/.test(name))).toEqual([]);
  });

  test('a target that cannot be reached is errors, not a latency', () => {
    const load = loadWith([], { sent: 10, errors: 10, failures: { refused: 10 } });
    const metrics = byName(metricsOf(measurementOf(load)));
    expect(metrics.get('http/error-rate')).toMatchObject({ value: 1 });
    expect([...metrics.keys()].filter((name) => name.includes('latency'))).toEqual([]);
  });

  test('dropped requests count as lower bounds of latency, not of service time', () => {
    const load = loadWith(times(90, 2), { dropped: 10, bounds: histogramOf(times(10, 500)) });
    const metrics = byName(metricsOf(measurementOf(load)));
    expect(metrics.get('http/latency-p90')).toMatchObject({ value: close(2) });
    expect(metrics.get('http/latency-p90')).not.toHaveProperty('atLeast');
    expect(metrics.get('http/latency-p95')).toMatchObject({
      value: close(500),
      atLeast: expect.stringContaining('10 requests'),
    });
    expect(metrics.get('http/latency-mean')).toMatchObject({ value: close(51.8), atLeast: expect.any(String) });
    expect(metrics.get('http/latency-stddev')).toMatchObject({ doubtful: expect.stringContaining('lower bound') });
    expect(metrics.get('http/service-time-p99')).not.toHaveProperty('atLeast');
  });

  test('a mean of the few that were answered is doubtful where most were not', () => {
    const mean = (refused: number) => {
      const load = loadWith(times(10, 2), { sent: 10 + refused, errors: refused, failures: { refused } });
      return byName(metricsOf(measurementOf(load))).get('http/latency-mean');
    };
    expect(mean(10)).not.toHaveProperty('doubtful');
    expect(mean(11)).toMatchObject({ value: 2, doubtful: '11 of 21 requests have no latency (refused 11)' });
  });

  test('requests that are still in flight are named as such', () => {
    const load = loadWith(times(10, 2), { sent: 14 });
    const p99 = byName(metricsOf(measurementOf(load, { partial: true }))).get('http/latency-p99');
    expect(p99).toMatchObject({ atLeast: expect.stringContaining('(in flight 4)') });
  });

  test('a generator that was late makes every latency doubtful, and no count', () => {
    const load = loadWith(times(100, 2), { lag: histogramOf(times(100, 70)) });
    const metrics = metricsOf(measurementOf(load));
    const doubtful = metrics.filter((metric) => 'doubtful' in metric).map(({ name }) => name);
    const latencies = metrics.filter((metric) => metric.type === 'Gauge' && /latency-|service-time-/.test(metric.name));
    expect(doubtful).toEqual(latencies.map(({ name }) => name));
  });
});

test('the metrics of merged shares are those of the whole', () => {
  const latencies = fc.array(fc.double({ min: 0.05, max: 5000, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ latencies, bounds: latencies, refused: fc.nat(9) }), { minLength: 1, maxLength: 5 }),
      (parts) => {
        const loadOf = (part: (typeof parts)[number]) =>
          loadWith(part.latencies, {
            sent: part.latencies.length + part.bounds.length + part.refused,
            bounds: histogramOf(part.bounds),
            failures: { timeout: part.bounds.length, refused: part.refused },
          });
        const whole = loadOf({
          latencies: parts.flatMap((part) => part.latencies),
          bounds: parts.flatMap((part) => part.bounds),
          refused: parts.reduce((sum, part) => sum + part.refused, 0),
        });
        const [merged, once] = [mergeLoads(parts.map(loadOf)), whole].map((load) => metricsOf(measurementOf(load)));
        expect(merged?.map(rounded)).toEqual(once?.map(rounded));
      },
    ),
    { numRuns: 60 },
  );
});

// Means and deviations of shares add up to those of the whole but for the last digits.
function rounded(metric: Metric): Metric {
  if (!('value' in metric)) return metric;
  return { ...metric, value: Number(metric.value.toPrecision(9)) };
}
