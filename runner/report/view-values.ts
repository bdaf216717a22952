import type { Document, MetricInfo, MetricValue } from '../model/document.ts';
import { canonicalMetric } from '../model/metric.ts';
import { aggregateSample, aggregateSummary } from '../model/slo.ts';

// What a metric's value is now, and what is known about it; names in any spelling of their percentile.
export interface Values {
  info(name: string): MetricInfo | undefined;
  value(version: number, name: string): MetricValue | undefined;
}

export function readValues(document: Document): Values {
  const insights = document.result?.insights;
  const infos = canonicalMap({ ...document.details?.ourMetrics, ...insights?.metricsInfo });
  const series = (insights?.nonHistMetricValues ?? []).map(canonicalMap);
  const summaries = (insights?.SummaryMetricValues ?? []).map(canonicalMap);
  const current = document.details?.current?.map(canonicalMap);
  const judged = judgedValues(document);

  function baseOf(name: string): { base: string; aggregate: string; info: MetricInfo } | undefined {
    const slash = name.lastIndexOf('/');
    const base = name.slice(0, Math.max(0, slash));
    const info = infos.get(base);
    if (info?.type !== 'Sample' && info?.type !== 'Summary') return undefined;
    return { base, aggregate: name.slice(slash + 1), info };
  }

  return {
    info(name) {
      const wanted = canonicalMetric(name);
      const own = infos.get(wanted);
      if (own !== undefined) return own;
      const vector = baseOf(wanted);
      if (vector === undefined) return undefined;
      const { units } = vector.info;
      return {
        description: `${vector.aggregate} of ${vector.base}`,
        type: vector.aggregate === 'count' ? 'Counter' : 'Gauge',
        ...(units === undefined ? {} : { units }),
      };
    },
    value(version, name) {
      const wanted = canonicalMetric(name);
      const now = finite(current?.[version]?.get(wanted)) ?? judged.get(`${version} ${wanted}`);
      if (now !== undefined) return now;
      const vector = infos.has(wanted) ? undefined : baseOf(wanted);
      if (vector !== undefined) {
        const { base, aggregate, info } = vector;
        const value =
          info.type === 'Summary'
            ? aggregateSummary(summaries[version]?.get(base) ?? [], aggregate)
            : aggregateSample(series[version]?.get(base) ?? [], aggregate);
        return value === undefined ? undefined : finite({ value });
      }
      // Where the current loop is known, an older value is not its value.
      if (current !== undefined) return undefined;
      const latest = series[version]?.get(wanted)?.at(-1);
      return latest === undefined ? undefined : finite({ value: latest });
    },
  };
}

function judgedValues(document: Document): Map<string, MetricValue> {
  const values = new Map<string, MetricValue>();
  for (const { version, metric, value, atLeast, reason } of document.details?.verdicts ?? []) {
    if (value === undefined || !Number.isFinite(value)) continue;
    const bound = atLeast === true ? { atLeast: reason ?? 'the value is a lower bound' } : {};
    values.set(`${version} ${canonicalMetric(metric)}`, { value, ...bound });
  }
  return values;
}

function finite(found: MetricValue | undefined): MetricValue | undefined {
  return found !== undefined && typeof found.value === 'number' && Number.isFinite(found.value) ? found : undefined;
}

export function canonicalMap<T>(record: Record<string, T> | undefined | null): Map<string, T> {
  return new Map(Object.entries(record ?? {}).map(([name, value]) => [canonicalMetric(name), value]));
}

// With its unit.
export function titleOf(name: string, info: MetricInfo | undefined): string {
  return info?.units ? `${name} (${info.units})` : name;
}
