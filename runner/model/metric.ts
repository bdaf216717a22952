import type { Bucket } from './histogram.ts';
import type { Population } from './quantiles.ts';

export type MetricType = 'Gauge' | 'Counter' | 'Histogram' | 'Sample' | 'Summary';

// What a task derived from its measurements, for one version and one loop.
export type Metric = { name: string; description: string; units?: string; ours?: boolean } & (
  | {
      type: 'Gauge' | 'Counter';
      value: number;
      // The true value is not below this one, and may be above it: the reason says why.
      atLeast?: string;
      // The value stands, but the load was not applied as asked, so that it proves nothing: the reason says why.
      doubtful?: string;
    }
  | { type: 'Histogram'; buckets: Bucket[] }
  // `of`: what the values were thinned from, where that is at hand; an SLO on an aggregate of it is judged by that.
  | { type: 'Sample'; values: number[]; of?: Population; doubtful?: string }
  | { type: 'Summary'; summary: [count: number, sum: number, min: number, max: number, sumsq: number] }
);

// `http/latency-p50.0` and `http/latency-p50` name one metric; so do `grpc/latency/p95.0` and `grpc/latency/p95`.
export function canonicalMetric(name: string): string {
  return name.replace(/^(.*[-/]p)(\d+)\.(\d*?)0*$/, (_, head: string, whole: string, fraction: string) =>
    fraction === '' ? head + whole : `${head}${whole}.${fraction}`,
  );
}
