// SLOs and what came of them in this loop, as 0.13 stores them.
import type { Insights, VersionName } from '../model/document.ts';
import type { Slos, Verdict } from '../model/slo.ts';
import type { Extended } from './insights.ts';

export interface Judged {
  slos: Slos;
  verdicts: Verdict[];
}

// None as long as nobody measured or judged anything. SLOs of the loop before stand as not satisfied until this loop
// has judged its own.
export function insightsOf(
  extended: Extended,
  names: VersionName[] | null,
  judged: readonly Judged[],
  verdicts: readonly Verdict[],
): Insights | undefined {
  const { insights } = extended;
  if (Object.keys(insights.metricsInfo).length === 0 && judged.length === 0) return undefined;
  const { SLOs: before, SLOsSatisfied: _, ...rest } = insights;
  const slos = judged.length === 0 ? before : joined(judged);
  const withNames = { ...rest, versionNames: names };
  if (slos === undefined) return withNames;
  return { ...withNames, SLOs: slos, SLOsSatisfied: satisfied(slos, rest.numVersions, verdicts) };
}

function joined(judged: readonly Judged[]): Partial<Slos> {
  const upper = judged.flatMap(({ slos }) => slos.upper);
  const lower = judged.flatMap(({ slos }) => slos.lower);
  return { ...(upper.length === 0 ? {} : { upper }), ...(lower.length === 0 ? {} : { lower }) };
}

function satisfied(
  slos: Partial<Slos>,
  versions: number,
  verdicts: readonly Verdict[],
): { upper?: boolean[][]; lower?: boolean[][] } {
  const rows = (kind: keyof Slos) => {
    const own = verdicts.filter((verdict) => verdict.kind === kind);
    return slos[kind]?.map((_, i) =>
      Array.from({ length: versions }, (_, version) => {
        const ofVersion = own.filter((verdict) => verdict.version === version);
        return ofVersion[i]?.verdict === 'satisfied';
      }),
    );
  };
  const [upper, lower] = [rows('upper'), rows('lower')];
  return { ...(upper === undefined ? {} : { upper }), ...(lower === undefined ? {} : { lower }) };
}

export function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  return [...verdicts.filter(({ kind }) => kind === 'upper'), ...verdicts.filter(({ kind }) => kind === 'lower')];
}
