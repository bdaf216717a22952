// Documents that a report must cope with: every sample of 0.13, a real shape of ours, many endpoints, many loops.

import type { Course, Document } from '../../runner/model/document.ts';
import {
  emptyHistogram,
  type PackedHistogram,
  packHistogram,
  quantile,
  record,
  unpackHistogram,
} from '../../runner/model/histogram.ts';
import { ourDocument, sampleDocument, samples, storedLoad, verdictOf } from '../../runner/report/documents.fixture.ts';
import { runOnce } from '../store/large-experiment.ts';

export async function manyLoops(endpoints: readonly string[], requests: number, loops: number): Promise<Document> {
  let document: Document | undefined;
  for (let loop = 1; loop <= loops; loop++)
    document = await runOnce({ endpoints: [...endpoints], requests }, loop, document);
  return document ?? { spec: [] };
}

export function twentyEndpoints(): Promise<Document> {
  return manyLoops(
    Array.from({ length: 20 }, (_, i) => `endpoint-${i + 1}`),
    500,
    1,
  );
}

// Requests with a long tail, in an order that is always the same.
export function skewed(count: number, scale: number, seed: number): PackedHistogram | null {
  const histogram = emptyHistogram();
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const part = (state + 1) / (2 ** 32 + 1);
    record(histogram, scale * (0.4 - Math.log(part)) * (part < 0.01 ? 6 : 1));
  }
  return packHistogram(histogram);
}

// Two versions, each with every value of a thousand loops.
export function thousandLoops(): Document {
  const loops = Array.from({ length: 1000 }, (_, i) => i + 1);
  const wave = (shift: number) => loops.map((loop) => 40 + shift + 8 * Math.sin(loop / 60) + ((loop * 7919) % 13));
  const names = ['http/latency-mean', 'http/latency-p99', 'http/error-rate'];
  const values = (shift: number) => Object.fromEntries(names.map((name) => [name, wave(shift)]));
  const slos = { upper: [{ metric: 'http/latency-mean', limit: 60 }], lower: [] };
  return ourDocument({
    result: { numLoops: 1000 },
    insights: {
      numVersions: 2,
      versionNames: [
        { version: 'v1', track: 'shop' },
        { version: 'v2', track: 'shop-candidate-1' },
      ],
      nonHistMetricValues: [values(0), values(3)],
      histMetricValues: [{}, {}],
      SummaryMetricValues: [{}, {}],
      SLOs: slos,
      SLOsSatisfied: { upper: [[true, true]], lower: [] },
    },
    details: {
      loops,
      loop: 1000,
      current: [values(0), values(3)].map((of) =>
        Object.fromEntries(Object.entries(of).map(([name, all]) => [name, { value: all.at(-1) ?? 0 }])),
      ),
      verdicts: [0, 3].map((shift, version) => verdictOf({ version, value: wave(shift).at(-1) ?? 0 })),
      loads: [0, 1].map((version) => storedLoad({ version })),
    },
  });
}

// A load that goes well, stumbles for a while, and recovers.
const course: Course = {
  everyMs: 1000,
  sent: Array.from({ length: 50 }, (_, i) => (i > 20 && i < 28 ? 70 : 97 + (i % 4))),
  errors: Array.from({ length: 50 }, (_, i) => (i > 20 && i < 28 ? 30 : i % 9 === 0 ? 2 : 0)),
  p50: Array.from({ length: 50 }, (_, i) => (i > 20 && i < 28 ? 400 : 45 + (i % 5))),
  p99: Array.from({ length: 50 }, (_, i) => (i === 24 ? null : i > 20 && i < 28 ? 1300 : 190 + ((i * 37) % 60))),
};

// Something of everything: a violated SLO, an undecided one, errors, drops, a late generator.
export function troubled(): Document {
  const home = skewed(20_000, 6, 1);
  const homeP99 = quantile(unpackHistogram(home), 0.99) ?? 0;
  const loads = [
    storedLoad({
      provider: 'http-home',
      target: 'https://shop.example/',
      sent: 20_000,
      answered: 20_000,
      statuses: { 200: 19_990, 404: 10 },
      errors: 10,
      failures: { 'expect-status': 10 },
      failureExamples: { 'expect-status': 'the status was 404, not one of 200' },
      latency: home,
      service: skewed(20_000, 5, 2),
      asked: { qps: 400, connections: 16, requests: 20_000 },
      firstSend: 1_767_323_045_000,
      lastSend: 1_767_323_095_000,
    }),
    storedLoad({
      provider: 'http-checkout',
      course,
      target: 'https://shop.example/checkout',
      sent: 4_800,
      answered: 4_700,
      errors: 260,
      dropped: 200,
      statuses: { 200: 4_540, 503: 160 },
      failures: { timeout: 60, reset: 40, 'expect-status': 160 },
      failureExamples: { timeout: 'no answer within 1s', reset: 'read ECONNRESET' },
      latency: skewed(4_700, 40, 3),
      bounds: skewed(260, 400, 4),
      service: skewed(4_700, 22, 5),
      lag: skewed(4_800, 0.6, 6),
      asked: { qps: 100, connections: 8, requests: 5_000 },
      firstSend: 1_767_323_095_000,
      lastSend: 1_767_323_145_000,
    }),
  ];
  const slos = {
    upper: [
      { metric: 'http-home/latency-p99', limit: 250 },
      { metric: 'http-checkout/latency-p95', limit: 300 },
      { metric: 'http-checkout/error-rate', limit: 0.01 },
      { metric: 'http-home/error-count', limit: 0 },
    ],
    lower: [{ metric: 'http-home/request-count', limit: 10_000 }],
  };
  const verdicts = [
    verdictOf({ ...slos.upper[0], value: homeP99 }),
    verdictOf({
      ...slos.upper[1],
      verdict: 'inconclusive',
      value: 274.3,
      atLeast: true,
      reason: '260 requests were given up or never sent; their latency is known only as a lower bound',
    }),
    verdictOf({ ...slos.upper[2], verdict: 'violated', value: 0.0542 }),
    verdictOf({ ...slos.upper[3], verdict: 'violated', value: 10 }),
    verdictOf({ ...slos.lower[0], kind: 'lower', value: 20_000 }),
  ];
  const gauge = { description: 'a latency', units: 'msec', type: 'Gauge' } as const;
  return ourDocument({
    result: { numCompletedTasks: 2 },
    insights: {
      metricsInfo: {
        'http-home/latency-p99': gauge,
        'http-checkout/latency-p95': gauge,
        'http-checkout/error-rate': { description: 'fraction of responses that were errors', type: 'Gauge' },
        'http-home/error-count': { description: 'number of responses that were errors', type: 'Counter' },
        'http-home/request-count': { description: 'number of requests sent', type: 'Counter' },
      },
      nonHistMetricValues: [{}],
      histMetricValues: [{}],
      SLOs: slos,
      SLOsSatisfied: {},
    },
    details: {
      loads,
      verdicts,
      steps: [
        {
          name: 'http',
          title: 'send requests to 2 endpoints',
          state: 'completed',
          startTime: '2026-01-02T03:04:05.000Z',
          endTime: '2026-01-02T03:05:45.300Z',
        },
        { name: 'assess', title: 'judge 5 SLOs', state: 'completed' },
      ],
      current: [
        {
          'http-home/latency-p99': { value: homeP99 },
          'http-home/error-count': { value: 10 },
          'http-home/request-count': { value: 20_000 },
          'http-checkout/error-rate': { value: 0.0542 },
        },
      ],
      notes: [
        {
          kind: 'dropped',
          subject: 'http-checkout',
          message: '200 of 5,000 requests were due and never sent: none of the 8 connections was free',
          hint: 'raise connections, or ask for a lower rate',
        },
        {
          kind: 'failures',
          subject: 'http-checkout',
          message: '260 of 4,800 requests failed (timeout: 60, reset: 40, status 503: 160)',
          hint: 'answers took longer than timeout: the target is overloaded or stuck, or timeout is too short',
        },
      ],
    },
  });
}

// Names as bad as they come, wherever a name can stand.
export function hostile(): Document {
  const names = [
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '\u202egnp.exe',
    'שלום עולם',
    'x'.repeat(10_000),
  ];
  const metricsInfo = Object.fromEntries(
    names.map((name) => [`http/${name}`, { type: 'Gauge', units: name, description: name } as const]),
  );
  const values = Object.fromEntries(Object.keys(metricsInfo).map((name) => [name, [1, 2, 3]]));
  const upper = Object.keys(metricsInfo).map((metric) => ({ metric, limit: 2 }));
  return ourDocument({
    result: { numLoops: 3 },
    insights: {
      numVersions: 2,
      versionNames: names.slice(0, 2).map((version, i) => ({ version, track: names[i + 3] ?? '' })),
      metricsInfo,
      nonHistMetricValues: [values, values],
      histMetricValues: [{}, {}],
      SummaryMetricValues: [{}, {}],
      SLOs: { upper, lower: [] },
      SLOsSatisfied: {},
    },
    details: {
      loops: [1, 2, 3],
      loop: 3,
      current: [{}, {}],
      verdicts: [],
      loads: names.map((provider) =>
        storedLoad({
          provider,
          target: provider,
          failures: { [provider]: 3 },
          failureExamples: { [provider]: provider },
          errors: 3,
          statuses: { [provider]: 97 },
        }),
      ),
      notes: names.map((message) => ({ kind: 'info' as const, subject: message, message, hint: message })),
    },
  });
}

export const ours: [name: string, make: () => Document][] = [
  ...samples.map((name): [string, () => Document] => [name, () => sampleDocument(name)]),
  ['ours', () => ourDocument()],
  ['troubled', troubled],
];
