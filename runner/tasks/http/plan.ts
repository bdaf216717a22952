// What the steps of an http task carry: everything decided, as plain data. Bytes and files are read when a step runs.
import type { Expectation, HttpLoad } from '../../model/task.ts';
import type { PemInputs } from '../common/pem.ts';
import type { Rate } from '../common/rate.ts';

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
  http2: HttpLoad['http2'];
  headers: [name: string, value: string][];
  payload: Payload | null;
  connections: number;
  maxRequestsPerConnection: number;
  timeoutMs: number;
  connectTimeoutMs: number;
  tls: PemInputs;
  followRedirects: boolean;
  errorRanges: { lower?: number; upper?: number }[];
  expect: Expectation;
  abortOn: { errorRate: number; forMs: number } | null;
  rate: Rate;
  maxDurationMs: number;
  percentiles: number[];
}

export type Payload = { text: string } | { file: string } | { key: string };
