import type { Measurement } from '../../model/task.ts';
import type { Reading } from '../common/reading.ts';

// What the metrics of calls depend on beside the load itself.
export interface GrpcReading extends Reading {
  countErrors: boolean;
}

export function readingOf({ reading }: Pick<Measurement, 'reading'>): GrpcReading {
  return reading as GrpcReading;
}
