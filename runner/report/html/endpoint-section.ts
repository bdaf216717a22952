// One endpoint: how its requests fared, how long they took, and every metric of it.
import { plain } from '../plain.ts';
import { bytes, quantity, seconds } from '../quantity.ts';
import type { View } from '../view.ts';
import type { Endpoint } from '../view-endpoints.ts';
import type { LoadRow, Reading } from '../view-loads.ts';
import { courseCharts } from './course.ts';
import { type Curves, curvesOf } from './curves.ts';
import { distributionChart } from './distribution.ts';
import { type Child, type Element, el } from './markup.ts';
import { metricTable } from './metric-table.ts';
import { latency, rateOf } from './overview.ts';
import { percentileChart } from './percentile-curve.ts';
import { requestsFigure } from './requests.ts';
import { facts } from './section.ts';
import { folded, scrolling } from './table.ts';
import { name, number } from './words.ts';

const mostMetrics = 400;

export function endpointSection(endpoint: Endpoint, view: View, index: number): Element {
  const { loads, metrics } = endpoint;
  const id = `endpoint-${index}`;
  const rows = metrics.filter(
    ({ ours, values }) => !ours || values.some((found) => found !== undefined && found.value !== 0),
  );
  const title = name(endpoint.name, 60);
  const [only] = loads;
  const targets = [...new Set(loads.map(({ row }) => row.target))];
  return el(
    'article',
    { id, 'aria-labelledby': `${id}-h` },
    el(
      'h3',
      { id: `${id}-h` },
      title,
      loads.length === 0 && metrics.length === 0 ? ' (all endpoints together)' : undefined,
    ),
    targets.map((target) => el('p', { class: 'target' }, name(target, 160))),
    ...(loads.length === 1 && only !== undefined
      ? loadParts(only.row)
      : loads.flatMap(({ row }) => [el('h4', {}, name(row.title, 80)), ...loadParts(row)])),
    el(
      'div',
      { class: 'charts' },
      ...curvesOf(endpoint, view).flatMap(chartsOf),
      ...loads.flatMap(({ row }) => courseCharts(row)),
    ),
    rows.length === 0
      ? undefined
      : folded(
          rows.length > mostMetrics
            ? `The first ${mostMetrics} of ${rows.length} metrics`
            : rows.length === 1
              ? 'Its metric'
              : `All ${rows.length} metrics`,
          scrolling(
            `${plain(endpoint.name, 60)}, metrics, table`,
            metricTable(rows.slice(0, mostMetrics), view.versions),
          ),
        ),
  );
}

function chartsOf({ title, buckets, unit, marks, missing, ...data }: Curves): Child[] {
  return [
    distributionChart(title, buckets, unit, marks, missing, data.whose),
    percentileChart(title, { unit, ...data }),
  ];
}

function loadParts(load: LoadRow): Child[] {
  return [facts(loadFacts(load)), requestsFigure(load)];
}

function loadFacts(load: LoadRow): (readonly [Child, Child])[] {
  const { asked, firstSend, lastSend, stalls, lag, coarse } = load;
  const span = firstSend === undefined || lastSend === undefined ? undefined : (lastSend - firstSend) / 1000;
  const isTime = span !== undefined && span >= 0; // a clock may be set back meanwhile
  const lagValue = lag?.percentiles['99'];
  return [
    ['Rate asked', asked.qps > 0 ? number(asked.qps, undefined, '/s') : 'as fast as it goes'],
    ['Rate achieved', load.achievedQps === undefined ? undefined : rateOf(load)],
    ['Requests sent', load.sent === 0 ? 'none' : undefined],
    ['Sent for', isTime ? seconds(span) : undefined],
    ['Mean latency', milliseconds(load.latency?.mean)],
    ['Greatest latency', milliseconds(load.latency?.max)],
    ['Connections', number(load.connections, quantity(load.connections, 0))],
    ['Bytes received', bytes(load.bytesIn)],
    ['Bytes sent', bytes(load.bytesOut)],
    ['Generator lag, p99', lagValue && number(lagValue.value, undefined, 'ms')],
    [
      'Generator stood still',
      stalls.count > 0
        ? `${stalls.count === 1 ? 'once' : `${quantity(stalls.count, 0)} times`}, ${seconds(stalls.totalMs / 1000)} in all`
        : undefined,
    ],
    [
      'Histograms',
      coarse === undefined
        ? undefined
        : coarse === 0
          ? 'left out of the document, which was too large'
          : `${quantity(coarse, 0)} buckets joined into one, as the document was too large`,
    ],
    [
      'Messages',
      load.streams && `${quantity(load.streams.messagesIn, 0)} received, ${quantity(load.streams.messagesOut, 0)} sent`,
    ],
    ['First message, p50', milliseconds(load.streams?.firstMessage?.percentiles['50'])],
    ['First message, p99', milliseconds(load.streams?.firstMessage?.percentiles['99'])],
  ];
}

function milliseconds(reading: Reading | undefined): Child {
  return reading && [latency(reading), '\u00a0', el('span', { class: 'unit' }, 'ms')];
}
