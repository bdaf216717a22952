import type { AskedLoad, Document, StoredLoad } from '../model/document.ts';
import { countBelow, type Histogram, mergeHistograms, quantile, stddev, unpackHistogram } from '../model/histogram.ts';
import { achievedRate, type Stalls } from '../model/measurement.ts';
import type { VersionRow } from './view-versions.ts';

export const percents = [50, 75, 90, 95, 99, 99.9, 99.99] as const;

// One load of the current loop, with the numbers that follow from its counts and histograms.
export interface LoadRow {
  title: string; // provider, and version where there are several
  provider: string;
  version: number;
  target: string;
  partial: boolean;
  asked: AskedLoad;
  achievedQps?: number | undefined;
  sent: number;
  answered: number;
  errors: number;
  dropped: number;
  unfinished: number;
  latency?: LatencyRow | undefined; // with the lower bounds of requests that were given up or never sent
  service?: LatencyRow | undefined;
  lag?: LatencyRow | undefined;
  statuses: Record<string, number>;
  failures: Record<string, number>;
  failureExamples: Record<string, string>;
  peers: Record<string, number>;
  connections: number;
  bytesIn: number;
  bytesOut: number;
  firstSend?: number | undefined;
  lastSend?: number | undefined;
  stalls: Stalls;
  coarse?: number | undefined; // buckets joined into one to save space; 0: the histograms were left out
}

// In msec. `bounded`: how many of the values are lower bounds only; what they make uncertain says `atLeast`.
export interface LatencyRow {
  count: number;
  bounded: number;
  untimed: number; // requests that failed before there was anything to time
  mean: Reading;
  stddev?: number | undefined;
  min: Reading;
  max: Reading;
  percentiles: Record<string, Reading>;
}

export interface Reading {
  value: number;
  atLeast?: true | undefined;
}

export function loadRows(document: Document, versions: readonly VersionRow[]): LoadRow[] {
  return (document.details?.loads ?? []).map((load) => rowOf(load, versions));
}

function rowOf(load: StoredLoad, versions: readonly VersionRow[]): LoadRow {
  const { latency, bounds, service, lag, firstSend, lastSend, ...rest } = load;
  const histograms = {
    latency: unpackHistogram(latency),
    bounds: unpackHistogram(bounds),
    service: unpackHistogram(service),
    lag: unpackHistogram(lag),
  };
  const heading = versions.length > 1 ? versions[load.version]?.heading : undefined;
  return {
    ...rest,
    title: heading === undefined ? load.provider : `${load.provider}, ${heading}`,
    achievedQps: achievedRate({ ...load, ...histograms }),
    firstSend: firstSend ?? undefined,
    lastSend: lastSend ?? undefined,
    latency: latencyOf(histograms.latency, load.sent + load.dropped, histograms.bounds),
    service: latencyOf(histograms.service, load.sent),
    lag: latencyOf(histograms.lag, 0),
  };
}

// `requests`: of those that failed before there was anything to time, nothing is known; they come last.
function latencyOf(values: Histogram, requests: number, bounds?: Histogram): LatencyRow | undefined {
  const all = bounds === undefined ? values : mergeHistograms([values, bounds]);
  if (all.count === 0) return undefined;
  const bounded = bounds?.count ?? 0;
  const total = Math.max(requests, all.count);
  // A value that is known only from below may belong to any later rank: what comes before the first of them is certain.
  const certain = bounds === undefined || bounded === 0 ? all.count : countBelow(values, bounds.min);
  const reading = (value: number, sure: boolean): Reading => (sure ? { value } : { value, atLeast: true });
  const percentiles: Record<string, Reading> = {};
  for (const percent of percents) {
    const value = quantile(all, percent / 100);
    const sure = rankOf(percent, all.count) <= certain && rankOf(percent, total) <= all.count;
    if (value !== undefined) percentiles[`${percent}`] = reading(value, sure);
  }
  return {
    count: all.count,
    bounded,
    untimed: total - all.count,
    mean: reading(all.mean, bounded === 0),
    stddev: bounded === 0 ? stddev(all) : undefined,
    min: reading(all.min, certain > 0),
    max: reading(all.max, bounded === 0 && total === all.count),
    percentiles,
  };
}

function rankOf(percent: number, count: number): number {
  return Math.max(1, Math.ceil((percent / 100) * count - 1e-9));
}
