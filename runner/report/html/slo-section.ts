// The SLOs: what each asks, what was measured, and the room between.

import { plain } from '../plain.ts';
import { asGiven, beside, shortUnit } from '../quantity.ts';
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
      return row(slo, cell, version, view.summary.final);
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

function row(slo: SloRow, cell: SloCell, version: string | undefined, final: boolean): Element {
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
    ),
    version === undefined ? undefined : td('version', name(version, 40)),
    td('n limit', `${sign} `, number(slo.limit, asGiven(slo.limit), unit)),
    td('n value', cell.atLeast ? '≥ ' : undefined, number(value, shown, unit)),
    td('room', marginBar(slo, cell)),
  );
}
