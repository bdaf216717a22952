// What the numbers of one provider mean. Derived from the merged measurement only, never from parts of it.
import { emptyHistogram } from '../../model/histogram.ts';
import type { LoadMeasurement, StreamCounts } from '../../model/measurement.ts';
import type { Metric } from '../../model/metric.ts';
import { type Population, population } from '../../model/quantiles.ts';
import { sampleOf } from '../../model/sample.ts';
import type { Measurement } from '../../model/task.ts';
import {
  counter,
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
import { readingOf } from './reading.ts';
import { statusNames } from './statuses.ts';

export function metricsOf(measurement: Measurement): Metric[] {
  const { provider, load } = measurement;
  const { percentiles, countErrors } = readingOf(measurement);
  const doubtful = doubtWords(measurement);
  const why = whyWithoutLatency(load);
  const untimed = countErrors ? 0 : answeredWithErrors(load);
  const latency = population(load.latency, load.bounds, load.sent + load.dropped - untimed, why);
  const service = population(load.service, emptyHistogram(), load.sent - untimed, why);
  const times = (stem: string, of: string, from: Population) => timeMetrics({ stem, of, from, percentiles }, doubtful);
  const metrics = [
    ...errorMetrics(load, 'gRPC requests'),
    // Exact; of the Sample that follows only its shape is kept.
    ...times('latency/', 'gRPC latency', latency).map(ours),
    ...sample(latency, doubtful),
    ...times('service-time/', 'times from sending a request to the end of its answer', service).map(ours),
    ...(load.streams === undefined ? [] : streamMetrics(load.streams, load, percentiles, doubtful)).map(ours),
    ...generatorMetrics(measurement, 'lag/', 'place among the concurrent ones').map(ours),
    ...failureMetrics(load, 'grpc').map(ours),
    ...statuses(load).map(ours),
    ...trafficMetrics(load).map(ours),
  ];
  return named(provider, metrics);
}

function sample(latency: Population, doubtful: string): Metric[] {
  if (latency.exact.count === 0) return [];
  return [
    {
      name: 'latency',
      type: 'Sample',
      description: 'gRPC Latency Sample',
      units: 'msec',
      values: sampleOf(latency.exact),
      of: latency,
      ...(doubtful === '' ? {} : { doubtful }),
    },
  ];
}

function streamMetrics(
  { firstMessage, messagesIn, messagesOut }: StreamCounts,
  load: LoadMeasurement,
  percentiles: readonly number[],
  doubtful: string,
): Metric[] {
  const from = population(firstMessage, emptyHistogram(), load.sent, 'no message came');
  const of = 'times to the first message of the server';
  return [
    ...timeMetrics({ stem: 'first-message/', of, from, percentiles }, doubtful),
    counter('messages/count', 'number of messages received', messagesIn),
    counter('messages/sent-count', 'number of messages sent', messagesOut),
  ];
}

// Those that did not come are 0, so that an SLO can ask for that.
function statuses({ statuses: by }: LoadMeasurement): Metric[] {
  const all = new Set([...statusNames, ...Object.keys(by)]);
  return [...all].map((status) => statusMetric(status, by[status] ?? 0));
}

// Answers that are left out of the latency where errors do not count. A deadline that passed is a time, not an answer,
// and what failed without an answer has a status of the client's own.
function answeredWithErrors({ statuses: by, failures }: LoadMeasurement): number {
  const timed = new Set(['OK', 'DEADLINE_EXCEEDED']);
  const others = sum(Object.entries(by).filter(([status]) => !timed.has(status)));
  return Math.max(0, others - sum(Object.entries(failures).filter(([kind]) => kind !== 'timeout')));
}

function sum(entries: readonly [string, number][]): number {
  return entries.reduce((total, [, n]) => total + n, 0);
}
