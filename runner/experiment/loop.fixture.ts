// An experiment in a test's hands: tasks that do as told, a clock that moves when asked, saves that are looked at.
import type { Document, TaskEntry } from '../model/document.ts';
import { emptyHistogram, record } from '../model/histogram.ts';
import { emptyLoad } from '../model/measurement.ts';
import type { Metric } from '../model/metric.ts';
import { createRedactor, type Redactor } from '../model/redactor.ts';
import type { Slos } from '../model/slo.ts';
import type { Capabilities, Emit, Measurement, Step, Task } from '../model/task.ts';
import { expandEntries } from './expand.ts';
import { runLoop } from './loop.ts';
import type { LoopOptions } from './loop-options.ts';

type Act = (emit: Emit, capabilities: Capabilities, step: Step) => Promise<void> | void;

interface Bench {
  clock: FakeClock;
  saved: Document[];
  lines: string[];
  redactor: Redactor;
  abort: AbortController;
  secrets: Record<string, string>;
  run(entries: readonly TaskEntry[], options?: Partial<LoopOptions>): Promise<Document>;
}

// `acts` by the name an entry gives in `with.act`.
export function createBench(acts: Record<string, Act> = {}): Bench {
  const clock = fakeClock();
  const bench: Bench = {
    clock,
    saved: [],
    lines: [],
    redactor: createRedactor(),
    abort: new AbortController(),
    secrets: {},
    run(entries, options = {}) {
      const registry = registryOf(acts);
      const { lines } = bench;
      return runLoop({
        entries,
        steps: expandEntries(entries, registry),
        registry,
        capabilities: {
          clock,
          files: { read: () => Promise.reject(new Error('no files here')) },
          download: () => Promise.reject(new Error('no network here')),
          reflect: () => Promise.reject(new Error('no reflection here')),
          load: { run: () => Promise.reject(new Error('no load here')) },
          cluster: () => Promise.reject(new Error('no cluster here')),
          secret: (key) => bench.secrets[key] ?? missing(key),
          scratch: new Map(),
          signal: bench.abort.signal,
          log: {
            debug: (message) => lines.push(`debug ${message}`),
            info: (message) => lines.push(`info ${message}`),
            warn: (message) => lines.push(`warning ${message}`),
            error: (message) => lines.push(`error ${message}`),
          },
        },
        save: async (document) => void bench.saved.push(document),
        sizeOf: (document) => JSON.stringify(document).length,
        redactor: bench.redactor,
        identity: { owner: 'me', spec: 'abc' },
        iter8Version: 'v1.0',
        ...options,
      });
    },
  };
  return bench;
}

function missing(key: string): never {
  throw new Error(`no ${key}`);
}

function registryOf(acts: Record<string, Act>): ReadonlyMap<string, Task> {
  const make = (name: string): Task => ({
    name,
    describe: 'does as the test says',
    schema: { kind: 'object', describe: 'anything', fields: {} },
    expand: (inputs) => [
      {
        task: name,
        title: `${name} step`,
        entry: { task: name, with: inputs as object as Record<string, unknown> },
        plan: inputs,
      },
    ],
    run: async (step, capabilities, emit) => {
      const { act } = step.plan as { act?: string };
      await acts[act ?? name]?.(emit, capabilities, step);
    },
    metricsOf,
  });
  const notify = { ...make('notify'), defaultWhen: 'always' as const };
  return new Map([
    ['http', make('http')],
    ['assess', make('assess')],
    ['notify', notify],
  ]);
}

function metricsOf({ provider, load }: Measurement): Metric[] {
  const gauge = (name: string, value: number): Metric => ({
    name: `${provider}/${name}`,
    description: name,
    type: 'Gauge',
    value,
  });
  return [
    { name: `${provider}/request-count`, description: 'requests', type: 'Counter', value: load.sent },
    gauge('latency-p50.0', load.latency.mean),
    { ...gauge('qps-achieved', load.latency.max), ours: true },
  ];
}

export function measurement(provider: string, latencies: number[], partial = false): Measurement {
  const latency = emptyHistogram();
  for (const ms of latencies) record(latency, ms);
  const load = { ...emptyLoad(), latency, sent: latencies.length, answered: latencies.length };
  return {
    provider,
    version: 0,
    target: 'http://target/',
    asked: { qps: 8, connections: 4 },
    load,
    partial,
    reading: {},
  };
}

export function upper(metric: string, limit: number): Slos {
  return { upper: [{ metric, limit }], lower: [] };
}

interface FakeClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  advance(ms: number): Promise<void>;
  pass(ms: number): void; // while nobody waits: what is worked takes time
}

function fakeClock(): FakeClock {
  let now = Date.UTC(2023, 0, 11, 14, 43, 45);
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { until: now + ms, wake: () => sleepers.delete(sleeper) && resolve() };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
        if (next === undefined) break;
        now = next.until;
        next.wake();
        await settled();
      }
      now = end;
      await settled();
    },
  };
}

// Long enough for everything that waits for nothing but promises.
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}
