// Of which loops a metric has values. `loops` says which loops are kept; `gaps`, by version and metric, those of them in
// which it has none: so values and loops always pair up.
import type { Details } from './document.ts';

export function gapKey(version: number, metric: string): string {
  return `${version} ${metric}`;
}

export function metricOfGap(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

// In the order of the metric's values.
export function loopsOf({ loops, gaps }: Pick<Details, 'loops' | 'gaps'>, version: number, metric: string): number[] {
  const missing = gaps[gapKey(version, metric)];
  if (missing === undefined || missing.length === 0) return loops;
  const without = new Set(missing);
  return loops.filter((loop) => !without.has(loop));
}
