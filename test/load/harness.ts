// Targets in processes of their own, and the engine with the threads of the built bundle.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLoadEngine } from '../../runner/load/engine.ts';
import { type Histogram, mergeHistograms, quantile } from '../../runner/model/histogram.ts';
import type { LoadMeasurement } from '../../runner/model/measurement.ts';
import type { HttpLoad, LoadOutcome, LoadRequest, Schedule } from '../../runner/model/task.ts';

interface Behaviour {
  host?: string;
  tls?: { key: string; cert: string };
  delayMs?: number;
  status?: number;
  body?: string;
  bodyBytes?: number;
  close?: boolean; // the connection, after each answer
  redirectTo?: string; // from /
  silent?: boolean; // reads and never answers
  perSecond?: number; // all it can do
  stall?: { afterMs: number; forMs: number }; // stands still once, so long after its first request
  failAfter?: number; // 503 from then on
}

interface Seen {
  requests: number;
  connections: number;
  open: number;
  byLocalAddress: Record<string, number>;
  arrivals: number[]; // msec
  stalls: number[]; // of the target itself, by their ends
}

interface Target<S> {
  port: number;
  url: string;
  seen(): Promise<S>;
}

const dist = path.resolve(__dirname, '../../dist');
const entries = {
  worker: pathToFileURL(path.join(dist, 'load-worker.js')),
  pacer: pathToFileURL(path.join(dist, 'pacer.js')),
};
const targets: ChildProcess[] = [];
const engines = new Map<number | undefined, ReturnType<typeof createLoadEngine>>();

export function startTarget(behaviour: Behaviour = {}): Promise<Target<Seen>> {
  return fromProgram('target.mjs', behaviour);
}

// Of a program beside this file that is told its behaviour as target.mjs is.
export async function fromProgram<S>(
  program: string,
  behaviour: { host?: string; tls?: Behaviour['tls'] },
): Promise<Target<S>> {
  const child = fork(path.join(__dirname, program), [JSON.stringify(behaviour)], { execArgv: [] });
  targets.push(child);
  const [port] = (await once(child, 'message')) as [number];
  const { host = '127.0.0.1', tls } = behaviour;
  return {
    port,
    url: `http${tls === undefined ? '' : 's'}://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    async seen() {
      const answer = once(child, 'message');
      child.send('seen');
      return ((await answer) as [S])[0];
    },
  };
}

export function stopTargets(): void {
  for (const child of targets.splice(0)) child.kill('SIGKILL');
}

export async function closeEngines(): Promise<void> {
  await Promise.all([...engines.values()].map((engine) => engine.close()));
}

// One engine for each number of workers; its threads are kept from load to load, as an experiment does.
export function send(
  request: LoadRequest,
  { workers, signal = new AbortController().signal }: { workers?: number; signal?: AbortSignal } = {},
): Promise<LoadOutcome> {
  const engine = engines.get(workers) ?? createLoadEngine({ entries, ...(workers === undefined ? {} : { workers }) });
  engines.set(workers, engine);
  return engine.run(request, { signal, progress() {} });
}

export async function measure(request: LoadRequest, workers?: number): Promise<LoadMeasurement> {
  return (await send(request, workers === undefined ? {} : { workers })).measurement;
}

export function load(url: string, schedule: Schedule, more: Partial<HttpLoad> = {}): HttpLoad {
  return {
    protocol: 'http',
    http2: false,
    url,
    method: 'GET',
    headers: [],
    body: null,
    connections: 4,
    maxRequestsPerConnection: 0,
    timeoutMs: 10_000,
    connectTimeoutMs: 2_000,
    tls: { insecure: false },
    followRedirects: false,
    errorRanges: [{ lower: 400 }],
    expect: {},
    abortOn: null,
    schedule,
    maxDurationMs: 60_000,
    seed: 1,
    ...more,
  };
}

const endless = Number.POSITIVE_INFINITY;

// As fast as the connections allow.
export const requests = (n: number): Schedule => ({
  arrival: 'constant',
  stages: [{ qps: 0, durationMs: endless }],
  requests: n,
});

export const paced = (qps: number, { forMs, n }: { forMs?: number; n?: number }): Schedule => ({
  arrival: 'constant',
  stages: [{ qps, durationMs: forMs ?? endless }],
  requests: n ?? null,
});

// Of all requests that were due: bounds stand for those without an answer.
export function percentile({ latency, bounds }: LoadMeasurement, q: number): number {
  return valueAt(mergeHistograms([latency, bounds]), q);
}

export function valueAt(histogram: Histogram, q: number): number {
  return quantile(histogram, q) ?? Number.NaN;
}
