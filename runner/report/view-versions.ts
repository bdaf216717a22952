import type { Document } from '../model/document.ts';

export interface VersionRow {
  heading: string;
  version?: string | undefined;
  track?: string | undefined;
}

const most = 1000;

// One row a version of the experiment; none before anything was measured.
export function versionRows(document: Document): VersionRow[] {
  const insights = document.result?.insights;
  if (insights === undefined || insights === null) return [];
  const count = Math.min(most, Math.max(1, Number(insights.numVersions) || 0, insights.versionNames?.length ?? 0));
  return Array.from({ length: count }, (_, i) => {
    const version = insights.versionNames?.[i]?.version || undefined;
    const track = insights.versionNames?.[i]?.track || undefined;
    return { heading: headingOf(i, version, track), version, track };
  });
}

function headingOf(index: number, version: string | undefined, track: string | undefined): string {
  if (track === undefined) return version ?? `version ${index}`;
  return version === undefined ? track : `${track} (${version})`;
}
