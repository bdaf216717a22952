// What was measured in this loop, put beside what was measured in those before it, in the fields of the 0.13 line.
import type { MetricInfo, MetricValue } from '../model/document.ts';
import { gapKey } from '../model/loops.ts';
import { canonicalMetric, type Metric } from '../model/metric.ts';
import { thinSample } from '../model/sample.ts';
import { mergeBuckets } from './buckets.ts';
import type { History } from './history.ts';

export interface Extended extends History {
  ourMetrics: Record<string, MetricInfo>;
  current: Record<string, MetricValue>[];
  omitted: string[]; // metrics without a finite value
}

// `metrics` are those of this loop, a list a version; `asked` those that an SLO names. What 0.13 does not measure goes
// into its fields only where it is asked for.
export function extend(
  history: History,
  loop: number,
  metrics: readonly Metric[][],
  asked: ReadonlySet<string>,
): Extended {
  const { insights } = history;
  const versions = Math.max(insights.numVersions, metrics.length);
  const metricsInfo = { ...insights.metricsInfo };
  const ourMetrics: Record<string, MetricInfo> = {};
  const scalars = perVersion(versions, () => new Map<string, number>());
  const current = perVersion<Record<string, MetricValue>>(versions, () => ({}));
  const nonHist = perVersion(versions, (i) => ({ ...insights.nonHistMetricValues[i] }));
  const hist = perVersion(versions, (i) => ({ ...insights.histMetricValues[i] }));
  const summaries = perVersion(versions, (i) => ({ ...insights.SummaryMetricValues[i] }));
  const omitted: string[] = [];

  for (const [version, list] of metrics.entries()) {
    for (const metric of list) {
      const name = canonicalMetric(metric.name);
      if (!hasValue(metric)) {
        omitted.push(name);
        continue;
      }
      const { type, description, units } = metric;
      const info = { description, ...(units === undefined ? {} : { units }), type };
      const ours = metric.ours === true;
      if (ours) ourMetrics[name] = info;
      if (!ours || asked.has(name)) metricsInfo[name] = info;
      if (metric.type === 'Sample') put(nonHist, version, name, thinSample(metric.values));
      else if (metric.type === 'Summary') put(summaries, version, name, metric.summary);
      else if (metric.type === 'Histogram') {
        put(hist, version, name, mergeBuckets([...(hist[version]?.[name] ?? []), ...metric.buckets]));
      } else {
        const { value, atLeast, doubtful } = metric;
        if (!ours || asked.has(name)) scalars[version]?.set(name, value);
        const remarks = {
          ...(atLeast === undefined ? {} : { atLeast }),
          ...(doubtful === undefined ? {} : { doubtful }),
        };
        put(current, version, name, { value, ...remarks });
      }
    }
  }
  return {
    ...append(history, loop, scalars, nonHist, metricsInfo),
    insights: {
      ...insights,
      numVersions: versions,
      metricsInfo,
      nonHistMetricValues: nonHist,
      histMetricValues: hist,
      SummaryMetricValues: summaries,
    },
    ourMetrics,
    current,
    omitted: [...new Set(omitted)],
  };
}

// One value more for each metric measured in this loop, a gap for each that was not, before and now.
function append(
  { loops, gaps }: History,
  loop: number,
  scalars: readonly Map<string, number>[],
  nonHist: Record<string, number[]>[],
  metricsInfo: Record<string, MetricInfo>,
): { loops: number[]; gaps: Record<string, number[]> } {
  if (scalars.every((values) => values.size === 0)) return { loops, gaps };
  const nowGaps = { ...gaps };
  for (const [version, values] of scalars.entries()) {
    const series = nonHist[version] ?? {};
    for (const [name, value] of values) {
      const before = series[name];
      if (before === undefined && loops.length > 0) nowGaps[gapKey(version, name)] = loops;
      series[name] = [...(before ?? []), value];
    }
    for (const name of Object.keys(series)) {
      const key = gapKey(version, name);
      if (!values.has(name) && metricsInfo[name]?.type !== 'Sample') nowGaps[key] = [...(gaps[key] ?? []), loop];
    }
  }
  return { loops: [...loops, loop], gaps: nowGaps };
}

function hasValue(metric: Metric): boolean {
  if (metric.type === 'Sample') return metric.values.some(Number.isFinite);
  if (metric.type === 'Summary') return metric.summary.every(Number.isFinite);
  return metric.type === 'Histogram' || Number.isFinite(metric.value);
}

function perVersion<T>(versions: number, make: (version: number) => T): T[] {
  return Array.from({ length: versions }, (_, version) => make(version));
}

function put<T>(maps: Record<string, T>[], version: number, name: string, value: T): void {
  const map = maps[version];
  if (map !== undefined) map[name] = value;
}
