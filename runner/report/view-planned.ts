// SLOs that the spec asks for and nobody has judged yet: with what was measured so far, which is no verdict.
import type { Document } from '../model/document.ts';
import { isMap } from '../model/maps.ts';
import { canonicalMetric } from '../model/metric.ts';
import type { SloKind } from '../model/slo.ts';
import { formatFloat } from './go-format.ts';
import type { View } from './view.ts';
import type { SloCell, SloRow } from './view-slos.ts';
import { readValues, titleOf } from './view-values.ts';

export function plannedRows(document: Document, view: View): SloRow[] {
  const isJudged = new Set(view.slos.map(({ metric, kind, limit }) => keyOf(metric, kind, limit)));
  const values = readValues(document);
  const versions = Math.max(1, view.versions.length);
  return plannedSlos(document)
    .filter(({ metric, kind, limit }) => !isJudged.has(keyOf(metric, kind, limit)))
    .map(({ metric, kind, limit }) => {
      const info = values.info(metric);
      const name = titleOf(metric, info);
      return {
        metric,
        kind,
        limit,
        unit: info?.units || undefined,
        title: kind === 'upper' ? `${name} <= ${formatFloat(limit)}` : `${formatFloat(limit)} <= ${name}`,
        cells: Array.from({ length: versions }, (_, version): SloCell => {
          const found = values.value(version, metric);
          if (found === undefined) return { verdict: 'inconclusive' };
          const margin = kind === 'upper' ? limit - found.value : found.value - limit;
          const atLeast = found.atLeast === undefined ? undefined : (true as const);
          return { verdict: 'inconclusive', value: found.value, atLeast, margin };
        }),
      };
    });
}

interface Planned {
  metric: string;
  kind: SloKind;
  limit: number;
}

// What the assess tasks of the spec ask for: lists as they are stored, or maps as people write them.
function plannedSlos({ spec }: Document): Planned[] {
  const asked = spec.flatMap((entry) => ('task' in entry && entry.task === 'assess' ? [entry.with?.SLOs] : []));
  return (['upper', 'lower'] as const).flatMap((kind) =>
    asked.flatMap((slos) => {
      const given = isMap(slos) ? slos[kind] : undefined;
      const pairs: [unknown, unknown][] = Array.isArray(given)
        ? given.filter(isMap).map(({ metric, limit }) => [metric, limit])
        : Object.entries(isMap(given) ? given : {});
      return pairs.flatMap(([metric, limit]) =>
        typeof metric === 'string' && typeof limit === 'number' && Number.isFinite(limit)
          ? [{ metric: canonicalMetric(metric), kind, limit }]
          : [],
      );
    }),
  );
}

function keyOf(metric: string, kind: SloKind, limit: number): string {
  return `${kind} ${limit} ${canonicalMetric(metric)}`;
}
