import type { Document } from '../model/document.ts';
import { canonicalMetric } from '../model/metric.ts';
import type { Slo, SloKind, Verdict } from '../model/slo.ts';
import { formatFloat } from './go-format.ts';
import { titleOf, type Values } from './view-values.ts';

export interface SloRow {
  metric: string;
  kind: SloKind;
  limit: number;
  unit?: string | undefined;
  title: string; // the whole condition: `http/latency-mean (msec) <= 50`
  cells: SloCell[]; // one a version
}

export interface SloCell {
  verdict: Verdict['verdict'];
  value?: number | undefined;
  atLeast?: true | undefined; // the true value is not below this one
  margin?: number | undefined; // room to the limit; negative beyond it
  reason?: string | undefined;
}

// In the order given, upper limits first.
export function sloRows(document: Document, versions: number, values: Values): SloRow[] {
  const insights = document.result?.insights;
  const rows: SloRow[] = [];
  for (const kind of ['upper', 'lower'] as const) {
    (insights?.SLOs?.[kind] ?? []).forEach((slo, index) => {
      const metric = canonicalMetric(slo.metric);
      const info = values.info(metric);
      const title = titleOf(metric, info);
      const limit = formatFloat(slo.limit);
      rows.push({
        metric,
        kind,
        limit: slo.limit,
        unit: info?.units || undefined,
        title: kind === 'upper' ? `${title} <= ${limit}` : `${limit} <= ${title}`,
        cells: Array.from({ length: versions }, (_, version) => {
          const recorded = insights?.SLOsSatisfied?.[kind]?.[index]?.[version] === true;
          return cellOf(document, { ...slo, metric }, kind, version, recorded, values);
        }),
      });
    });
  }
  return rows;
}

function cellOf(
  document: Document,
  slo: Slo,
  kind: SloKind,
  version: number,
  recorded: boolean,
  values: Values,
): SloCell {
  const verdict = document.details?.verdicts?.find(
    (v) =>
      v.version === version && v.kind === kind && v.limit === slo.limit && canonicalMetric(v.metric) === slo.metric,
  );
  const value = verdict === undefined ? values.value(version, slo.metric)?.value : verdict.value;
  if (!Number.isFinite(slo.limit))
    return { verdict: 'inconclusive', value, reason: 'its limit is not a finite number' };
  const known = value !== undefined && Number.isFinite(value);
  return {
    ...(verdict === undefined ? verdictOf013(document, slo, kind, recorded, value) : pick(verdict)),
    value: known ? value : undefined,
    margin: known ? (kind === 'upper' ? slo.limit - value : value - slo.limit) : undefined,
  };
}

function pick({ verdict, atLeast, reason }: Verdict): SloCell {
  return { verdict, atLeast: atLeast === true ? true : undefined, reason };
}

// 0.13 kept true or false only, false also for a value that was missing.
function verdictOf013(
  document: Document,
  slo: Slo,
  kind: SloKind,
  recorded: boolean,
  value: number | undefined,
): SloCell {
  if (recorded) return { verdict: 'satisfied' };
  if (document.details !== undefined) {
    return { verdict: 'inconclusive', reason: `${slo.metric} was not judged in this loop` };
  }
  if (value === undefined) return { verdict: 'inconclusive', reason: `nobody reported ${slo.metric}` };
  const holds = kind === 'upper' ? value <= slo.limit : value >= slo.limit;
  return holds
    ? { verdict: 'inconclusive', reason: 'recorded as not satisfied, though the latest value is within the limit' }
    : { verdict: 'violated' };
}
