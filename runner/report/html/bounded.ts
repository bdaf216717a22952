// As much of a view as a page can show; what is left out is said.
import type { View } from '../view.ts';

const mostVersions = 12;
const mostVerdicts = 300;

interface Bounded {
  view: View;
  leftOut: string | undefined;
}

export function bounded(view: View): Bounded {
  const versions = view.versions.length - mostVersions;
  const mostSlos = Math.floor(mostVerdicts / Math.max(1, Math.min(mostVersions, view.versions.length)));
  const slos = view.slos.length - mostSlos;
  if (versions <= 0 && slos <= 0) return { view, leftOut: undefined };
  const first = <T>(list: readonly T[]) => list.slice(0, mostVersions);
  const shown = { ...view, versions: first(view.versions) };
  shown.slos = view.slos.slice(0, mostSlos).map((slo) => ({ ...slo, cells: first(slo.cells) }));
  shown.metrics = view.metrics.map((metric) => ({
    ...metric,
    values: first(metric.values),
    history: first(metric.history),
  }));
  shown.distributions = view.distributions.map((metric) => ({ ...metric, versions: first(metric.versions) }));
  const parts = [
    ...(versions > 0 ? [`${mostVersions} of ${view.versions.length} versions`] : []),
    ...(slos > 0 ? [`${mostSlos} of ${view.slos.length} SLOs`] : []),
  ];
  return { view: shown, leftOut: `This page shows ${parts.join(' and ')}: iter8 report -o json holds them all.` };
}
