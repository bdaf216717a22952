import type { Cluster } from './cluster.ts';
import type { AskedLoad, Note, SpecEntry, When } from './document.ts';
import type { Problem } from './errors.ts';
import type { LoadMeasurement } from './measurement.ts';
import type { Metric } from './metric.ts';
import type { ObjectSchema } from './schema.ts';
import type { Slos, Verdict } from './slo.ts';

// A task owns everything about itself: what it takes, the steps it becomes, what a step does, what its numbers mean.
export interface Task<I = unknown> {
  name: string;
  describe: string;
  schema: ObjectSchema;
  defaultWhen?: When;
  loads?: true; // its steps use the load engine
  // What the schema cannot say: inputs that exclude each other, URLs that do not parse. All problems, not the first.
  check?(inputs: I): Problem[];
  // The same of what stands in files, just before the run, on the machine that runs it.
  checkFiles?(inputs: I, files: Files): Promise<Problem[]>;
  expand(inputs: I, context: ExpandContext): Step[];
  run(step: Step, capabilities: Capabilities, emit: Emit): Promise<void>;
  metricsOf(measurement: Measurement): Metric[];
}

export interface ExpandContext {
  versions: number; // of the experiment, 1 where nobody says otherwise
}

// One line of the experiment as it runs; `plan` is the task's own business.
export interface Step {
  task: string;
  title: string;
  entry: SpecEntry; // as the result document shows it
  plan: unknown;
  if?: string; // both set by expandEntries, from what the user said of the whole task
  when?: When;
}

export interface Measurement {
  provider: string; // http, http-get, …: what stands before the slash of its metrics
  version: number;
  target: string;
  asked: AskedLoad;
  load: LoadMeasurement;
  partial: boolean; // more of it is still to come, or it was cut short
  reading: unknown; // the task's own business: what its metrics depend on beside the load; nothing secret
}

export interface Emit {
  progress(p: Progress): void;
  note(note: Note): void;
  // Replaces what was emitted before for the same provider and version: a measurement so far.
  measurement(m: Measurement): void;
  slos(slos: Slos): Verdict[];
  // Puts metrics of the task's own into the result, for tasks that fetch rather than measure.
  metrics(version: number, metrics: Metric[]): void;
}

export interface Progress {
  done: number;
  total?: number; // requests, where they are counted
  elapsedMs: number;
  totalMs?: number;
  rate?: number;
  errors?: number;
  text?: string; // what is being waited for
}

// Everything outside the process comes in here; tests hand in their own.
export interface Capabilities {
  clock: Clock;
  files: Files;
  download(url: string, options?: DownloadOptions): Promise<Uint8Array>;
  // The files that describe a symbol (package.Service) and all they import, as bytes of a FileDescriptorSet.
  reflect(server: ReflectedServer, symbol: string): Promise<Uint8Array>;
  load: LoadEngine;
  cluster(): Promise<Cluster>; // connects when it is first asked for; KUBECONFIG or UNREACHABLE where there is none
  secret(key: string): string;
  scratch: Map<string, Uint8Array>; // bytes that one step hands to a later one: downloads
  signal: AbortSignal; // stop now, keep what there is
  log: Log;
  verdicts(): readonly Verdict[];
}

export interface Clock {
  now(): number; // epoch, msec
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Files {
  read(path: string): Promise<Uint8Array>;
}

export interface DownloadOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
  maxBytes?: number;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface LoadEngine {
  // Runs one load to its end, or until the signal; reports what it has so far every second.
  run(
    request: LoadRequest,
    watch: { signal: AbortSignal; progress(soFar: LoadMeasurement, elapsedMs: number): void },
  ): Promise<LoadOutcome>;
}

export interface LoadOutcome {
  measurement: LoadMeasurement;
  stopped?: string; // why it ended before its end: interrupted, abortOn, maxDuration
}

// One load, in plain data that can cross a thread: no references to secrets, no defaults left.
export type LoadRequest = HttpLoad | GrpcLoad;

interface AnyLoad {
  connections: number;
  timeoutMs: number;
  connectTimeoutMs: number;
  abortOn: { errorRate: number; forMs: number } | null;
  schedule: Schedule;
  maxDurationMs: number;
  seed: number; // of the random arrivals
}

export interface HttpLoad extends AnyLoad {
  protocol: 'http';
  http2: boolean | 'auto'; // auto: what the server chooses; in plain text that is HTTP/1.1
  url: string;
  method: string;
  headers: [name: string, value: string][];
  body: Uint8Array | null;
  maxRequestsPerConnection: number; // 0: no limit
  tls: TlsSettings; // for https
  followRedirects: boolean;
  errorRanges: { lower?: number; upper?: number }[];
  expect: Expectation;
}

// Calls of one method of a gRPC service.
export interface GrpcLoad extends AnyLoad {
  protocol: 'grpc';
  host: string; // name:port, [address]:port, or unix:/path of a socket
  tls: TlsSettings | null; // null: plain text
  authority: string;
  path: string; // /package.Service/Method
  streams: { client: boolean; server: boolean };
  metadata: [name: string, value: string][]; // names in lower case; the value of a -bin name is base64
  messages: CallMessages;
  templates: 'all' | 'variables' | 'none'; // which actions in data and metadata are carried out
  concurrency: { calls: number; durationMs: number }[]; // calls in flight at most, stage by stage; the last may be endless
  compress: boolean; // gzip
  mostSendBytes: number; // of one message
  mostReceiveBytes: number;
  keepAliveMs: number | null; // a PING after so long without a word of the server
  stream: { count: number; intervalMs: number; durationMs: number }; // of one streaming call; 0: not given
  skipFirst: number; // calls that are made and not counted
  atEnd: 'wait' | 'close' | 'ignore'; // calls in flight at the end of a duration: finish, are unfinished, do not count
  onlyOkIsTimed?: true; // answers other than OK are counted and have no latency
}

// What a call sends. A list is sent whole where the client streams, else one after the other, a call each.
export type CallMessages =
  | { kind: 'encoded'; messages: Uint8Array[] }
  // JSON with template actions, rendered for each call, or for each message of a stream.
  | { kind: 'template'; text: string; type: string; descriptors: Uint8Array; eachMessage: boolean };

// A server that is asked what its services look like.
export interface ReflectedServer {
  host: string;
  tls: TlsSettings | null;
  authority: string;
  metadata: [name: string, value: string][];
  connectTimeoutMs: number;
}

export interface TlsSettings {
  insecure: boolean;
  ca?: string; // PEM
  cert?: string;
  key?: string;
  serverName?: string;
}

export interface Expectation {
  status?: number[];
  bodyContains?: string;
  bodyMatches?: string;
}

// When requests are due. `requests` and `durationMs` end it, whichever is given; stages end themselves.
export interface Schedule {
  arrival: 'constant' | 'poisson';
  // From qps to toQps in a straight line, or qps all the time. One stage of qps 0: closed loop.
  stages: { qps: number; toQps?: number; durationMs: number }[];
  requests: number | null;
}
