// Latency by percentile, with room for the tail: where a mean is silent, this shows how bad the worst requests were.
import { rankOf } from '../../model/histogram.ts';
import { asGiven, decimalsOf, quantity } from '../quantity.ts';
import type { CurvePoint } from '../view-shapes.ts';
import { across, drawing, figure, limitLine, polyline, round, upwards } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';
import { linear, logarithmic, percentiles, type Scale } from './scale.ts';
import { table } from './table.ts';
import { number } from './words.ts';

export interface PercentileData {
  unit: string;
  points: CurvePoint[]; // those that reports tell
  curve: CurvePoint[]; // between them
  service: CurvePoint[];
  servicePoints: CurvePoint[];
  limits: { percent: number; limit: number }[];
  whose?: string | undefined; // where there are several
  count?: number | undefined; // of all requests, also of those of which nothing is known
  due: boolean; // measured from the moment a request was due
}

export function percentileChart(title: string, data: PercentileData): Element | undefined {
  const { unit, points, service } = data;
  const line = data.curve.length > 0 ? data.curve : points;
  if (line.length < 2 || points.length === 0) return undefined;
  const values = [...line, ...service].map(({ value }) => value);
  const limits = data.limits.map(({ limit }) => limit);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A limit far away would press the curve flat: it is told in the table of SLOs.
  const near = limits.filter((limit) => limit <= high * 2 && limit >= low);
  const top = Math.max(high, ...near);
  const log = low > 0 && top / low > 30;
  const y = log ? logarithmic([low, top * 1.05], upwards) : linear([Math.min(0, low), Math.max(0, top)], upwards, 4);
  const x = percentiles(across);
  const label = `${title}: ${points.map(({ percent, value }) => `p${percent} ${quantity(value)} ${unit}`).join(', ')}`;
  const sameService = service.every(({ value }, i) => Math.abs(value - (line[i]?.value ?? 0)) < (top - low) / 200);
  const shown = sameService ? [] : service;
  return figure({
    title: data.whose === undefined ? 'Percentiles' : ['Percentiles, ', data.whose],
    words: wordsOf(data),
    svg: drawing(
      label,
      { x, y, xTitle: 'percentile (log scale to p99.99)', yTitle: `latency (${unit}${log ? ', log scale' : ''})` },
      ...data.limits
        .filter(({ limit }) => near.includes(limit))
        .map(({ percent, limit }) => limitMark(x, y, percent, limit)),
      el('path', { class: 'line second', d: pathOf(shown, x, y) }),
      el('path', {
        class: 'line',
        d: pathOf(
          line.filter(({ atLeast }) => !atLeast),
          x,
          y,
        ),
      }),
      el('path', { class: 'line open', d: pathOf(openPart(line), x, y) }),
      ...points.map((point) => dot(point, x, y, unit)),
    ),
    legend: legendOf(
      data.due,
      shown.length > 0,
      line.some(({ atLeast }) => atLeast),
      near.length > 0,
    ),
    data: { summary: 'Percentiles as a table', label: `${title}, table`, table: tableOf(title, data) },
  });
}

// A percentile whose rank is the last one says no more than that one request.
function wordsOf({ points, count, unit }: PercentileData): string {
  const told = points.filter(({ percent }) => count === undefined || rankOf(percent / 100, count) < count);
  const last = told.at(-1)?.percent ?? 50;
  const words = `p50 ${reading(points, 50, unit)}${last === 50 ? '' : `, p${last} ${reading(points, last, unit)}`}`;
  if (count === undefined || told.length === points.length) return words;
  const sure = Math.floor(((count - 1) / count) * 10_000) / 100;
  return `${words}; beyond p${quantity(sure, Number.isInteger(sure) ? 0 : 2)} all is the slowest of ${quantity(count, 0)}`;
}

function legendOf(due: boolean, second: boolean, open: boolean, limit: boolean): (readonly [string, Child])[] {
  const legend: (readonly [string, Child])[] = [];
  if (second || open || limit) legend.push(['line', due ? 'latency, from when a request was due' : 'latency']);
  if (second) legend.push(['line second', 'service time, from when it was sent']);
  if (open) legend.push(['line open', 'at least so much']);
  if (limit) legend.push(['limit', 'SLO']);
  return legend;
}

// From the last certain point on, so that the line has no gap.
function openPart(line: readonly CurvePoint[]): CurvePoint[] {
  const from = line.findIndex(({ atLeast }) => atLeast);
  return from < 0 ? [] : line.slice(Math.max(0, from - 1));
}

function pathOf(points: readonly CurvePoint[], x: Scale, y: Scale): string {
  return polyline(points.map(({ percent, value }) => [x.at(percent), y.at(value)] as const));
}

function dot({ percent, value, atLeast }: CurvePoint, x: Scale, y: Scale, unit: string): Element {
  const words = `p${percent}: ${atLeast ? 'at least ' : ''}${quantity(value)} ${unit}`;
  const place = { cx: round(x.at(percent)), cy: round(y.at(value)), r: 3.5 };
  return el('circle', { class: atLeast ? 'dot open' : 'dot', ...place }, el('title', {}, words));
}

// The limit of a percentile is met at that percentile: a line up to there, not beyond.
function limitMark(x: Scale, y: Scale, percent: number, limit: number): Child {
  if (percent === 100) return limitLine(y.at(limit), `SLO ${asGiven(limit)}`);
  const [place, at] = [round(x.at(percent)), round(y.at(limit))];
  const words = el('title', {}, `SLO: p${percent} is at most ${asGiven(limit)}`);
  return el('path', { class: 'limit', d: `M${across[0]} ${at}H${place}m0 -6v12` }, words);
}

function tableOf(title: string, { points, servicePoints, unit }: PercentileData): Element {
  const decimals = decimalsOf([...points, ...servicePoints].map(({ value }) => value));
  const services = new Map(servicePoints.map(({ percent, value }) => [percent, value]));
  const columns = [{ head: 'percentile' }, { head: `latency (${unit})`, numeric: true }];
  if (services.size > 0) columns.push({ head: `service time (${unit})`, numeric: true });
  const rows = points.map(({ percent, value, atLeast }): Child[] => {
    const cells: Child[] = [`p${percent}`, [atLeast ? '≥ ' : undefined, number(value, quantity(value, decimals))]];
    const service = services.get(percent);
    if (services.size > 0) cells.push(number(service, service === undefined ? '' : quantity(service, decimals)));
    return cells;
  });
  return table({ caption: title, columns, rows });
}

function reading(points: readonly CurvePoint[], percent: number, unit: string): string {
  const point = points.find((one) => one.percent === percent);
  return point === undefined ? 'is unknown' : `${point.atLeast ? '≥ ' : ''}${quantity(point.value)} ${unit}`;
}
