// What the steps of an http task carry: everything decided, as plain data. Bytes and files are read when a step runs.
import type { AskedLoad } from '../../model/document.ts';
import type { Expectation } from '../../model/task.ts';

export type HttpPlan = DownloadPlan | LoadPlan;

export interface DownloadPlan {
  kind: 'download';
  url: string;
  key: string; // where the bytes wait for the steps that send them
}

export interface LoadPlan {
  kind: 'warmup' | 'measure';
  endpoints: EndpointPlan[];
}

export interface EndpointPlan {
  provider: string; // http, or http-<name>
  url: string;
  method: string;
  headers: [name: string, value: string][];
  payload: Payload | null;
  connections: number;
  maxRequestsPerConnection: number;
  timeoutMs: number;
  connectTimeoutMs: number;
  tls: TlsInputs;
  followRedirects: boolean;
  errorRanges: { lower?: number; upper?: number }[];
  expect: Expectation;
  abortOn: { errorRate: number; forMs: number } | null;
  rate: Rate;
  maxDurationMs: number;
  percentiles: number[];
}

export type Payload = { text: string } | { file: string } | { key: string };

// PEM text or the path of a file.
export interface TlsInputs {
  insecure: boolean;
  ca?: string;
  cert?: string;
  key?: string;
  serverName?: string;
}

// `requests` ends it, or the durations of its stages do: without `requests` every stage has one. qps 0: closed loop.
export interface Rate {
  arrival: 'constant' | 'poisson';
  stages: { qps: number; durationMs: number | null }[];
  requests: number | null;
}

export function lengthOf({ stages, requests }: Rate): number | null {
  if (requests === null) return stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  const qps = stages[0]?.qps ?? 0;
  return qps > 0 ? (requests * 1000) / qps : null;
}

// As the result tells it; of several stages the mean rate.
export function askedOf(rate: Rate, connections: number): AskedLoad {
  const { stages, requests } = rate;
  const [first] = stages;
  if (requests !== null) return { qps: first?.qps ?? 0, connections, requests };
  const durationMs = lengthOf(rate) ?? 0;
  const due = stages.reduce((sum, stage) => sum + stage.qps * (stage.durationMs ?? 0), 0);
  return { qps: durationMs > 0 ? due / durationMs : 0, connections, durationMs };
}
