// SLOs as they stand: judged where they were, else what was measured so far beside the limit.
import type { Document } from '../../model/document.ts';
import type { View } from '../view.ts';
import { plannedRows } from '../view-planned.ts';

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
  const planned = plannedRows(document, view).flatMap(({ title, unit, limit, cells }) =>
    cells.map(({ value, atLeast, margin }, version): Standing => {
      const base = { title: named(view, title, version), unit, limit };
      if (value === undefined || margin === undefined)
        return { ...base, state: 'unknown', ...(view.summary.final ? { reason: 'not judged' } : {}) };
      return { ...base, state: margin >= 0 ? 'within' : 'beyond', value, atLeast, margin };
    }),
  );
  return [...judged, ...planned];
}

function named({ versions }: View, title: string, version: number): string {
  const heading = versions.length > 1 ? versions[version]?.heading : undefined;
  return heading === undefined ? title : `${title}, ${heading}`;
}
