// How much room a value has to its limit, or how far it is beyond it.
import { marginWords } from '../margin-words.ts';
import type { SloCell, SloRow } from '../view-slos.ts';
import { round } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';

const wide = 180;
const high = 18;

export function marginBar(slo: SloRow, cell: SloCell): Child {
  const { value } = cell;
  if (value === undefined || !Number.isFinite(slo.limit)) return undefined;
  return el('div', { class: 'margin' }, bar(slo, value, cell.verdict), el('span', {}, marginWords(slo, cell)));
}

function bar({ kind, limit }: SloRow, value: number, verdict: SloCell['verdict']): Element {
  // Beyond twice the limit the bar is cut, and an arrow says so.
  const cut = limit > 0 && value > 2 * limit;
  const low = Math.min(0, value, limit);
  const top = cut ? 2 * limit : Math.max(0, value, limit * 1.25, limit);
  const at = (x: number) => (top > low ? ((Math.min(x, top) - low) / (top - low)) * wide : 0);
  const [zero, end, edge] = [at(0), at(value), at(limit)];
  const holds = kind === 'upper' ? value <= limit : value >= limit;
  const zone = kind === 'upper' ? [0, edge] : [edge, wide];
  const from = Math.min(zero, end);
  const to = Math.max(zero, end);
  // What is beyond an upper limit is set apart from what is within.
  const within = kind === 'upper' && !holds ? Math.max(from, Math.min(to, edge)) : to;
  return el(
    'svg',
    {
      class: `bar-margin ${holds ? 'holds' : 'beyond'} ${verdict}`,
      viewBox: `0 0 ${wide} ${high}`,
      width: wide,
      height: high,
      'aria-hidden': 'true',
    },
    el('rect', {
      class: 'zone',
      x: round(zone[0] ?? 0),
      y: 2,
      width: round((zone[1] ?? 0) - (zone[0] ?? 0)),
      height: high - 4,
      rx: 2,
    }),
    el('rect', { class: 'amount', x: round(from), y: 5, width: round(Math.max(0, within - from)), height: high - 10 }),
    within < to
      ? el('rect', { class: 'excess', x: round(within), y: 5, width: round(to - within), height: high - 10 })
      : undefined,
    cut ? el('path', { class: 'cut', d: `M${wide - 12} 3l6 6l-6 6M${wide - 7} 3l6 6l-6 6` }) : undefined,
    el('path', { class: 'edge', d: `M${round(Math.min(wide - 1, Math.max(1, edge)))} 0V${high}` }),
  );
}
