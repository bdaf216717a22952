import type { Document, MetricValue } from '../model/document.ts';
import type { Bucket } from '../model/histogram.ts';
import { loopsOf } from '../model/loops.ts';
import type { MetricType } from '../model/metric.ts';
import { bytewise } from './plain.ts';
import type { SloRow } from './view-slos.ts';
import { canonicalMap, titleOf, type Values } from './view-values.ts';

export interface MetricRow {
  name: string;
  title: string; // with its unit
  type: 'Gauge' | 'Counter';
  unit?: string | undefined;
  description?: string | undefined;
  ours: boolean; // 0.13 does not know it
  shown: boolean; // in the table of the text report
  values: (MetricValue | undefined)[]; // per version, of the current loop
  history: Point[][]; // per version, empty where there was one loop only
}

interface Point {
  loop?: number | undefined; // absent where nobody recorded it
  value: number;
}

// A metric that is more than one number.
export interface Distribution {
  name: string;
  type: Exclude<MetricType, 'Gauge' | 'Counter'>;
  unit?: string | undefined;
  description?: string | undefined;
  versions: {
    buckets?: Bucket[] | undefined;
    observations?: number[] | undefined;
    summary?: { count: number; sum: number; min: number; max: number; sumsq: number } | undefined;
  }[];
}

// A document may name a type that nobody knows.
const aggregates: ReadonlyMap<string, readonly string[]> = new Map([
  ['Summary', ['count', 'mean', 'stddev', 'min', 'max']],
  ['Sample', ['mean', 'stddev', 'min', 'max', 'p50', 'p75', 'p90', 'p95', 'p99', 'p99.9']],
]);

export function metricRows(document: Document, versions: number, slos: readonly SloRow[], values: Values): MetricRow[] {
  const inSlo = new Set(slos.map((slo) => slo.metric));
  const ours = canonicalMap(document.details?.ourMetrics);
  const history = historyOf(document, versions);
  const rows = new Map<string, MetricRow>();
  const add = (name: string, known: boolean, isOurs: boolean) => {
    const info = values.info(name);
    rows.set(name, {
      name,
      title: titleOf(name, info),
      type: info?.type === 'Counter' ? 'Counter' : 'Gauge',
      unit: info?.units || undefined,
      description: info?.description || undefined,
      ours: isOurs,
      shown: inSlo.has(name) || (known && !isOurs),
      values: Array.from({ length: versions }, (_, version) => values.value(version, name)),
      history: history(name),
    });
  };
  for (const [name, { type }] of new Map([...canonicalMap(document.result?.insights?.metricsInfo), ...ours])) {
    const isOurs = ours.has(name);
    if (type === 'Gauge' || type === 'Counter') add(name, true, isOurs);
    for (const aggregate of aggregates.get(type) ?? []) add(`${name}/${aggregate}`, type === 'Summary', isOurs);
  }
  for (const name of inSlo) if (!rows.has(name)) add(name, true, ours.has(name));
  return [...rows.values()].sort((a, b) => bytewise(a.name, b.name));
}

export function distributions(document: Document, versions: number): Distribution[] {
  const insights = document.result?.insights;
  const buckets = (insights?.histMetricValues ?? []).map(canonicalMap);
  const series = (insights?.nonHistMetricValues ?? []).map(canonicalMap);
  const summaries = (insights?.SummaryMetricValues ?? []).map(canonicalMap);
  const rows: Distribution[] = [];
  for (const [name, { type, units, description }] of canonicalMap(insights?.metricsInfo)) {
    if (type !== 'Histogram' && type !== 'Sample' && type !== 'Summary') continue;
    const perVersion = Array.from({ length: versions }, (_, i) => {
      if (type === 'Histogram') return { buckets: buckets[i]?.get(name) };
      if (type === 'Sample') return { observations: series[i]?.get(name)?.filter(Number.isFinite) };
      return { summary: summaryOf(summaries[i]?.get(name)) };
    });
    rows.push({ name, type, unit: units || undefined, description: description || undefined, versions: perVersion });
  }
  return rows.sort((a, b) => bytewise(a.name, b.name));
}

function summaryOf(values: readonly number[] | undefined): Distribution['versions'][number]['summary'] {
  const [count, sum, min, max, sumsq] = values ?? [];
  if (count === undefined || sum === undefined || min === undefined || max === undefined || sumsq === undefined) {
    return undefined;
  }
  return [count, sum, min, max, sumsq].every(Number.isFinite) ? { count, sum, min, max, sumsq } : undefined;
}

// The values of all loops that are kept, with the loop each is of where that can be told.
function historyOf(document: Document, versions: number): (name: string) => Point[][] {
  const numLoops = document.result?.numLoops ?? 0;
  if (numLoops < 2) return () => Array.from({ length: versions }, () => []);
  const series = (document.result?.insights?.nonHistMetricValues ?? []).map(canonicalMap);
  const loops = document.details?.loops ?? Array.from({ length: Math.min(numLoops, 100_000) }, (_, i) => i + 1);
  const gaps = document.details?.gaps ?? {};
  return (name) =>
    Array.from({ length: versions }, (_, version) => {
      const values = series[version]?.get(name) ?? [];
      const known = loopsOf({ loops, gaps }, version, name);
      const dated = known.length === values.length;
      return values
        .map((value, i) => ({ loop: dated ? known[i] : undefined, value }))
        .filter(({ value }) => Number.isFinite(value));
    });
}
