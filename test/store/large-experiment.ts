// Experiments whose http task reports all it can, without sending anything.

import { expandEntries } from '../../runner/experiment/expand.ts';
import { runLoop } from '../../runner/experiment/loop.ts';
import type { Document, TaskEntry } from '../../runner/model/document.ts';
import { occupied, record } from '../../runner/model/histogram.ts';
import { emptyLoad } from '../../runner/model/measurement.ts';
import type { Metric } from '../../runner/model/metric.ts';
import { createRedactor } from '../../runner/model/redactor.ts';
import type { Capabilities, Measurement, Task } from '../../runner/model/task.ts';
import { sizeOf } from '../../runner/store/to-yaml.ts';

const percentiles = [50, 75, 90, 95, 99, 99.9];

export interface Shape {
  endpoints: string[];
  requests: number;
}

export function providersOf({ endpoints }: Shape): string[] {
  return endpoints.map((name) => `http-${name}`);
}

export async function runOnce(shape: Shape, loop: number, document?: Document): Promise<Document> {
  const registry = new Map([['http', httpLike(shape, loop)]]);
  const entries: TaskEntry[] = [{ task: 'http', with: { numRequests: shape.requests } }];
  return runLoop({
    document,
    entries,
    steps: expandEntries(entries, registry),
    registry,
    capabilities: { ...nothing, signal: new AbortController().signal },
    save: async () => {},
    sizeOf,
    redactor: createRedactor(),
    identity: { owner: 'me', spec: 'abc' },
    iter8Version: 'v1.0',
  });
}

const silent = () => {};
const nothing: Omit<Capabilities, 'verdicts' | 'signal'> = {
  clock: {
    now: () => Date.UTC(2023, 0, 11),
    sleep: (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
  },
  files: { read: () => Promise.reject(new Error('no files')) },
  download: () => Promise.reject(new Error('no network')),
  load: { run: () => Promise.reject(new Error('no load')) },
  secret: () => 'none',
  scratch: new Map(),
  log: { debug: silent, info: silent, warn: silent, error: silent },
};

function httpLike(shape: Shape, loop: number): Task {
  return {
    name: 'http',
    describe: 'measures without sending',
    schema: { kind: 'object', describe: 'anything', fields: {} },
    expand: () => [
      { task: 'http', title: 'send requests', entry: { task: 'http', with: { url: 'http://target/' } }, plan: {} },
    ],
    async run(_, __, emit) {
      for (const provider of providersOf(shape)) emit.measurement(measurementOf(provider, shape.requests, loop));
      emit.slos({ upper: [{ metric: `http-${shape.endpoints[0]}/latency-p99`, limit: 0.001 }], lower: [] });
    },
    metricsOf,
  };
}

// The same numbers for the same loop: latencies spread over three octaves and more.
export function measurementOf(provider: string, requests: number, loop: number): Measurement {
  const load = emptyLoad();
  let seed = (loop * 7919 + provider.length * 104_729) >>> 0;
  const next = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (const histogram of [load.latency, load.service, load.lag]) {
    for (let i = 0; i < requests; i++) record(histogram, 0.2 + -Math.log(1 - next()) * 8);
  }
  load.sent = requests;
  load.answered = requests;
  load.statuses = { 200: requests - 3, 503: 3 };
  load.failures = { 'expect-status': 3 };
  load.failureExamples = { 'expect-status': 'the status was 503, not one of 200, 201, 202' };
  load.peers = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`10.0.0.${i}:8080`, requests / 8]));
  load.firstSend = 1e12 + loop;
  load.lastSend = 1e12 + loop + requests * 125;
  const asked = { qps: 8, connections: 4, requests };
  return { provider, version: 0, target: `http://target.default/${provider}`, asked, load, partial: false, plan: {} };
}

export function metricsOf({ provider, load }: Measurement): Metric[] {
  const scalar = (name: string, value: number, more: object = {}): Metric => ({
    name: `${provider}/${name}`,
    description: `${name} of the requests that were sent`,
    type: 'Gauge',
    units: 'msec',
    value,
    ...more,
  });
  const ours = { ours: true };
  const spread = (name: string, mean: number, more: object) => [
    ...['mean', 'stddev', 'min', 'max'].map((kind, i) => scalar(`${name}-${kind}`, (mean * (i + 1)) / 3, more)),
    ...percentiles.map((p) => scalar(`${name}-p${p}`, (mean * p) / 70, more)),
  ];
  return [
    scalar('request-count', load.sent),
    scalar('error-count', 3),
    scalar('error-rate', 3 / load.sent),
    ...spread('latency', load.latency.mean, {}),
    ...spread('service-time', load.service.mean, ours),
    ...['qps-requested', 'qps-achieved', 'dropped-count', 'lag-p99', 'bytes-in', 'bytes-out', 'connections'].map(
      (name, i) => scalar(name, load.lag.mean * (i + 1), ours),
    ),
    ...['refused', 'reset', 'timeout', 'expect-status'].map((kind) => scalar(`error-count-${kind}`, 3, ours)),
    {
      name: 'http/latency',
      description: 'latency of all requests',
      units: 'msec',
      type: 'Histogram',
      buckets: occupied(load.latency),
    },
  ];
}
