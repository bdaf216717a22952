// A shape for each state, so that none is told by its colour alone. Drawn once, used by reference.
import type { Outcome } from '../headline.ts';
import type { SloCell } from '../view-slos.ts';
import { type Element, el } from './markup.ts';

const shapes: Record<Outcome, string> = {
  pass: 'M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22zM10.2 17.3L5.4 12.5l1.9-1.9l2.9 2.9l6.5-6.5l1.9 1.9z',
  fail: 'M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4zM8.4 6.5L6.5 8.4l3.6 3.6l-3.6 3.6l1.9 1.9l3.6-3.6l3.6 3.6l1.9-1.9l-3.6-3.6l3.6-3.6l-1.9-1.9l-3.6 3.6z',
  inconclusive: 'M12 1.5L23.5 22H.5zM10.7 9l.4 7h1.8l.4-7zM12 17.2a1.4 1.4 0 1 0 0 2.8a1.4 1.4 0 0 0 0-2.8z',
  running: 'M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22zM10.7 5h2.6v6.4l4.4 2.6l-1.3 2.2l-5.7-3.4z',
  none: 'M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22zM6 10.7h12v2.6H6z',
};

const outcomeOf = { satisfied: 'pass', violated: 'fail', inconclusive: 'inconclusive' } as const;

export function symbols(): Element {
  const all = Object.entries(shapes).map(([outcome, d]) =>
    el('symbol', { id: `i-${outcome}`, viewBox: '0 0 24 24' }, el('path', { d, 'fill-rule': 'evenodd' })),
  );
  return el('svg', { class: 'symbols', width: 0, height: 0, 'aria-hidden': 'true' }, ...all);
}

export function icon(outcome: Outcome): Element {
  return el(
    'svg',
    { class: 'icon', width: 16, height: 16, viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    el('use', { href: `#i-${outcome}` }),
  );
}

// An SLO of a run that goes on is open, unless it is decided already.
export function badge(verdict: SloCell['verdict'], final: boolean): Element {
  const open = verdict === 'inconclusive' && !final;
  const outcome = open ? 'running' : outcomeOf[verdict];
  return el('span', { class: `badge ${outcome}` }, icon(outcome), open ? 'open' : verdict);
}

// The icon of the browser's tab.
export function tabIcon(outcome: Outcome, colour: string): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='${colour}'><path fill-rule='evenodd' d='${shapes[outcome]}'/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
