// Experiments of the real tasks, on a load engine that sends nothing and answers with numbers of all sizes.
import { expandEntries } from '../../runner/experiment/expand.ts';
import { runLoop } from '../../runner/experiment/loop.ts';
import type { Document, TaskEntry } from '../../runner/model/document.ts';
import { record } from '../../runner/model/histogram.ts';
import { emptyLoad, type LoadMeasurement } from '../../runner/model/measurement.ts';
import { createRedactor } from '../../runner/model/redactor.ts';
import type { Capabilities } from '../../runner/model/task.ts';
import { sizeOf } from '../../runner/store/to-yaml.ts';
import { registry } from '../../runner/tasks/registry.ts';

export interface Shape {
  endpoints: string[];
  requests: number; // to each
}

export function runOnce(shape: Shape, loop: number, document?: Document): Promise<Document> {
  const entries = entriesOf(shape);
  return runLoop({
    document,
    entries,
    steps: expandEntries(entries, registry),
    registry,
    capabilities: { ...nothing, load: { run: async () => ({ measurement: loadOf(shape.requests, loop) }) } },
    save: async () => {},
    sizeOf,
    redactor: createRedactor(),
    identity: { owner: 'me', spec: 'abc' },
    iter8Version: 'v1.0',
  });
}

function entriesOf({ endpoints, requests }: Shape): TaskEntry[] {
  const all = endpoints.map((name) => [name, { url: `http://target.default/${name}` }]);
  const limits = { [`http-${endpoints[0]}/latency-p99`]: 0.001, [`http-${endpoints[0]}/error-count`]: 5 };
  return [
    { task: 'http', with: { numRequests: requests, endpoints: Object.fromEntries(all) } },
    { task: 'assess', with: { SLOs: { upper: limits } } },
  ];
}

// The same numbers for the same loop.
export function loadOf(requests: number, loop: number): LoadMeasurement {
  const load = emptyLoad();
  let seed = (loop * 7919) >>> 0;
  const next = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (const histogram of [load.latency, load.service, load.lag]) {
    for (let i = 0; i < requests; i++) record(histogram, 0.2 - Math.log(1 - next()) * 8);
  }
  const peers = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`10.0.0.${i}:8080`, requests / 8]));
  return {
    ...load,
    sent: requests,
    answered: requests,
    errors: 3,
    statuses: { 200: requests - 3, 503: 3 },
    failures: { 'expect-status': 3 },
    failureExamples: { 'expect-status': 'the status was 503, not one of 200, 201, 202' },
    peers,
    connections: 4,
    bytesIn: requests * 177,
    bytesOut: requests * 91,
    firstSend: 1e12 + loop,
    lastSend: 1e12 + loop + requests * 125 + next() * 10,
  };
}

const silent = () => {};
const nothing: Omit<Capabilities, 'verdicts' | 'load'> = {
  clock: {
    now: () => Date.UTC(2023, 0, 11),
    sleep: (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
  },
  files: { read: () => Promise.reject(new Error('no files')) },
  download: () => Promise.reject(new Error('no network')),
  reflect: () => Promise.reject(new Error('no network')),
  cluster: () => Promise.reject(new Error('no cluster')),
  secret: () => 'none',
  scratch: new Map(),
  signal: new AbortController().signal,
  log: { debug: silent, info: silent, warn: silent, error: silent },
};
