// Every endpoint in a row, to compare them and to find the one that stands out.
import { percentage, quantity } from '../quantity.ts';
import type { Endpoint } from '../view-endpoints.ts';
import type { LoadRow, Reading } from '../view-loads.ts';
import { type Child, type Element, el } from './markup.ts';
import { section } from './section.ts';
import { scrolling, table } from './table.ts';
import { name, number } from './words.ts';

const shownPercents = ['50', '95', '99', '99.9'];

export function overview(endpoints: readonly Endpoint[]): Element | undefined {
  const loads = endpoints.flatMap((endpoint, i) => endpoint.loads.map(({ row }) => ({ row, i })));
  if (loads.length < 2) return undefined;
  const heads = ['Sent', 'Rate', 'Errors', ...shownPercents.map((percent) => `p${percent} (ms)`)];
  const content = table({
    caption: 'Endpoints: requests, rate, errors and latency',
    captionHidden: true,
    cards: true,
    columns: [{ head: 'Endpoint' }, ...heads.map((head) => ({ head, numeric: true }))],
    rows: loads.map(({ row, i }): Child[] => [
      el('a', { href: `#endpoint-${i}` }, name(row.title, 48)),
      number(row.sent, quantity(row.sent, 0)),
      rateOf(row),
      errorsOf(row),
      ...shownPercents.map((percent) => latency(row.latency?.percentiles[percent])),
    ]),
  });
  return section('overview', 'Endpoints at a glance', scrolling('Endpoints, table', content), fewWords(loads));
}

function fewWords(loads: readonly { row: LoadRow }[]): Child {
  const least = Math.min(...loads.map(({ row }) => row.sent + row.dropped));
  if (least >= 1000) return undefined;
  const also = least < 100 ? ', of fewer than 100 so is p99' : '';
  return el('p', { class: 'quiet' }, `Of fewer than 1,000 requests, p99.9 is the slowest one${also}.`);
}

export function rateOf({ achievedQps }: LoadRow): Child {
  return number(achievedQps, achievedQps === undefined ? '' : quantity(achievedQps, achievedQps < 100 ? 1 : 0), '/s');
}

function errorsOf({ errors, sent }: LoadRow): Child {
  if (errors === 0 || sent === 0) return number(errors, quantity(errors, 0));
  return [number(errors, quantity(errors, 0)), ` (${percentage(errors / sent)})`];
}

export function latency(reading: Reading | undefined): Child {
  if (reading === undefined) return number(undefined, '');
  return [reading.atLeast ? '≥ ' : undefined, number(reading.value, quantity(reading.value))];
}
