// Made-up loads for tests.
import { emptyHistogram, type Histogram, record } from '../../model/histogram.ts';
import { emptyLoad, type LoadMeasurement } from '../../model/measurement.ts';
import type { Measurement } from '../../model/task.ts';
import type { Reading } from './reading.ts';

export const target = 'http://target.test/get';

export function histogramOf(values: readonly number[]): Histogram {
  const h = emptyHistogram();
  for (const value of values) record(h, value);
  return h;
}

export function times(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

// Every request answered with 200 unless something else is said.
export function loadWith(latencies: readonly number[], more: Partial<LoadMeasurement> = {}): LoadMeasurement {
  const latency = histogramOf(latencies);
  return {
    ...emptyLoad(),
    latency,
    service: latency,
    sent: latencies.length,
    answered: latencies.length,
    statuses: { 200: latencies.length },
    ...more,
  };
}

export function measurementOf(load: LoadMeasurement, more: Partial<Measurement> = {}): Measurement {
  return {
    provider: 'http',
    version: 0,
    target,
    asked: { qps: 8, connections: 4, requests: 100 },
    load,
    partial: false,
    reading: { percentiles: [50, 75, 90, 95, 99, 99.9], arrival: 'constant' } satisfies Reading,
    ...more,
  };
}
