// What the numbers of one provider mean. Derived from the merged measurement only, never from parts of it.

import { failureKinds, isUntimed } from '../../model/failure.ts';
import { emptyHistogram, type Histogram, occupied, quantile, stddev } from '../../model/histogram.ts';
import { achievedRate, type LoadMeasurement } from '../../model/measurement.ts';
import type { Metric } from '../../model/metric.ts';
import {
  average,
  boundsReason,
  highest,
  lowest,
  type Population,
  percentile,
  population,
  reachesWithout,
  type Value,
} from '../../model/quantiles.ts';
import type { Measurement } from '../../model/task.ts';
import { doubtsOf } from './doubt.ts';
import { readingOf } from './reading.ts';

const mostBuckets = 200;

export function metricsOf(measurement: Measurement): Metric[] {
  const { provider, load } = measurement;
  const { percentiles } = readingOf(measurement);
  const doubtful = doubtsOf(measurement)
    .map(({ message }) => message)
    .join('; ');
  const why = whyWithoutLatency(load);
  const latency = population(load.latency, load.bounds, load.sent + load.dropped, why);
  const service = population(load.service, emptyHistogram(), load.sent, why);
  const metrics = [
    ...counts(load),
    ...times('latency', 'observed latency values', latency, percentiles, doubtful),
    ...times(
      'service-time',
      'times from sending a request to the end of its answer',
      service,
      percentiles,
      doubtful,
    ).map(ours),
    ...generator(measurement).map(ours),
    ...breakdown(load).map(ours),
  ];
  return [...metrics.map((metric) => ({ ...metric, name: `${provider}/${metric.name}` })), ...histogram(load.latency)];
}

function counts({ sent, errors }: LoadMeasurement): Metric[] {
  return [
    counter('request-count', 'number of requests sent', sent),
    counter('error-count', 'number of responses that were errors', errors),
    ...(sent > 0 ? [gauge('error-rate', 'fraction of responses that were errors', { value: errors / sent })] : []),
  ];
}

function times(name: string, of: string, from: Population, percentiles: readonly number[], doubtful: string): Metric[] {
  const rows: [suffix: string, words: string, value: Value | undefined, unsure?: string | undefined][] = [
    ['mean', `mean of ${of}`, average(from), mostlyUnknown(from)],
    ['stddev', `standard deviation of ${of}`, spread(from.all), boundedSpread(from) ?? mostlyUnknown(from)],
    ['min', `minimum of ${of}`, lowest(from)],
    ['max', `maximum of ${of}`, highest(from)],
    ...percentiles.map((p): [string, string, Value | undefined] => [
      `p${p}`,
      `${p}-th percentile of ${of}`,
      percentile(from, p),
    ]),
  ];
  return rows.flatMap(([suffix, words, value, unsure]) => {
    if (value === undefined) return [];
    const reasons = [doubtful, unsure ?? ''].filter((reason) => reason !== '').join('; ');
    return [
      gauge(`${name}-${suffix}`, words, value, { units: 'msec', ...(reasons === '' ? {} : { doubtful: reasons }) }),
    ];
  });
}

function spread(all: Histogram): Value | undefined {
  const value = stddev(all);
  return value === undefined ? undefined : { value };
}

// Values that are only bounded may lie further apart or closer together.
function boundedSpread(from: Population): string | undefined {
  return from.bounds.count > 0 ? boundsReason(from) : undefined;
}

// A mean of the few that were answered stands for nothing where not even the median is known.
function mostlyUnknown(from: Population): string | undefined {
  return reachesWithout(from, 50) === undefined
    ? undefined
    : `${from.without} of ${from.all.count + from.without} requests have no latency (${from.whyWithout})`;
}

// How the load was applied.
function generator({ load, asked }: Measurement): Metric[] {
  const lag: [suffix: string, words: string, value: number | undefined][] = [
    ['p50', '50-th percentile', quantile(load.lag, 0.5)],
    ['p99', '99-th percentile', quantile(load.lag, 0.99)],
    ['max', 'maximum', quantile(load.lag, 1)],
  ];
  const achieved = achievedRate(load);
  return [
    ...(asked.qps > 0 ? [gauge('qps-requested', 'requests a second asked for', { value: asked.qps })] : []),
    ...(achieved === undefined ? [] : [gauge('qps-achieved', 'requests sent a second', { value: achieved })]),
    counter('dropped-count', 'number of requests that were due and never sent, no connection being free', load.dropped),
    ...lag.flatMap(([suffix, words, value]) =>
      value === undefined
        ? []
        : [gauge(`lag-${suffix}`, `${words} of how late the load generator was`, { value }, { units: 'msec' })],
    ),
  ];
}

function breakdown(load: LoadMeasurement): Metric[] {
  const kinds = new Set([...failureKinds, ...Object.keys(load.failures)]);
  const classes = [1, 2, 3, 4, 5].map((digit): [string, number] => [
    `${digit}xx`,
    ofClass(load.statuses, String(digit)),
  ]);
  return [
    ...[...kinds].map((kind) =>
      counter(`error-count-${kind}`, `number of errors of the kind ${kind}`, load.failures[kind] ?? 0),
    ),
    ...[...classes, ...Object.entries(load.statuses)].map(([status, n]) =>
      counter(`status-count-${status}`, `number of responses with status ${status}`, n),
    ),
    counter('connection-count', 'number of connections opened', load.connections),
    counter('bytes-in', 'bytes received', load.bytesIn, 'bytes'),
    counter('bytes-out', 'bytes sent', load.bytesOut, 'bytes'),
  ];
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

export function whyWithoutLatency(load: LoadMeasurement): string {
  const untimed = Object.entries(load.failures).filter(([kind]) => isUntimed(kind));
  const words = untimed.map(([kind, n]) => `${kind} ${n}`);
  const failed = untimed.reduce((sum, [, n]) => sum + n, 0);
  const inFlight = load.sent + load.dropped - load.latency.count - load.bounds.count - failed;
  return [...words, ...(inFlight > 0 ? [`in flight ${inFlight}`] : [])].join(', ');
}

function counter(name: string, description: string, value: number, units?: string): Metric {
  return { name, type: 'Counter', description, value, ...(units === undefined ? {} : { units }) };
}

function gauge(
  name: string,
  description: string,
  value: Value,
  more: { units?: string; doubtful?: string } = {},
): Metric {
  return { name, type: 'Gauge', description, ...value, ...more };
}

function ours(metric: Metric): Metric {
  return { ...metric, ours: true };
}
