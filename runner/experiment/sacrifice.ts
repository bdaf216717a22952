// The ways in which a document can be made smaller.
import type { Details, Document, Insights, MetricInfo, StoredLoad } from '../model/document.ts';
import type { PackedHistogram } from '../model/histogram.ts';
import { metricOfGap } from '../model/loops.ts';
import { mapValues } from '../model/maps.ts';
import { canonicalMetric } from '../model/metric.ts';
import { thinSample } from '../model/sample.ts';
import { mergeBuckets } from './buckets.ts';
import { type History, keepsLoop, roundOlder, thin } from './history.ts';

export function roundHistory(document: Document): Document {
  return inHistory(document, roundOlder);
}

// The newest `whole` loops and ever fewer older ones; 0: this loop alone.
export function keepLoops(document: Document, whole: number): Document {
  return inHistory(document, (history, newest) =>
    thin(history, (loop) => loop === newest || (whole > 0 && keepsLoop(loop, newest, whole))),
  );
}

function inHistory(document: Document, change: (history: History, newest: number) => History): Document {
  const { result, details } = document;
  if (result?.insights === undefined || details === undefined) return document;
  const { insights, loops, gaps } = change(
    { insights: result.insights, loops: details.loops, gaps: details.gaps },
    details.loop,
  );
  return { ...document, result: { ...result, insights }, details: { ...details, loops, gaps } };
}

function inDetails(document: Document, change: (details: Details) => Partial<Details>): Document {
  const { details } = document;
  return details === undefined ? document : { ...document, details: { ...details, ...change(details) } };
}

function inInsights(document: Document, change: (insights: Insights) => Partial<Insights>): Document {
  const { result } = document;
  if (result?.insights === undefined) return document;
  return { ...document, result: { ...result, insights: { ...result.insights, ...change(result.insights) } } };
}

// Their quantiles and means stay; what an SLO asks of them was computed before.
export function shortenSamples(document: Document, most: number): Document {
  return inInsights(document, ({ metricsInfo, nonHistMetricValues }) => ({
    nonHistMetricValues: nonHistMetricValues.map((series) =>
      mapValues(series, (values, name) =>
        metricsInfo[name]?.type === 'Sample' && values.length > most ? thinSample(values, most) : values,
      ),
    ),
  }));
}

export function coarsenLoads(document: Document, factor: number): Document {
  return inDetails(document, ({ loads }) => ({ loads: loads.map((load) => inHistograms(load, factor)) }));
}

function inHistograms(load: StoredLoad, factor: number): StoredLoad {
  const coarser = (h: PackedHistogram | null) => (h === null ? null : { ...h, buckets: coarsen(h.buckets, factor) });
  return { ...withHistograms(load, coarser), coarse: factor };
}

function withHistograms(load: StoredLoad, change: (h: PackedHistogram | null) => PackedHistogram | null): StoredLoad {
  const { latency, bounds, service, lag, streams } = load;
  return {
    ...load,
    latency: change(latency),
    bounds: change(bounds),
    service: change(service),
    lag: change(lag),
    ...(streams === undefined ? {} : { streams: { ...streams, firstMessage: change(streams.firstMessage) } }),
  };
}

// Pairs of gap and count: each group of `factor` buckets becomes the one in its middle.
export function coarsen(buckets: readonly number[], factor: number): number[] {
  const counts = new Map<number, number>();
  let index = 0;
  for (let i = 0; i + 1 < buckets.length; i += 2) {
    index += buckets[i] ?? 0;
    const middle = Math.floor(index / factor) * factor + Math.floor(factor / 2);
    counts.set(middle, (counts.get(middle) ?? 0) + (buckets[i + 1] ?? 0));
  }
  let last = 0;
  return [...counts].flatMap(([middle, count]) => {
    const gap = middle - last;
    last = middle;
    return [gap, count];
  });
}

export function withoutCourses(document: Document): Document {
  return inDetails(document, ({ loads }) => ({ loads: loads.map(({ course: _, ...load }) => load) }));
}

export function withoutHistograms(document: Document, part: number): Document {
  return inDetails(document, ({ loads }) => ({
    loads: loads.map((load, i) =>
      i < loads.length * part ? { ...withHistograms(load, () => null), coarse: 0 } : load,
    ),
  }));
}

const longestText = 120;
const mostNames = 8;
const mostNotes = 20;

export function shortenTexts(document: Document): Document {
  return inDetails(document, ({ loads, notes }) => ({
    loads: loads.map((load) => ({
      ...load,
      failureExamples: mapValues(load.failureExamples, shorten),
      peers: Object.fromEntries(Object.entries(load.peers).slice(0, mostNames)),
    })),
    notes: notes.slice(0, mostNotes).map((note) => ({ ...note, message: shorten(note.message) })),
  }));
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

export function withoutLoads(document: Document): Document {
  return inDetails(document, () => ({ loads: [] }));
}

export function shortenBuckets(document: Document, most: number): Document {
  return inInsights(document, ({ histMetricValues }) => ({
    histMetricValues: histMetricValues.map((values) => mapValues(values, (rows) => mergeBuckets(rows, most))),
  }));
}

export function withoutDescriptions(document: Document): Document {
  const smaller = inInsights(document, ({ metricsInfo }) => ({ metricsInfo: undescribed(metricsInfo) }));
  return inDetails(smaller, ({ ourMetrics }) => ({ ourMetrics: undescribed(ourMetrics) }));
}

function undescribed(infos: Record<string, MetricInfo>): Record<string, MetricInfo> {
  return mapValues(infos, ({ description: _, ...info }) => info);
}

const essential = /\/(?:request-count|error-count|error-rate|latency-mean)$/;

// Never those that an SLO asks for, themselves or in an aggregate.
export function withoutMetrics(document: Document, which: 'ours' | 'details' | 'all'): Document {
  const ours = document.details?.ourMetrics ?? {};
  const { upper = [], lower = [] } = document.result?.insights?.SLOs ?? {};
  const asked = [...upper, ...lower].map(({ metric }) => canonicalMetric(metric));
  const isAsked = new Set(asked.flatMap((metric) => [metric, metric.slice(0, Math.max(0, metric.lastIndexOf('/')))]));
  const stays = (name: string): boolean => {
    if (isAsked.has(name)) return true;
    if (which === 'ours') return !Object.hasOwn(ours, name);
    return which === 'details' && essential.test(name);
  };
  const filter = <T>(values: Record<string, T>): Record<string, T> =>
    mapValues(values, (value, name) => (stays(name) ? value : undefined));
  const smaller = inInsights(document, (insights) => ({
    metricsInfo: filter(insights.metricsInfo),
    nonHistMetricValues: insights.nonHistMetricValues.map(filter),
    histMetricValues: insights.histMetricValues.map(filter),
    SummaryMetricValues: insights.SummaryMetricValues.map(filter),
  }));
  return inDetails(smaller, ({ current, gaps, ourMetrics }) => ({
    current: current.map(filter),
    gaps: mapValues(gaps, (missing, key) => (stays(metricOfGap(key)) ? missing : undefined)),
    ourMetrics: filter(ourMetrics),
  }));
}
