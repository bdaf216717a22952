// What the steps of a grpc task carry: everything decided, as plain data. Bytes and files are read when a step runs.
import type { GrpcLoad } from '../../model/task.ts';
import type { EndpointLoad, Loads } from '../common/endpoint-load.ts';
import type { PemInputs } from '../common/pem.ts';

export type GrpcPlan = DownloadPlan | Loads<EndpointPlan>;

export interface DownloadPlan {
  kind: 'download';
  url: string;
  key: string; // where the bytes wait for the steps that use them
}

export interface EndpointPlan extends EndpointLoad {
  host: string;
  authority: string;
  tls: PemInputs | null;
  call: string;
  types: TypesPlan;
  data: DataPlan;
  metadata: MetadataPlan[]; // each adds to those before it
  templates: GrpcLoad['templates'];
  eachMessage: boolean; // template actions are carried out for each message of a stream
  stream: GrpcLoad['stream'];
  concurrency: GrpcLoad['concurrency'];
  timeoutMs: number; // Infinity: any time
  connectTimeoutMs: number;
  keepAliveMs: number | null;
  compress: boolean;
  mostReceiveBytes: number;
  mostSendBytes: number;
  skipFirst: number;
  countErrors: boolean;
  atEnd: GrpcLoad['atEnd'];
  about: string; // name and tags, in words
  onlyForGhz: string[]; // inputs given that have no effect
}

// Bytes or text from a file, or from a download.
export type Source = { file: string } | { key: string; url: string };

// What the services look like.
export type TypesPlan =
  | { kind: 'text'; text: string }
  | { kind: 'proto'; from: Source; importPaths: string[]; input: string }
  | { kind: 'protoset'; from: Source }
  | { kind: 'reflection'; metadata: MetadataPlan | null };

export type DataPlan =
  | { kind: 'none' }
  | { kind: 'value'; value: unknown; input: string; secret: boolean } // secret: secrets fill in parts of it
  | { kind: 'json'; from: Source; input: string }
  | { kind: 'binary'; from: Source; input: string };

// `input`: what users call it.
export type MetadataPlan =
  | { kind: 'map'; map: Record<string, string>; input: string }
  | { kind: 'json'; text: string; input: string }
  | { kind: 'source'; from: Source; input: string };
