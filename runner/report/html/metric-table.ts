// Every metric of an endpoint, with its unit and what it means.
import { plain } from '../plain.ts';
import { quantity } from '../quantity.ts';
import type { MetricRow } from '../view-metrics.ts';
import type { VersionRow } from '../view-versions.ts';
import type { Child, Element } from './markup.ts';
import { table } from './table.ts';
import { code, name, number, unitOf } from './words.ts';

export function metricTable(metrics: readonly MetricRow[], versions: readonly VersionRow[]): Element {
  const several = versions.length > 1;
  return table({
    caption: 'Metrics, latest values',
    captionHidden: true,
    columns: [
      { head: 'Metric' },
      ...versions.map(({ heading }) => ({ head: several ? name(heading, 40) : 'Value', numeric: true })),
      { head: 'Unit' },
      { head: 'What it is' },
    ],
    rows: metrics.map((metric): Child[] => [
      code(metric.name),
      ...metric.values.map((found) => {
        const shown = number(found?.value, found === undefined ? '' : quantity(found.value));
        return found?.atLeast === undefined ? shown : ['≥ ', shown];
      }),
      unitOf(metric) ?? '',
      metric.description === undefined ? '' : plain(metric.description, 160),
    ]),
  });
}
