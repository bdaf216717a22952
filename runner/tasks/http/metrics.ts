// What the numbers of one provider mean. Derived from the merged measurement only, never from parts of it.
import { emptyHistogram, type Histogram, occupied } from '../../model/histogram.ts';
import type { LoadMeasurement } from '../../model/measurement.ts';
import type { Metric } from '../../model/metric.ts';
import { population } from '../../model/quantiles.ts';
import type { Measurement } from '../../model/task.ts';
import {
  doubtWords,
  errorMetrics,
  failureMetrics,
  generatorMetrics,
  named,
  ours,
  statusMetric,
  timeMetrics,
  trafficMetrics,
  whyWithoutLatency,
} from '../common/metrics.ts';
import { readingOf } from '../common/reading.ts';

const mostBuckets = 200;

export function metricsOf(measurement: Measurement): Metric[] {
  const { provider, load } = measurement;
  const { percentiles } = readingOf(measurement);
  const doubtful = doubtWords(measurement);
  const why = whyWithoutLatency(load);
  const latency = {
    stem: 'latency-',
    of: 'observed latency values',
    from: population(load.latency, load.bounds, load.sent + load.dropped, why),
    percentiles,
  };
  const service = {
    stem: 'service-time-',
    of: 'times from sending a request to the end of its answer',
    from: population(load.service, emptyHistogram(), load.sent, why),
    percentiles,
  };
  const metrics = [
    ...errorMetrics(load, 'requests'),
    ...timeMetrics(latency, doubtful),
    ...timeMetrics(service, doubtful).map(ours),
    ...generatorMetrics(measurement, 'lag-', 'connection').map(ours),
    ...[...failureMetrics(load, 'http'), ...statuses(load), ...trafficMetrics(load)].map(ours),
  ];
  return [...named(provider, metrics), ...histogram(load.latency)];
}

function statuses({ statuses: by }: LoadMeasurement): Metric[] {
  const classes = [1, 2, 3, 4, 5].map((digit): [string, number] => [`${digit}xx`, ofClass(by, String(digit))]);
  return [...classes, ...Object.entries(by)].map(([status, n]) => statusMetric(status, n));
}

function ofClass(statuses: LoadMeasurement['statuses'], digit: string): number {
  return Object.entries(statuses).reduce((sum, [status, n]) => (status.startsWith(digit) ? sum + n : sum), 0);
}

// One for all endpoints, as in 0.13: they are told apart in `loads`, exactly.
function histogram(latency: Histogram): Metric[] {
  if (latency.count === 0) return [];
  const buckets = occupied(latency, mostBuckets);
  return [{ name: 'http/latency', type: 'Histogram', description: 'Latency Histogram', units: 'msec', buckets }];
}
