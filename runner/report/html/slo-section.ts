// The SLOs: what each asks, what was measured, and the room between.

import { rankOf } from '../../model/histogram.ts';
import { plain } from '../plain.ts';
import { asGiven, beside, quantity, shortUnit } from '../quantity.ts';
import type { View } from '../view.ts';
import type { SloCell, SloRow } from '../view-slos.ts';
import { badge } from './icons.ts';
import { marginBar } from './margin-bar.ts';
import { type Child, type Element, el } from './markup.ts';
import { section } from './section.ts';
import { code, isRate, name, number } from './words.ts';

export function sloSection(view: View): Element | undefined {
  if (view.slos.length === 0) return undefined;
  const several = view.versions.length > 1;
  const heads = ['Verdict', 'Objective', ...(several ? ['Version'] : []), 'Limit', 'Measured', 'Margin'];
  const rows = view.slos.flatMap((slo) =>
    slo.cells.map((cell, i) => {
      const version = several ? (view.versions[i]?.heading ?? '') : undefined;
      return row(slo, cell, { version, final: view.summary.final, few: fewWords(slo, i, view) });
    }),
  );
  return section(
    'slos',
    'Service level objectives',
    // Roles are said, because narrow screens show rows as cards: a table that is laid out otherwise loses them.
    el(
      'table',
      { class: 'slos', role: 'table' },
      el('caption', { class: 'hidden' }, 'Service level objectives, with limit, measured value and margin'),
      el(
        'thead',
        { role: 'rowgroup' },
        el(
          'tr',
          { role: 'row' },
          ...heads.map((head, i) => el('th', { scope: 'col', role: 'columnheader', class: isNumber(heads, i) }, head)),
        ),
      ),
      el('tbody', { role: 'rowgroup' }, ...rows),
    ),
  );
}

function isNumber(heads: readonly string[], i: number): string | undefined {
  return heads[i] === 'Limit' || heads[i] === 'Measured' ? 'n' : undefined;
}

// A high percentile of few requests is that of one request: whoever decides by it should know.
function fewWords({ metric }: SloRow, version: number, { loads }: View): string | undefined {
  const [, provider, percent] = /^(.*)\/latency[-/]p(\d+(?:\.\d+)?)$/.exec(metric) ?? [];
  const latency = loads.find((load) => load.provider === provider && load.version === version)?.latency;
  if (latency === undefined || percent === undefined) return undefined;
  const count = latency.count + latency.untimed;
  if (rankOf(Number(percent) / 100, count) < count) return undefined;
  return count === 1 ? 'of a single request' : `of ${quantity(count, 0)} requests that is the slowest one`;
}

interface Beside {
  version: string | undefined; // where there are several
  final: boolean;
  few: string | undefined;
}

function row(slo: SloRow, cell: SloCell, { version, final, few }: Beside): Element {
  const unit = slo.unit === undefined ? (isRate(slo.metric) ? '/s' : undefined) : plain(shortUnit(slo.unit) ?? '', 24);
  const sign = slo.kind === 'upper' ? '≤' : '≥';
  const td = (kind: string, ...children: Child[]) => el('td', { role: 'cell', class: kind }, ...children);
  const value = cell.value;
  const shown = value === undefined ? undefined : beside(value, slo.limit);
  return el(
    'tr',
    { role: 'row', class: cell.verdict },
    td('verdict', badge(cell.verdict, final)),
    el(
      'th',
      { role: 'rowheader', scope: 'row' },
      code(slo.metric),
      cell.reason === undefined || !final ? undefined : el('small', {}, name(cell.reason, 300)),
      few === undefined || cell.value === undefined ? undefined : el('small', {}, few),
    ),
    version === undefined ? undefined : td('version', name(version, 40)),
    td('n limit', `${sign} `, number(slo.limit, asGiven(slo.limit), unit)),
    td('n value', cell.atLeast ? '≥ ' : undefined, number(value, shown, unit)),
    td('room', marginBar(slo, cell)),
  );
}
