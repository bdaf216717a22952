// What belongs to one endpoint or provider, brought together: a report for people goes through them one by one.
import type { Document } from '../model/document.ts';
import { bytewise } from './plain.ts';
import type { View } from './view.ts';
import type { LoadRow } from './view-loads.ts';
import type { Distribution, MetricRow } from './view-metrics.ts';
import { type Shape, shapeOfLoad } from './view-shapes.ts';
import type { SloRow } from './view-slos.ts';

export interface Endpoint {
  name: string; // the provider's
  loads: { row: LoadRow; shape: Shape }[];
  metrics: MetricRow[];
  distributions: Distribution[];
  slos: SloRow[];
}

export function endpointsOf(document: Document, view: View): Endpoint[] {
  const stored = document.details?.loads ?? [];
  const loads = view.loads.flatMap((row, i) => {
    const load = stored[i];
    return load === undefined ? [] : [{ row, shape: shapeOfLoad(load) }];
  });
  const measured = [...new Set(loads.map(({ row }) => row.provider))];
  const longestFirst = [...measured].sort((a, b) => b.length - a.length);
  const providerOf = (metric: string) =>
    longestFirst.find((provider) => metric.startsWith(`${provider}/`)) ?? metric.split('/', 1)[0] ?? '';
  const others = [...view.metrics, ...view.distributions].map(({ name }) => providerOf(name)).sort(bytewise);
  const all = [...new Set([...measured, ...others])].map((name) => ({
    name,
    loads: loads.filter(({ row }) => row.provider === name),
    metrics: view.metrics.filter((metric) => providerOf(metric.name) === name),
    distributions: view.distributions.filter((metric) => providerOf(metric.name) === name),
    slos: view.slos.filter((slo) => providerOf(slo.metric) === name),
  }));
  // The histogram of all endpoints together says nothing new beside their own exact ones.
  const shown = all.filter(({ loads: own, metrics, distributions }) => {
    const known = metrics.some(({ values }) => values.some((found) => found !== undefined));
    return own.length > 0 || known || (measured.length === 0 && distributions.length > 0);
  });
  const isOfAll = ({ loads: own, metrics }: Endpoint) => own.length === 0 && metrics.length === 0;
  return [...shown.filter((endpoint) => !isOfAll(endpoint)), ...shown.filter(isOfAll)];
}
