// What the metrics of a load depend on beside the load itself. It stays with the measurement; the plan does not, which
// holds the values of secrets.
import type { Measurement } from '../../model/task.ts';

export interface Reading {
  percentiles: readonly number[];
  arrival: 'constant' | 'poisson';
}

export function readingOf({ reading }: Pick<Measurement, 'reading'>): Reading {
  return reading as Reading;
}
