// Metrics that every load has, whatever its protocol. Derived from the merged measurement only, never from parts of it.
import { counted } from '../../model/counted.ts';
import { failureKindsOf, isUntimed, type Protocol } from '../../model/failure.ts';
import { type Histogram, quantile, stddev } from '../../model/histogram.ts';
import { achievedRate, type LoadMeasurement } from '../../model/measurement.ts';
import type { Metric } from '../../model/metric.ts';
import {
  average,
  boundsReason,
  highest,
  lowest,
  type Population,
  percentile,
  reachesWithout,
  type Value,
} from '../../model/quantiles.ts';
import type { Measurement } from '../../model/task.ts';
import { doubtsOf } from './doubt.ts';

export function errorMetrics(load: LoadMeasurement, whatWasSent: string): Metric[] {
  const { sent, errors } = load;
  const reason = whyErrorsAreUnknown(load);
  const doubt = reason === undefined ? {} : { doubtful: reason };
  const rate = gauge('error-rate', 'fraction of responses that were errors', { value: errors / sent }, doubt);
  return [
    counter('request-count', `number of ${whatWasSent} sent`, sent),
    { ...counter('error-count', 'number of responses that were errors', errors), ...doubt },
    ...(sent > 0 ? [rate] : []),
  ];
}

// No errors among none that ended say nothing of the target.
function whyErrorsAreUnknown({ sent, unfinished }: LoadMeasurement): string | undefined {
  if (sent === 0) return 'no request was counted';
  return unfinished < sent ? undefined : `none of the ${counted(sent)} requests had ended when they were cut off`;
}

interface Times {
  stem: string; // what stands before mean, p99 and so on
  of: string; // in words
  from: Population;
  percentiles: readonly number[];
  units?: string;
}

// Mean, spread and percentiles; a load that was not applied as asked makes them doubtful.
export function timeMetrics({ stem, of, from, percentiles, units = 'msec' }: Times, doubtful: string): Metric[] {
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
    return [gauge(stem + suffix, words, value, { units, ...(reasons === '' ? {} : { doubtful: reasons }) })];
  });
}

// Why times prove nothing, or '' where they do.
export function doubtWords(measurement: Measurement): string {
  return doubtsOf(measurement)
    .map(({ message }) => message)
    .join('; ');
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
    : `${counted(from.without)} of ${counted(from.all.count + from.without)} requests have no latency (${from.whyWithout})`;
}

// How the load was applied.
export function generatorMetrics({ load, asked }: Measurement, lagStem: string, place: string): Metric[] {
  const lag: [suffix: string, words: string, value: number | undefined][] = [
    ['p50', '50-th percentile', quantile(load.lag, 0.5)],
    ['p99', '99-th percentile', quantile(load.lag, 0.99)],
    ['max', 'maximum', quantile(load.lag, 1)],
  ];
  const achieved = achievedRate(load);
  return [
    ...(asked.qps > 0 ? [gauge('qps-requested', 'requests a second asked for', { value: asked.qps })] : []),
    ...(achieved === undefined ? [] : [gauge('qps-achieved', 'requests sent a second', { value: achieved })]),
    counter('dropped-count', `number of requests that were due and never sent, no ${place} being free`, load.dropped),
    ...lag.flatMap(([suffix, words, value]) =>
      value === undefined
        ? []
        : [gauge(`${lagStem}${suffix}`, `${words} of how late the load generator was`, { value }, { units: 'msec' })],
    ),
  ];
}

export function failureMetrics(load: LoadMeasurement, protocol: Protocol): Metric[] {
  const kinds = new Set([...failureKindsOf(protocol), ...Object.keys(load.failures)]);
  return [...kinds].map((kind) =>
    counter(`error-count-${kind}`, `number of errors of the kind ${kind}`, load.failures[kind] ?? 0),
  );
}

export function trafficMetrics(load: LoadMeasurement): Metric[] {
  return [
    counter('connection-count', 'number of connections opened', load.connections),
    counter('bytes-in', 'bytes received', load.bytesIn, 'bytes'),
    counter('bytes-out', 'bytes sent', load.bytesOut, 'bytes'),
  ];
}

export function statusMetric(status: string, n: number): Metric {
  return counter(`status-count-${status}`, `number of responses with status ${status}`, n);
}

export function whyWithoutLatency(load: LoadMeasurement): string {
  const untimed = Object.entries(load.failures).filter(([kind]) => isUntimed(kind));
  const words = untimed.map(([kind, n]) => `${kind} ${n}`);
  const failed = untimed.reduce((sum, [, n]) => sum + n, 0);
  const inFlight = load.sent + load.dropped - load.latency.count - load.bounds.count - failed;
  return [...words, ...(inFlight > 0 ? [`in flight ${inFlight}`] : [])].join(', ');
}

export function counter(name: string, description: string, value: number, units?: string): Metric {
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

// 0.13 does not know it.
export function ours(metric: Metric): Metric {
  return { ...metric, ours: true };
}

export function named(provider: string, metrics: readonly Metric[]): Metric[] {
  return metrics.map((metric) => ({ ...metric, name: `${provider}/${metric.name}` }));
}
