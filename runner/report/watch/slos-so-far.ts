// SLOs as they stand: judged where they were, else what was measured so far beside the limit.
import type { Document } from '../../model/document.ts';
import { isMap } from '../../model/maps.ts';
import { canonicalMetric } from '../../model/metric.ts';
import type { SloKind } from '../../model/slo.ts';
import { formatFloat } from '../go-format.ts';
import type { View } from '../view.ts';
import { readValues, titleOf } from '../view-values.ts';

export interface Standing {
  title: string; // the condition, with the version where there are several
  unit?: string | undefined;
  limit: number;
  state: 'satisfied' | 'violated' | 'inconclusive' | 'within' | 'beyond' | 'unknown'; // the last three: so far
  value?: number | undefined;
  atLeast?: true | undefined;
  margin?: number | undefined; // room to the limit
  reason?: string | undefined;
}

export function standingsOf(document: Document, view: View): Standing[] {
  const judged = view.slos.flatMap(({ title, unit, limit, cells }) =>
    cells.map(
      ({ verdict, ...cell }, version): Standing => ({
        ...cell,
        title: named(view, title, version),
        unit,
        limit,
        state: verdict,
      }),
    ),
  );
  const isJudged = new Set(view.slos.map(({ metric, kind, limit }) => keyOf(metric, kind, limit)));
  const values = readValues(document);
  const versions = Math.max(1, view.versions.length);
  const planned = plannedSlos(document).filter(({ metric, kind, limit }) => !isJudged.has(keyOf(metric, kind, limit)));
  return [
    ...judged,
    ...planned.flatMap(({ metric, kind, limit }) => {
      const info = values.info(metric);
      const name = titleOf(metric, info);
      const title = kind === 'upper' ? `${name} <= ${formatFloat(limit)}` : `${formatFloat(limit)} <= ${name}`;
      return Array.from({ length: versions }, (_, version): Standing => {
        const found = values.value(version, metric);
        const base = { title: named(view, title, version), unit: info?.units || undefined, limit };
        if (found === undefined)
          return { ...base, state: 'unknown', ...(view.summary.final ? { reason: 'not judged' } : {}) };
        const margin = kind === 'upper' ? limit - found.value : found.value - limit;
        const atLeast = found.atLeast === undefined ? undefined : (true as const);
        return { ...base, state: margin >= 0 ? 'within' : 'beyond', value: found.value, atLeast, margin };
      });
    }),
  ];
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

function named({ versions }: View, title: string, version: number): string {
  const heading = versions.length > 1 ? versions[version]?.heading : undefined;
  return heading === undefined ? title : `${title}, ${heading}`;
}

function keyOf(metric: string, kind: SloKind, limit: number): string {
  return `${kind} ${limit} ${canonicalMetric(metric)}`;
}
