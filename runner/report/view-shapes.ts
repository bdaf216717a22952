// What the charts of a load are drawn from: its exact histograms, read the same way as its numbers are.
import type { StoredLoad } from '../model/document.ts';
import { type Bucket, emptyHistogram, occupied, unpackHistogram } from '../model/histogram.ts';
import { type Population, percentile, population } from '../model/quantiles.ts';
import { aggregateSample } from '../model/slo.ts';

export interface Shape {
  buckets: Bucket[];
  curve: CurvePoint[];
  service: CurvePoint[]; // without the time requests waited to be sent
}

export interface CurvePoint {
  percent: number;
  value: number;
  atLeast?: true | undefined;
}

const steps = 16; // a decade
const decades = 4; // up to p99.99

// Evenly apart where the distance to 100 % is drawn on a log scale, and those that are told, so that their dots are on the line.
const evenly = Array.from({ length: decades * steps + 1 }, (_, i) => 100 * (1 - 10 ** (-i / steps)));
const percents = [...evenly, 50, 75, 95].sort((a, b) => a - b);

export function shapeOfLoad(load: StoredLoad): Shape {
  const latency = unpackHistogram(load.latency);
  const exact = population(latency, unpackHistogram(load.bounds), load.sent + load.dropped, '');
  const service = population(unpackHistogram(load.service), emptyHistogram(), load.sent, '');
  return { buckets: occupied(latency), curve: curveOf(exact), service: curveOf(service) };
}

function curveOf(of: Population): CurvePoint[] {
  return percents.flatMap((percent) => {
    const value = percentile(of, percent);
    if (value === undefined) return [];
    return [{ percent, value: value.value, atLeast: value.atLeast === undefined ? undefined : (true as const) }];
  });
}

// Of observations that are kept one by one, with the percentiles of 0.13.
export function shapeOfSample(values: readonly number[]): Shape {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const buckets = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([value, count]) => ({ lower: value, upper: value, count }));
  const sorted = [...values].sort((a, b) => a - b);
  const curve = percents.flatMap((percent) => {
    const value = percent === 0 ? sorted[0] : aggregateSample(sorted, `p${percent}`);
    return value === undefined ? [] : [{ percent, value }];
  });
  return { buckets, curve, service: [] };
}
