import type { LoadMeasurement } from '../../model/measurement.ts';
import type { Metric } from '../../model/metric.ts';
import { judge } from '../../model/slo.ts';
import { histogramOf, loadWith, measurementOf, times } from '../common/loads.fixture.ts';
import { metricsOf } from './metrics.ts';
import type { GrpcReading } from './reading.ts';

const reading: GrpcReading = { percentiles: [50, 99], arrival: 'constant', countErrors: true };

function metrics(latencies: readonly number[], more: Partial<LoadMeasurement> = {}, given: Partial<GrpcReading> = {}) {
  const load = loadWith(latencies, { statuses: { OK: latencies.length }, ...more });
  return metricsOf(measurementOf(load, { provider: 'grpc', reading: { ...reading, ...given } }));
}

const find = (list: readonly Metric[], name: string) => list.find((metric) => metric.name === name);
const verdict = (list: readonly Metric[], metric: string, limit: number) => judge({ metric, limit }, 'upper', 0, list);

describe('the metrics of 0.13', () => {
  const list = metrics([1.5, 2.5, 3.25, 40, 55.125]);

  test('are three counts and a Sample, and nothing else', () => {
    expect(list.filter(({ ours }) => ours !== true).map(({ name, type }) => [name, type])).toEqual([
      ['grpc/request-count', 'Counter'],
      ['grpc/error-count', 'Counter'],
      ['grpc/error-rate', 'Gauge'],
      ['grpc/latency', 'Sample'],
    ]);
    expect(find(list, 'grpc/latency')).toMatchObject({ description: 'gRPC Latency Sample', units: 'msec' });
    expect(find(list, 'grpc/request-count')).toMatchObject({ description: 'number of gRPC requests sent', value: 5 });
  });

  test('the Sample has a thousand values at most', () => {
    const many = find(metrics(Array.from({ length: 5000 }, (_, i) => 1 + i / 100)), 'grpc/latency');
    expect(many?.type === 'Sample' ? many.values.length : 0).toBe(1000);
  });

  test('carry the name of their endpoint', () => {
    const load = loadWith([1], { statuses: { OK: 1 } });
    const names = metricsOf(measurementOf(load, { provider: 'grpc-get', reading })).map(({ name }) => name);
    expect(names.every((name) => name.startsWith('grpc-get/'))).toBe(true);
  });
});

describe('aggregates of the latency', () => {
  const list = metrics(Array.from({ length: 10_000 }, (_, i) => (i + 1) / 100));

  test.each([
    ['mean', 50.005],
    ['min', 0.01],
    ['max', 100],
    ['p50', 50],
    ['p50.0', 50],
    ['p99', 99],
    ['p99.97', 99.97], // nobody asked for it before
  ])('%s is that of all values, not of the Sample', (aggregate, value) => {
    const { verdict: above } = verdict(list, `grpc/latency/${aggregate}`, value * 1.001);
    const { verdict: below } = verdict(list, `grpc/latency/${aggregate}`, value * 0.999);
    expect([above, below]).toEqual(['satisfied', 'violated']);
  });

  test('percentiles that reach into requests without a latency are inconclusive, asked for or not', () => {
    const failed = metrics(times(90, 2), {
      sent: 100,
      errors: 10,
      failures: { refused: 10 },
      statuses: { OK: 90, UNAVAILABLE: 10 },
    });
    expect(verdict(failed, 'grpc/latency/p50', 5).verdict).toBe('satisfied');
    expect(verdict(failed, 'grpc/latency/p89', 5).verdict).toBe('satisfied');
    expect(verdict(failed, 'grpc/latency/p99', 5).verdict).toBe('inconclusive');
    expect(verdict(failed, 'grpc/latency/p95', 5)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('refused 10'),
    });
  });

  test('a late generator leaves every one of them in doubt, asked for or not', () => {
    const late = metrics(times(100, 2), { lag: histogramOf(times(100, 70)) });
    for (const name of ['mean', 'p99', 'p98']) {
      expect(verdict(late, `grpc/latency/${name}`, 5).verdict).toBe('inconclusive');
    }
  });
});

describe('where errors do not count for the latency', () => {
  const statuses = { OK: 90, NOT_FOUND: 6, DEADLINE_EXCEEDED: 2, UNAVAILABLE: 2 };
  const more = {
    sent: 100,
    errors: 10,
    statuses,
    failures: { refused: 2, timeout: 1 },
    bounds: histogramOf(times(2, 500)),
  };

  test('answers that are errors are no requests without a latency', () => {
    const of = (countErrors: boolean) => verdict(metrics(times(90, 2), more, { countErrors }), 'grpc/latency/p95', 5);
    // 90 answers, 2 deadlines, 2 refused: rank 90 of 94 is known.
    expect(of(false)).toMatchObject({ verdict: 'satisfied' });
    expect(of(true)).toMatchObject({ verdict: 'inconclusive' });
  });

  test('deadlines and requests without an answer still count', () => {
    const list = metrics(times(90, 2), more, { countErrors: false });
    expect(find(list, 'grpc/latency/p99')).toMatchObject({ atLeast: expect.stringContaining('refused 2') });
    expect(verdict(list, 'grpc/latency/max', 5).verdict).toBe('violated');
  });
});

describe('our metrics', () => {
  test('count requests by each status there is', () => {
    const list = metrics([1], { statuses: { OK: 1, NOT_FOUND: 3, OTHER: 2 } });
    const counts = list.filter(({ name }) => name.includes('status-count-'));
    expect(counts).toHaveLength(18);
    expect(find(list, 'grpc/status-count-NOT_FOUND')).toMatchObject({ value: 3, ours: true });
    expect(find(list, 'grpc/status-count-UNAVAILABLE')).toMatchObject({ value: 0 });
    expect(find(list, 'grpc/status-count-OTHER')).toMatchObject({ value: 2 });
  });

  test('count failures of the kinds that calls have', () => {
    const names = metrics([1]).map(({ name }) => name);
    expect(names).toContain('grpc/error-count-refused');
    expect(names).not.toContain('grpc/error-count-expect-status');
  });

  test('of streams tell the first message and how many came', () => {
    const streams = { firstMessage: histogramOf(times(9, 1)), messagesIn: 640, messagesOut: 10 };
    const list = metrics(times(10, 5), { streams });
    expect(find(list, 'grpc/first-message/mean')).toMatchObject({ value: 1, units: 'msec', ours: true });
    expect(find(list, 'grpc/first-message/p99')).toMatchObject({ atLeast: expect.stringContaining('no message came') });
    expect(find(list, 'grpc/messages/count')).toMatchObject({ value: 640 });
    expect(find(list, 'grpc/messages/sent-count')).toMatchObject({ value: 10 });
  });

  test('of unary calls there are none of streams', () => {
    expect(metrics([1]).filter(({ name }) => /message/.test(name))).toEqual([]);
  });
});

test('a target that cannot be reached is errors, not a latency', () => {
  const list = metrics([], { sent: 10, errors: 10, failures: { refused: 10 }, statuses: { UNAVAILABLE: 10 } });
  expect(find(list, 'grpc/error-rate')).toMatchObject({ value: 1 });
  expect(list.filter(({ name }) => name.includes('latency'))).toEqual([]);
  expect(verdict(list, 'grpc/latency/p99', 5).verdict).toBe('inconclusive');
});

describe('no errors', () => {
  test('prove nothing where no request was counted', () => {
    expect(verdict(metrics([]), 'grpc/error-count', 0)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no request was counted',
    });
  });

  test('prove nothing where all requests were cut off', () => {
    const list = metrics([], { sent: 5, answered: 0, unfinished: 5, statuses: {} });
    for (const metric of ['grpc/error-count', 'grpc/error-rate']) {
      expect(verdict(list, metric, 0)).toMatchObject({
        verdict: 'inconclusive',
        reason: 'none of the 5 requests had ended when they were cut off',
      });
    }
  });

  test('count where some requests ended', () => {
    expect(verdict(metrics([1], { sent: 5, unfinished: 4 }), 'grpc/error-count', 0).verdict).toBe('satisfied');
  });
});
