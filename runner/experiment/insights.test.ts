import type { Metric } from '../model/metric.ts';
import type { History } from './history.ts';
import { extend } from './insights.ts';

const nothing: History = {
  insights: {
    numVersions: 0,
    versionNames: null,
    metricsInfo: {},
    nonHistMetricValues: [],
    histMetricValues: [],
    SummaryMetricValues: [],
  },
  loops: [],
  gaps: {},
};

const known: Metric = { name: 'http/latency-p50.0', description: 'median', units: 'msec', type: 'Gauge', value: 2 };
const ours: Metric = {
  name: 'http/lag-p99',
  description: 'lateness',
  units: 'msec',
  type: 'Gauge',
  value: 1,
  ours: true,
};

test('what 0.13 measured stands in its fields, one value a loop, under its one name', () => {
  const first = extend(nothing, 1, [[known]], new Set());
  const second = extend(first, 2, [[{ ...known, value: 3 }]], new Set());
  expect(second.insights.nonHistMetricValues).toEqual([{ 'http/latency-p50': [2, 3] }]);
  expect(second.loops).toEqual([1, 2]);
});

test('what 0.13 did not measure stays out of its fields', () => {
  const { insights, ourMetrics, current } = extend(nothing, 1, [[known, ours]], new Set());
  expect(Object.keys(insights.metricsInfo)).toEqual(['http/latency-p50']);
  expect(insights.nonHistMetricValues).toEqual([{ 'http/latency-p50': [2] }]);
  expect(ourMetrics).toEqual({ 'http/lag-p99': { description: 'lateness', units: 'msec', type: 'Gauge' } });
  expect(current[0]?.['http/lag-p99']).toEqual({ value: 1 });
});

test('unless an SLO names it: who reads only those fields sees what was judged', () => {
  const { insights } = extend(nothing, 1, [[known, ours]], new Set(['http/lag-p99']));
  expect(insights.metricsInfo['http/lag-p99']).toMatchObject({ units: 'msec' });
  expect(insights.nonHistMetricValues[0]?.['http/lag-p99']).toEqual([1]);
});

test('a value that is no finite number is left out, and named', () => {
  const { omitted, insights } = extend(nothing, 1, [[{ ...known, value: Number.NaN }]], new Set());
  expect(omitted).toEqual(['http/latency-p50']);
  expect(insights.nonHistMetricValues).toEqual([{}]);
});
