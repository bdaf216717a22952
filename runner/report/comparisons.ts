// Versions side by side: by how much each differs from the first one in the mean of what was measured, and how sure that is.
import { bytewise } from './plain.ts';
import { quantity } from './quantity.ts';
import type { View } from './view.ts';
import type { Distribution, MetricRow } from './view-metrics.ts';
import { type Difference, type Moments, momentsOf, welch } from './welch.ts';

export interface Comparison {
  title: string;
  unit?: string | undefined;
  counter: boolean;
  others: Compared[]; // versions from the second on
}

export interface Compared {
  first: number | undefined; // of the first version: the mean that the interval is of, where there is one
  value: number | undefined;
  difference?: Difference | undefined;
  basis: string; // what it follows from, or why nothing does
}

export function comparisonsOf(view: View): Comparison[] {
  if (view.versions.length < 2) return [];
  const vectors = view.distributions.filter(({ type }) => type !== 'Histogram').map(ofDistribution);
  const inVector = (name: string) => view.distributions.some((vector) => name.startsWith(`${vector.name}/`));
  const scalars = view.metrics.filter(({ name, shown }) => shown && !inVector(name)).map(ofMetric);
  return [...vectors, ...scalars].sort((a, b) => bytewise(a.title, b.title));
}

function ofDistribution({ name, unit, versions }: Distribution): Comparison {
  const all = versions.map(({ observations, summary }) =>
    summary === undefined ? momentsOf(observations ?? []) : momentsOfSummary(summary),
  );
  const counts = versions.map(({ observations, summary }) => summary?.count ?? observations?.length ?? 0);
  const few = (i: number) => `${both(counts, i)} observations`;
  const means = versions.map(({ observations, summary }, i) => all[i]?.mean ?? meanOf(observations, summary));
  return { others: compared(means, all, few), title: `${name} (mean)`, unit, counter: false };
}

// Of a metric that is one number a loop, the loops are the sample. A counter grows with the time it was read at.
function ofMetric({ name, unit, values, history, type }: MetricRow): Comparison {
  const now = values.map((found) => found?.value);
  if (type === 'Counter') {
    const others = now
      .slice(1)
      .map((value) => ({ first: now[0], value, basis: 'a counter: it grows with time and load' }));
    return { title: name, unit, counter: true, others };
  }
  const all = history.map((points) => momentsOf(points.map(({ value }) => value)));
  const counts = values.map((found, i) => Math.max(history[i]?.length ?? 0, found === undefined ? 0 : 1));
  const others = compared(now, all, (i) => `${both(counts, i)} loops`);
  const ofMeans = others.some(({ difference }) => difference !== undefined);
  return { others, title: ofMeans ? `${name} (mean of the loops)` : name, unit, counter: false };
}

function both(counts: readonly number[], i: number): string {
  return `${quantity(counts[0] ?? 0, 0)} and ${quantity(counts[i] ?? 0, 0)}`;
}

function compared(
  means: readonly (number | undefined)[],
  all: readonly (Moments | undefined)[],
  basis: (i: number) => string,
): Compared[] {
  const [first] = all;
  return means.slice(1).map((value, i): Compared => {
    const other = all[i + 1];
    const difference = first === undefined || other === undefined ? undefined : welch(first, other);
    const told = difference === undefined ? { first: means[0], value } : { first: first?.mean, value: other?.mean };
    return { ...told, difference, basis: basis(i + 1) };
  });
}

type Summary = NonNullable<Distribution['versions'][number]['summary']>;

function momentsOfSummary({ count, sum, sumsq }: Summary): Moments | undefined {
  if (count < 2) return undefined;
  return { count, mean: sum / count, variance: Math.max(0, (sumsq - (sum * sum) / count) / (count - 1)) };
}

function meanOf(observations: readonly number[] | undefined, summary: Summary | undefined): number | undefined {
  if (summary !== undefined) return summary.count > 0 ? summary.sum / summary.count : undefined;
  return observations?.length === 1 ? observations[0] : undefined;
}
