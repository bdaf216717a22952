// Metrics over the loops of an experiment, with the lines of their SLOs.
import { plain } from '../plain.ts';
import { asGiven, quantity } from '../quantity.ts';
import type { View } from '../view.ts';
import type { MetricRow } from '../view-metrics.ts';
import type { SloRow } from '../view-slos.ts';
import { across, drawing, figure, limitLine, polyline, round, upwards } from './chart.ts';
import { type Child, type Element, el } from './markup.ts';
import { linear, type Scale, tight } from './scale.ts';
import { section } from './section.ts';
import { table } from './table.ts';
import { type Place, spansOf, thinLine, thinRows } from './thin.ts';
import { code, name, unitOf } from './words.ts';

const mostCharts = 24;
const mostDots = 120; // more would touch each other; what violates an SLO always has its own
const parts = 80; // of a chart with more loops than that of several versions
const worth = /[/-](latency-p99|latency-mean|error-rate)$/;

export function loopsSection(view: View): Element | undefined {
  const limits = new Map<string, SloRow[]>();
  for (const slo of view.slos) limits.set(slo.metric, [...(limits.get(slo.metric) ?? []), slo]);
  const told = view.metrics.filter(({ history }) => history.some((points) => points.length > 1));
  const chosen = [
    ...told.filter((metric) => limits.has(metric.name)),
    ...told.filter(
      (metric) => !limits.has(metric.name) && (worth.test(metric.name) || told.length <= 6) && moves(metric),
    ),
  ];
  if (chosen.length === 0) return undefined;
  const left = chosen.length - mostCharts;
  return section(
    'loops',
    'Over the loops',
    keptWords(view),
    el(
      'div',
      { class: 'charts' },
      ...chosen.slice(0, mostCharts).map((metric) => loopChart(metric, limits.get(metric.name) ?? [], view)),
    ),
    left > 0
      ? el('p', { class: 'quiet' }, `${left} more metrics have a history: iter8 report -o json holds them all.`)
      : undefined,
  );
}

// A document keeps so many loops, the older ones thinned out.
function keptWords({ loops, summary }: View): Child {
  if (loops.length === 0 || loops.length >= summary.loops) return undefined;
  const [kept, all] = [quantity(loops.length, 0), quantity(summary.loops, 0)];
  return el(
    'p',
    { class: 'quiet' },
    `The values of ${kept} of ${all} loops are kept: the newest, and fewer of the older ones.`,
  );
}

// What stayed the same in every loop is told by its number.
function moves({ history }: MetricRow): boolean {
  return new Set(history.flatMap((points) => points.map(({ value }) => value))).size > 1;
}

interface Line {
  heading: string;
  places: Place[];
}

function loopChart(metric: MetricRow, slos: readonly SloRow[], view: View): Element {
  const unit = unitOf(metric);
  // 0.13 kept values and not of which loop they are: where some are missing, only their order is known.
  const isDated = metric.history.every((points) => points.every(({ loop }) => loop !== undefined));
  const lines = metric.history.map(
    (points, i): Line => ({
      heading: view.versions[i]?.heading ?? '',
      places: points.map(({ loop, value }, at) => ({ x: loop ?? at + 1, y: value })),
    }),
  );
  const all = lines.flatMap(({ places }) => places);
  const xs = all.map(({ x }) => x);
  const ys = all.map(({ y }) => y);
  const limits = slos.map(({ limit }) => limit).filter(Number.isFinite);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const near = limits.filter(
    (limit) => Math.abs(limit) <= 4 * Math.max(Math.abs(high), Math.abs(low)) || (high === 0 && low === 0),
  );
  const x = tight([Math.min(...xs), Math.max(...xs)], across);
  const y = linear([Math.min(0, low, ...near), Math.max(high, ...near)], upwards, 4);
  const title = plain(metric.name, 60);
  const several = lines.length > 1;
  const yTitle = unit ?? 'value';
  const beyond = (value: number) => slos.some(({ kind, limit }) => (kind === 'upper' ? value > limit : value < limit));
  const broken = all.filter((place) => beyond(place.y)).length;
  const last = lines.map(({ places }) => places.at(-1)?.y).filter((value) => value !== undefined);
  return figure({
    title: code(metric.name, 48),
    words: wordsOf(all.length, broken, last, unit, limits.length > near.length) + bandWords(lines),
    svg: drawing(
      `${title} over the loops: from ${quantity(low)} to ${quantity(high)}${suffix(unit)}`,
      { x, y, xTitle: isDated ? 'loop' : 'values in order, their loops are not known', yTitle },
      ...lines.map(({ places }, i) => lineOf(places, i, isBanded(lines, places), x, y)),
      ...lines.map(({ heading, places }, i) => {
        const whose = several ? `${plain(heading, 40)}, ` : '';
        return dotsOf(places, { x, y, beyond, kind: `line v${i % 6}`, whose, unit, isDated });
      }),
      // Last, so that nothing covers its words.
      ...slos
        .filter(({ limit }) => near.includes(limit))
        .map(({ kind, limit }) => limitLine(y.at(limit), `SLO ${kind === 'upper' ? '≤' : '≥'} ${asGiven(limit)}`)),
    ),
    legend: several ? lines.map(({ heading }, i) => [`line v${i % 6}`, name(heading, 40)] as const) : [],
    data: {
      summary: isDated ? 'Loops as a table' : 'Values as a table',
      label: `${title}, table`,
      table: tableOf(metric, lines, unit, isDated),
    },
  });
}

function wordsOf(
  count: number,
  broken: number,
  last: readonly number[],
  unit: string | undefined,
  far: boolean,
): string {
  const now = last.map((value) => `${quantity(value)}${suffix(unit)}`).join(' and ');
  const beyond = broken === 0 ? '' : `; ${quantity(broken, 0)} of ${quantity(count, 0)} values beyond the SLO`;
  return `last ${now}${beyond}${far ? '; the limit is far off this scale' : ''}`;
}

function suffix(unit: string | undefined): string {
  return unit === undefined || unit === 'fraction' || unit === 'count' ? '' : ` ${unit}`;
}

// The lines of several versions over many loops would cover each other: a band is their range, a line their median.
function isBanded(lines: readonly Line[], places: readonly Place[]): boolean {
  return lines.length > 1 && places.length > mostDots;
}

function bandWords(lines: readonly Line[]): string {
  const banded = lines.find(({ places }) => isBanded(lines, places));
  if (banded === undefined) return '';
  return `; each line is the median of about ${Math.ceil(banded.places.length / parts)} loops, its band their range`;
}

function lineOf(places: readonly Place[], i: number, isBand: boolean, x: Scale, y: Scale): Child {
  const kind = `line v${i % 6}`;
  if (!isBand)
    return el('path', { class: `${kind}${places.length > mostDots ? ' dense' : ''}`, d: pathOf(places, x, y) });
  const spans = spansOf(places, parts).map((span) => ({
    at: x.at(span.x),
    low: y.at(span.low),
    middle: y.at(span.middle),
    high: y.at(span.high),
  }));
  const edge = [
    ...spans.map(({ at, high }) => [at, high] as const),
    ...[...spans].reverse().map(({ at, low }) => [at, low] as const),
  ];
  return [
    el('path', { class: `band v${i % 6}`, d: `${polyline(edge)}Z` }),
    el('path', { class: kind, d: polyline(spans.map(({ at, middle }) => [at, middle] as const)) }),
  ];
}

function pathOf(places: readonly Place[], x: Scale, y: Scale): string {
  const drawn = places.map((place) => ({ x: x.at(place.x), y: y.at(place.y) }));
  return polyline(thinLine(drawn).map((place) => [place.x, place.y] as const));
}

interface Dots {
  x: Scale;
  y: Scale;
  beyond(value: number): boolean;
  kind: string;
  whose: string;
  unit: string | undefined;
  isDated: boolean;
}

function dotsOf(places: readonly Place[], { x, y, beyond, kind, whose, unit, isDated }: Dots): Child {
  const all = places.length <= mostDots;
  const wrong = places.filter((place) => beyond(place.y)).slice(0, mostDots);
  const right = all ? places.filter((place) => !beyond(place.y)) : [];
  const words = (place: Place) =>
    el('title', {}, `${whose}${isDated ? 'loop' : 'value'} ${place.x}: ${quantity(place.y)}${suffix(unit)}`);
  const at = (place: Place) => [round(x.at(place.x)), round(y.at(place.y))] as const;
  return [
    el(
      'g',
      { class: kind },
      ...right.map((place) =>
        el('circle', { cx: at(place)[0], cy: at(place)[1], r: all && places.length > 40 ? 2 : 3 }, words(place)),
      ),
    ),
    el(
      'g',
      { class: 'wrong' },
      ...wrong.map((place) => el('path', { d: `M${at(place)[0] - 4} ${at(place)[1] - 4}l8 8m0-8l-8 8` }, words(place))),
    ),
  ];
}

function tableOf(metric: MetricRow, lines: readonly Line[], unit: string | undefined, isDated: boolean): Element {
  const loops = [...new Set(lines.flatMap(({ places }) => places.map(({ x }) => x)))].sort((a, b) => a - b);
  const shown = thinRows(loops);
  const values = lines.map(({ places }) => new Map(places.map(({ x, y }) => [x, y])));
  const head = (heading: string) => (lines.length > 1 ? name(heading, 40) : (unit ?? 'value'));
  const left = shown.length < loops.length ? ` (${shown.length} of ${loops.length} loops; -o json has them all)` : '';
  return table({
    caption: [code(metric.name), lines.length > 1 && unit !== undefined ? `, ${unit}` : undefined, left],
    columns: [
      { head: isDated ? 'loop' : '#', numeric: true },
      ...lines.map(({ heading }) => ({ head: head(heading), numeric: true })),
    ],
    rows: shown.map((loop) => [
      String(loop),
      ...values.map((of) => (of.has(loop) ? quantity(of.get(loop) ?? 0) : '–')),
    ]),
  });
}
