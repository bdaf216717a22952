import type { Document, StoredLoad } from '../model/document.ts';
import { emptyHistogram, type Histogram, stddev, unpackHistogram } from '../model/histogram.ts';
import { achievedRate } from '../model/measurement.ts';
import { average, highest, lowest, percentile, population, type Value } from '../model/quantiles.ts';
import type { VersionRow } from './view-versions.ts';

const percents = [50, 75, 90, 95, 99, 99.9, 99.99] as const;

// One load of the current loop, with the numbers that follow from its counts and histograms.
export interface LoadRow extends Omit<StoredLoad, Numbers> {
  title: string; // provider, and version where there are several
  achievedQps?: number | undefined;
  latency?: LatencyRow | undefined; // with the lower bounds of requests that were given up or never sent
  service?: LatencyRow | undefined;
  lag?: LatencyRow | undefined;
  streams?: { firstMessage?: LatencyRow | undefined; messagesIn: number; messagesOut: number } | undefined;
  firstSend?: number | undefined;
  lastSend?: number | undefined;
}

type Numbers = 'latency' | 'bounds' | 'service' | 'lag' | 'streams' | 'firstSend' | 'lastSend';

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
  const { latency, bounds, service, lag, streams, firstSend, lastSend, ...rest } = load;
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
    achievedQps: achievedRate({ sent: load.sent, firstSend, lastSend }),
    streams: streams && { ...streams, firstMessage: latencyOf(unpackHistogram(streams.firstMessage), 0) },
    firstSend: firstSend ?? undefined,
    lastSend: lastSend ?? undefined,
    latency: latencyOf(histograms.latency, load.sent + load.dropped, histograms.bounds),
    service: latencyOf(histograms.service, load.sent),
    lag: latencyOf(histograms.lag, 0),
  };
}

// `requests`: of those that failed before there was anything to time, nothing is known; they come last.
function latencyOf(values: Histogram, requests: number, bounds = emptyHistogram()): LatencyRow | undefined {
  const of = population(values, bounds, requests, '');
  const [mean, min, max] = [reading(average(of)), reading(lowest(of)), reading(highest(of))];
  if (mean === undefined || min === undefined || max === undefined) return undefined;
  const percentiles: Record<string, Reading> = {};
  for (const percent of percents) {
    const value = reading(percentile(of, percent));
    if (value !== undefined) percentiles[`${percent}`] = value;
  }
  return {
    count: of.all.count,
    bounded: bounds.count,
    untimed: of.without,
    mean,
    stddev: bounds.count === 0 ? stddev(of.all) : undefined,
    min,
    max,
    percentiles,
  };
}

function reading(value: Value | undefined): Reading | undefined {
  if (value === undefined) return undefined;
  return value.atLeast === undefined ? { value: value.value } : { value: value.value, atLeast: true };
}
