// What the steps of an http task carry: everything decided, as plain data. Bytes and files are read when a step runs.
import type { Expectation, HttpLoad } from '../../model/task.ts';
import type { EndpointLoad, Loads } from '../common/endpoint-load.ts';
import type { PemInputs } from '../common/pem.ts';

export type HttpPlan = DownloadPlan | Loads<EndpointPlan>;

export interface DownloadPlan {
  kind: 'download';
  url: string;
  key: string; // where the bytes wait for the steps that send them
}

export interface EndpointPlan extends EndpointLoad {
  url: string;
  method: string;
  http2: HttpLoad['http2'];
  headers: [name: string, value: string][];
  payload: Payload | null;
  maxRequestsPerConnection: number;
  timeoutMs: number;
  connectTimeoutMs: number;
  tls: PemInputs;
  followRedirects: boolean;
  errorRanges: { lower?: number; upper?: number }[];
  expect: Expectation;
}

export type Payload = { text: string } | { file: string } | { key: string };
