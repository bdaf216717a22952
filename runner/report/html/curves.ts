// What the latency charts of an endpoint are drawn from: exact histograms of loads, or what 0.13 kept.

import type { Bucket } from '../../model/histogram.ts';
import { plain } from '../plain.ts';
import { quantity, shortUnit } from '../quantity.ts';
import type { View } from '../view.ts';
import type { Endpoint } from '../view-endpoints.ts';
import type { LatencyRow } from '../view-loads.ts';
import { type CurvePoint, shapeOfSample } from '../view-shapes.ts';
import type { PercentileData } from './percentile-curve.ts';

export interface Curves extends PercentileData {
  title: string;
  buckets: Bucket[];
  marks: { words: string; value: number }[];
  missing: number; // requests that are known only as slower than some latency, or not at all
}

export function curvesOf(endpoint: Endpoint, view: View): Curves[] {
  const curves = allOf(endpoint, view);
  return curves.length < 2 ? curves : curves.map((one) => ({ ...one, whose: one.title }));
}

function allOf(endpoint: Endpoint, view: View): Curves[] {
  if (endpoint.loads.length > 0) return endpoint.loads.map((load) => ofLoad(load, endpoint));
  const vectors = ofDistributions(endpoint, view);
  return vectors.length > 0 ? vectors : ofPercentileMetrics(endpoint, view);
}

function ofLoad({ row, shape }: Endpoint['loads'][number], endpoint: Endpoint): Curves {
  const points = pointsOf(row.latency);
  return {
    title: `${plain(row.title, 60)} latency`,
    unit: 'ms',
    buckets: shape.buckets,
    marks: marksOf(points),
    missing: (row.latency?.bounded ?? 0) + (row.latency?.untimed ?? 0),
    count: row.latency && row.latency.count + row.latency.untimed,
    points,
    curve: shape.curve,
    service: shape.service,
    servicePoints: pointsOf(row.service),
    limits: limitsOf(endpoint, `${row.provider}/latency`),
    due: true,
  };
}

function pointsOf(latency: LatencyRow | undefined): CurvePoint[] {
  const pairs = Object.entries(latency?.percentiles ?? {});
  return pairs
    .map(([percent, reading]) => ({ percent: Number(percent), ...reading }))
    .sort((a, b) => a.percent - b.percent);
}

// Of 0.13: observations one by one, or buckets.
function ofDistributions(endpoint: Endpoint, view: View): Curves[] {
  return endpoint.distributions.flatMap(({ name, type, unit, versions }) =>
    versions.flatMap(({ buckets, observations }, i): Curves[] => {
      if (type === 'Summary') return [];
      const heading = view.versions.length > 1 ? `, ${view.versions[i]?.heading ?? ''}` : '';
      const shape = shapeOfSample(observations ?? []);
      const points = type === 'Sample' ? metricPoints(endpoint, `${name}/p`, i) : [];
      return [
        {
          title: plain(`${name}${heading}`, 80),
          unit: plain(shortUnit(unit) ?? '', 24),
          buckets: buckets ?? shape.buckets,
          marks: marksOf(points),
          missing: 0,
          count: observations?.length,
          points,
          curve: shape.curve,
          service: [],
          servicePoints: [],
          limits: limitsOf(endpoint, name),
          due: false,
        },
      ];
    }),
  );
}

function ofPercentileMetrics(endpoint: Endpoint, view: View): Curves[] {
  return view.versions.flatMap(({ heading }, i): Curves[] => {
    const stem = `${endpoint.name}/latency-p`;
    const points = metricPoints(endpoint, stem, i);
    if (points.length < 2) return [];
    const unit = endpoint.metrics.find(({ name }) => name.startsWith(stem))?.unit;
    return [
      {
        title: plain(`${endpoint.name} latency${view.versions.length > 1 ? `, ${heading}` : ''}`, 80),
        unit: plain(shortUnit(unit) ?? '', 24),
        buckets: [],
        marks: [],
        missing: 0,
        points,
        curve: [],
        service: [],
        servicePoints: [],
        limits: limitsOf(endpoint, `${endpoint.name}/latency`),
        due: false,
      },
    ];
  });
}

function metricPoints({ metrics }: Endpoint, stem: string, version: number): CurvePoint[] {
  const points = metrics.flatMap(({ name, values }) => {
    const percent = percentOf(name, stem);
    const found = values[version];
    if (percent === undefined || found === undefined) return [];
    return [{ percent, value: found.value, atLeast: found.atLeast === undefined ? undefined : (true as const) }];
  });
  return points.sort((a, b) => a.percent - b.percent);
}

function percentOf(name: string, stem: string): number | undefined {
  const tail = name.startsWith(stem) ? name.slice(stem.length) : '';
  const percent = /^\d+(\.\d+)?$/.test(tail) ? Number(tail) : undefined;
  return percent !== undefined && percent > 0 && percent <= 100 ? percent : undefined;
}

function marksOf(points: readonly CurvePoint[]): Curves['marks'] {
  return points
    .filter(({ percent, atLeast }) => !atLeast && [50, 99].includes(percent))
    .map(({ percent, value }) => ({ words: `p${percent} ${quantity(value)}`, value }));
}

// SLOs on a percentile of this metric; the maximum is its hundredth.
function limitsOf({ slos }: Endpoint, metric: string): PercentileData['limits'] {
  return slos.flatMap(({ metric: name, limit, kind }) => {
    const percent =
      percentOf(name, `${metric}-p`) ??
      percentOf(name, `${metric}/p`) ??
      (/[-/]max$/.test(name) && name.startsWith(metric) ? 100 : undefined);
    return percent === undefined || kind === 'lower' || !(limit > 0) ? [] : [{ percent, limit }];
  });
}
