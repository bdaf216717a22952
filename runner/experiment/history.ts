// Values of earlier loops: Gauges and Counters have one a loop.
import type { Insights } from '../model/document.ts';
import { gapKey, loopsOf } from '../model/loops.ts';
import { mapValues } from '../model/maps.ts';

export interface History {
  insights: Insights;
  loops: number[];
  gaps: Record<string, number[]>;
}

const wholeLoops = 64;

export function isPerLoop(insights: Insights, metric: string): boolean {
  const type = insights.metricsInfo[metric]?.type;
  return type === 'Gauge' || type === 'Counter';
}

// The newest loops whole, older ones ever sparser: a fixed number each time their age doubles. Which ones depends on
// their number alone, so that what stays today was not thrown away yesterday.
export function keepsLoop(loop: number, newest: number, whole = wholeLoops): boolean {
  const age = newest - loop;
  if (age < whole) return true;
  const octave = Math.floor(Math.log2(age / whole));
  return loop % (Math.min(8, whole) * 2 ** octave) === 0;
}

export function thin(history: History, keeps: (loop: number) => boolean): History {
  if (history.loops.every(keeps)) return history;
  const gaps: Record<string, number[]> = {};
  const used = new Set<string>();
  const nonHistMetricValues = history.insights.nonHistMetricValues.map((values, version) =>
    mapValues(values, (series, metric) => {
      if (!isPerLoop(history.insights, metric)) return series;
      const own = loopsOf(history, version, metric);
      const kept = series.filter((_, i) => keeps(own[i] ?? Number.NaN));
      if (kept.length === 0) return undefined;
      const missing = (history.gaps[gapKey(version, metric)] ?? []).filter(keeps);
      if (missing.length > 0) gaps[gapKey(version, metric)] = missing;
      used.add(metric);
      return kept;
    }),
  );
  const { insights } = history;
  const metricsInfo = mapValues(insights.metricsInfo, (info, metric) =>
    used.has(metric) || !isPerLoop(insights, metric) ? info : undefined,
  );
  return { insights: { ...insights, metricsInfo, nonHistMetricValues }, loops: history.loops.filter(keeps), gaps };
}

// Values before the newest loop in six digits, which is finer than anybody measured them.
export function roundOlder(history: History): History {
  const newest = history.loops.at(-1);
  const nonHistMetricValues = history.insights.nonHistMetricValues.map((values, version) =>
    mapValues(values, (series, metric) => {
      if (!isPerLoop(history.insights, metric)) return series;
      const isNow = loopsOf(history, version, metric).at(-1) === newest;
      return series.map((value, i) => (isNow && i === series.length - 1 ? value : shortened(value)));
    }),
  );
  return { ...history, insights: { ...history.insights, nonHistMetricValues } };
}

function shortened(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(6));
}
