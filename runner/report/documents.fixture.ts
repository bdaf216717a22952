// Documents for the tests of reports: 0.13's samples, runs of ours, and arbitrary hostile ones.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { load as parseYaml } from 'js-yaml';
import type { Details, Document, Insights, Result, StoredLoad } from '../model/document.ts';
import { emptyHistogram, type Histogram, packHistogram, record } from '../model/histogram.ts';
import type { Slos, Verdict } from '../model/slo.ts';

export const samples = ['abn-summary', 'failed', 'grpc-sample', 'http-endpoints', 'two-versions'] as const;

export function sampleFile(name: string, file: string): string {
  return readFileSync(`${__dirname}/../../test/fixtures/samples/${name}/${file}`, 'utf8');
}

export function sampleDocument(name: string): Document {
  return parseYaml(sampleFile(name, 'experiment.yaml')) as Document;
}

export function histogramOf(values: readonly number[]): Histogram {
  const histogram = emptyHistogram();
  for (const value of values) record(histogram, value);
  return histogram;
}

export function storedLoad(change: Partial<StoredLoad> = {}): StoredLoad {
  const values = Array.from({ length: 100 }, (_, i) => i + 1);
  return {
    provider: 'http',
    version: 0,
    partial: false,
    target: 'http://127.0.0.1:8080/get',
    asked: { qps: 8, connections: 4, requests: 100 },
    latency: packHistogram(histogramOf(values)),
    bounds: null,
    service: packHistogram(histogramOf(values)),
    lag: packHistogram(histogramOf(values.map(() => 0.1))),
    sent: 100,
    answered: 100,
    errors: 0,
    dropped: 0,
    unfinished: 0,
    statuses: { 200: 100 },
    failures: {},
    failureExamples: {},
    peers: { '127.0.0.1:8080': 100 },
    connections: 4,
    bytesIn: 12_345,
    bytesOut: 6_789,
    firstSend: Date.UTC(2026, 0, 2, 3, 4, 5),
    lastSend: Date.UTC(2026, 0, 2, 3, 4, 17),
    stalls: { count: 0, totalMs: 0, longestMs: 0 },
    ...change,
  };
}

export interface Changes {
  result?: Partial<Result>;
  insights?: Partial<Insights>;
  details?: Partial<Details>;
}

// A run of ours in which all went well: 100 requests, one SLO, satisfied.
export function ourDocument({ result, insights, details }: Changes = {}): Document {
  const slos: Slos = { upper: [{ metric: 'http/latency-mean', limit: 60 }], lower: [] };
  return {
    spec: [
      { task: 'http', with: { url: 'http://127.0.0.1:8080/get' } },
      { task: 'assess', with: { SLOs: slos } },
    ],
    result: {
      startTime: '2026-01-02T03:04:05Z',
      numLoops: 1,
      numCompletedTasks: 2,
      failure: false,
      iter8Version: 'v1.0.0',
      insights: {
        numVersions: 1,
        versionNames: null,
        metricsInfo: {
          'http/latency-mean': { description: 'mean of latencies', units: 'msec', type: 'Gauge' },
          'http/latency-p99': { description: '99th percentile', units: 'msec', type: 'Gauge' },
          'http/request-count': { description: 'requests sent', type: 'Counter' },
          'http/lag-p99': { description: 'lateness of the generator', units: 'msec', type: 'Gauge' },
          'http/latency': { description: 'latencies', units: 'msec', type: 'Histogram' },
        },
        nonHistMetricValues: [
          {
            'http/latency-mean': [50.5],
            'http/latency-p99': [99],
            'http/request-count': [100],
            'http/lag-p99': [0.1],
          },
        ],
        histMetricValues: [{ 'http/latency': [{ lower: 1, upper: 100, count: 100 }] }],
        SummaryMetricValues: [{}],
        SLOs: slos,
        SLOsSatisfied: { upper: [[true]], lower: [] },
        ...insights,
      },
      ...result,
    },
    details: {
      format: 1,
      identity: { owner: 'local', spec: 'abc' },
      state: 'completed',
      loop: 1,
      tasks: [],
      steps: [
        {
          name: 'http',
          title: 'http://127.0.0.1:8080/get',
          state: 'completed',
          startTime: '2026-01-02T03:04:05.000Z',
          endTime: '2026-01-02T03:04:17.500Z',
        },
        { name: 'assess', title: '1 SLO', state: 'completed' },
      ],
      loops: [1],
      gaps: {},
      ourMetrics: { 'http/lag-p99': { description: 'lateness', units: 'msec', type: 'Gauge' } },
      current: [
        {
          'http/latency-mean': { value: 50.5 },
          'http/latency-p99': { value: 99 },
          'http/request-count': { value: 100 },
          'http/lag-p99': { value: 0.1 },
        },
      ],
      verdicts: [verdictOf({})],
      loads: [storedLoad()],
      notes: [],
      ...details,
    },
  };
}

export function verdictOf(change: Partial<Verdict>): Verdict {
  return {
    metric: 'http/latency-mean',
    kind: 'upper',
    limit: 60,
    version: 0,
    verdict: 'satisfied',
    value: 50.5,
    ...change,
  };
}

const nasty = [
  '\u001b[31mred',
  'a\nb\r\nc',
  '\u202etxt.exe',
  'x'.repeat(10_000),
  '|`\\|``<script>&"\'',
  '@everyone #1 https://evil.example/x www.evil.example',
  '\u009b2J\u0000\ufffe\ud800',
  '__proto__',
  ']]> --> $&',
  '',
];
const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 30 }));
const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, 1e21, 0.125));
const count = fc.nat(1000);

function listOf<T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(of, { maxLength: 4 });
}

// Documents of ours with names, messages and numbers as bad as they come.
export const hostileDocument: fc.Arbitrary<Document> = fc
  .record({
    metric: text,
    units: text,
    heading: text,
    message: text,
    value: number,
    limit: number,
    state: fc.constantFrom('running', 'completed', 'failed', 'interrupted', 'aborted' as const),
    stepState: fc.constantFrom('pending', 'running', 'completed', 'failed', 'skipped', 'interrupted' as const),
    verdict: fc.constantFrom('satisfied', 'violated', 'inconclusive' as const),
    values: listOf(fc.double({ min: 0, max: 1e6, noNaN: true })),
    bounds: listOf(fc.double({ min: 0, max: 1e6, noNaN: true })),
    errors: count,
    versions: fc.integer({ min: 1, max: 3 }),
    loops: fc.integer({ min: 1, max: 3 }),
    type: fc.constantFrom('Gauge', 'Counter', 'Histogram', 'Sample', 'Summary' as const),
    kind: fc.constantFrom('dropped', 'lag', 'stall', 'failures', 'peers', 'interrupted', 'aborted', 'info' as const),
  })
  .map((c) => {
    const perVersion = <T>(make: () => T): T[] => Array.from({ length: c.versions }, make);
    const slos: Slos = { upper: [{ metric: c.metric, limit: c.limit }], lower: [{ metric: 'a/b', limit: 1 }] };
    return ourDocument({
      result: { numLoops: c.loops, failure: c.state === 'failed' },
      insights: {
        numVersions: c.versions,
        versionNames: perVersion(() => ({ version: c.heading, track: c.message })),
        metricsInfo: { [c.metric]: { type: c.type, units: c.units, description: c.message } },
        nonHistMetricValues: perVersion(() => ({ [c.metric]: [c.value, c.limit] })),
        SummaryMetricValues: perVersion(() => ({ [c.metric]: [3, c.value, 1, 2, 3] })),
        SLOs: slos,
        SLOsSatisfied: { upper: [perVersion(() => c.verdict === 'satisfied')], lower: [[false]] },
      },
      details: {
        state: c.state,
        loops: [1, 2],
        current: perVersion(() => ({ [c.metric]: { value: c.value } })),
        verdicts: [
          verdictOf({ metric: c.metric, limit: c.limit, verdict: c.verdict, value: c.value, reason: c.message }),
        ],
        steps: [
          {
            name: c.metric,
            title: c.message,
            state: c.stepState,
            ...(c.stepState === 'failed' ? { error: { code: 'STEP', message: c.message, fix: c.heading } } : {}),
          },
        ],
        loads: [
          storedLoad({
            provider: c.metric,
            target: c.message,
            latency: packHistogram(histogramOf(c.values)),
            bounds: packHistogram(histogramOf(c.bounds)),
            errors: c.errors,
            dropped: c.errors,
            failures: { [c.heading]: c.errors },
            failureExamples: { [c.heading]: c.message },
            peers: { [c.message]: 1 },
          }),
        ],
        notes: [{ kind: c.kind, subject: c.metric, message: c.message, hint: c.heading }],
      },
    });
  });
