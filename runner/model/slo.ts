import { canonicalMetric, type Metric } from './metric.ts';
import { percentile, type Value } from './quantiles.ts';
import { didYouMean } from './suggest.ts';

export interface Slo {
  metric: string;
  limit: number;
}

export interface Slos {
  upper: Slo[];
  lower: Slo[];
}

export type SloKind = keyof Slos;

export interface Verdict {
  metric: string;
  kind: SloKind;
  limit: number;
  version: number;
  verdict: 'satisfied' | 'violated' | 'inconclusive';
  value?: number;
  atLeast?: boolean; // the value is a lower bound
  reason?: string; // always there when inconclusive
}

// One SLO against what one version measured in the current loop. What is missing or unsure is never satisfied.
export function judge(slo: Slo, kind: SloKind, version: number, metrics: readonly Metric[]): Verdict {
  const base = { metric: slo.metric, kind, limit: slo.limit, version };
  const found = scalarOf(slo.metric, metrics);
  if (found === undefined) return { ...base, verdict: 'inconclusive', reason: missing(slo.metric, metrics) };
  const { value } = found;
  if (!Number.isFinite(value))
    return { ...base, verdict: 'inconclusive', reason: `${slo.metric} is not a finite number` };
  const holds = kind === 'upper' ? value <= slo.limit : value >= slo.limit;
  const seen = { ...base, value, ...(found.atLeast === undefined ? {} : { atLeast: true }) };
  if (found.atLeast !== undefined) {
    // A lower bound settles what it already exceeds, nothing else.
    const settled = kind === 'upper' ? !holds : holds;
    if (!settled) return { ...seen, verdict: 'inconclusive', reason: found.atLeast };
  }
  if (!holds) return { ...seen, verdict: 'violated' };
  if (found.doubtful !== undefined) return { ...seen, verdict: 'inconclusive', reason: found.doubtful };
  return { ...seen, verdict: 'satisfied' };
}

export function judgeAll(slos: Slos, versions: readonly (readonly Metric[])[]): Verdict[] {
  const rows: Verdict[] = [];
  for (const kind of ['upper', 'lower'] as const) {
    for (const slo of slos[kind]) rows.push(...versions.map((metrics, version) => judge(slo, kind, version, metrics)));
  }
  return rows;
}

interface Scalar {
  value: number;
  atLeast?: string | undefined;
  doubtful?: string | undefined;
}

function scalarOf(name: string, metrics: readonly Metric[]): Scalar | undefined {
  const wanted = canonicalMetric(name);
  for (const metric of metrics) {
    const own = canonicalMetric(metric.name);
    if (own === wanted && (metric.type === 'Gauge' || metric.type === 'Counter')) return metric;
    if (!wanted.startsWith(`${own}/`)) continue;
    const value = aggregate(metric, wanted.slice(own.length + 1));
    if (value !== undefined) return { ...value, ...('doubtful' in metric ? { doubtful: metric.doubtful } : {}) };
  }
  return undefined;
}

// Aggregates of Sample and Summary metrics: mean, stddev, min, max, count, and pX of a Sample.
function aggregate(metric: Metric, name: string): Value | undefined {
  if (metric.type === 'Summary') return valued(aggregateSummary(metric.summary, name));
  if (metric.type !== 'Sample') return undefined;
  const percent = percentOf(name);
  if (metric.of !== undefined && percent !== undefined) return percentile(metric.of, percent);
  return valued(aggregateSample(metric.values, name));
}

function valued(value: number | undefined): Value | undefined {
  return value === undefined ? undefined : { value };
}

function percentOf(name: string): number | undefined {
  const percent = Number(/^p(\d+(?:\.\d+)?)$/.exec(name)?.[1]);
  return percent > 0 && percent <= 100 ? percent : undefined;
}

export function aggregateSummary(summary: readonly number[], name: string): number | undefined {
  const [count = 0, sum = 0, min = 0, max = 0, sumsq = 0] = summary;
  if (name === 'count') return count;
  if (count === 0) return undefined;
  if (name === 'mean') return sum / count;
  if (name === 'min') return min;
  if (name === 'max') return max;
  if (name !== 'stddev' || count < 2) return undefined;
  return Math.sqrt(Math.max(0, (sumsq - (sum * sum) / count) / (count - 1)));
}

export function aggregateSample(values: readonly number[], name: string): number | undefined {
  if (values.length === 0) return undefined;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (name === 'mean') return mean;
  if (name === 'min') return values.reduce((a, b) => Math.min(a, b));
  if (name === 'max') return values.reduce((a, b) => Math.max(a, b));
  if (name === 'stddev') return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  return percent === undefined ? undefined : samplePercentile(values, Number(percent));
}

// As 0.13 computed it: the value at rank p·n where that is whole, between its neighbours' mean otherwise.
function samplePercentile(values: readonly number[], percent: number): number | undefined {
  if (!(percent > 0 && percent <= 100)) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 1) return sorted[0];
  const rank = (percent / 100) * sorted.length;
  if (Number.isInteger(rank)) return sorted[rank - 1];
  const below = sorted[Math.trunc(rank) - 1];
  const above = sorted[Math.trunc(rank)];
  if (rank <= 1 || below === undefined || above === undefined) return undefined;
  return (below + above) / 2;
}

function missing(name: string, metrics: readonly Metric[]): string {
  if (metrics.length === 0) return `no metrics were measured, so ${name} has no value`;
  const provider = name.slice(0, name.indexOf('/'));
  const providers = [...new Set(metrics.map((metric) => metric.name.slice(0, metric.name.indexOf('/'))))];
  if (!providers.includes(provider)) return `nobody reported ${name}; metrics were reported by ${providers.join(', ')}`;
  const whole = metrics.find((metric) => canonicalMetric(metric.name) === canonicalMetric(name));
  if (whole !== undefined) return `${name} is no single number${exampleOf(whole)}`;
  const known = metrics.map((metric) => metric.name);
  // Where no request was answered, another name is no help.
  const timed = /^[^/]+\/(?:latency|service-time)(?=[-/])/.exec(name)?.[0];
  const isLoad = known.includes(`${provider}/request-count`);
  if (timed !== undefined && isLoad && !known.some((other) => other.startsWith(timed))) {
    return `no request of ${provider} was timed in this loop, so ${name} has no value`;
  }
  const [, stem, percent] = /^(.*[-/]p)(\d+(?:\.\d+)?)$/.exec(name) ?? [];
  const isPercentile =
    stem !== undefined && known.some((other) => other.startsWith(stem) && /^\d/.test(other.slice(stem.length)));
  const help = isPercentile ? `; add ${percent} to percentiles` : didYouMean(name, known);
  return `nobody reported ${name} in this loop${help}`;
}

function exampleOf({ name, type }: Metric): string {
  return type === 'Sample' || type === 'Summary' ? `: name one of it, such as ${name}/mean` : '';
}
