// The result document: what the store keeps and every report is a view of. The upper part is the 0.13 format, field by
// field; everything of ours stands under `details`.
import type { Bucket, PackedHistogram } from './histogram.ts';
import type { Stalls } from './measurement.ts';
import type { MetricType } from './metric.ts';
import type { Slos, Verdict } from './slo.ts';
import type { Progress } from './task.ts';

export interface Document {
  spec: SpecEntry[];
  result?: Result;
  details?: Details;
}

export type SpecEntry = ({ task: string; with?: Record<string, unknown> } | { run: string }) & {
  if?: string;
  when?: When;
};

export interface Result {
  startTime: string;
  numLoops: number;
  numCompletedTasks: number;
  failure: boolean;
  iter8Version: string;
  revision?: number;
  insights?: Insights;
}

export interface Insights {
  numVersions: number;
  versionNames: VersionName[] | null;
  metricsInfo: Record<string, MetricInfo>;
  nonHistMetricValues: Record<string, number[]>[];
  histMetricValues: Record<string, Bucket[]>[];
  SummaryMetricValues: Record<string, number[]>[];
  SLOs?: Partial<Slos>;
  SLOsSatisfied?: { upper?: boolean[][]; lower?: boolean[][] };
}

export interface VersionName {
  version: string;
  track: string;
}

export interface MetricInfo {
  description?: string;
  units?: string;
  type: MetricType;
}

export type RunState = 'running' | 'completed' | 'failed' | 'interrupted' | 'aborted';

export interface Details {
  format: 1;
  identity: { owner: string; spec: string };
  state: RunState; // of the current loop
  asOf?: string; // while it runs: when this was written, by the clock of the steps' times
  loop: number; // the current loop, from 1
  tasks: TaskEntry[]; // what the user asked for, before it was expanded into steps
  specPrint?: string; // of `spec` as this run wrote it: tells a spec that was edited since from one that was not
  steps: StepRecord[]; // of the current loop
  loops: number[]; // the loops whose values the arrays of insights hold; older ones are thinned
  gaps: Record<string, number[]>; // '<version> <metric>' → loops in `loops` that have no value of it
  // What 0.13 does not measure: of this loop only, in `current`. What an SLO names stands in `insights`, too.
  ourMetrics: Record<string, MetricInfo>;
  current: Record<string, MetricValue>[]; // this loop, per version
  verdicts: Verdict[];
  loads: StoredLoad[]; // this loop, exact
  notes: Note[];
  pods?: LoopPod[]; // which pod ran which of the last loops, in a cluster
}

export interface LoopPod {
  loop: number;
  pod: string;
}

export interface MetricValue {
  value: number;
  atLeast?: string;
  doubtful?: string;
}

// A task as the user gave it: one entry of the values, or of a hand-written spec.
export interface TaskEntry {
  task: string;
  with: Record<string, unknown>;
  if?: string;
  when?: When;
}

export const whens = ['success', 'failure', 'always'] as const;
export type When = (typeof whens)[number];

export interface StepRecord {
  name: string; // the task's
  title: string; // what the step does, in a few words
  state: 'pending' | 'running' | 'completed' | 'failed' | 'skipped' | 'interrupted';
  startTime?: string;
  endTime?: string;
  error?: { code: string; message: string; fix: string };
  reason?: string; // why it was skipped
  progress?: Progress; // while it runs
}

export interface StoredLoad {
  provider: string;
  version: number;
  partial: boolean; // stopped before its end
  target: string;
  asked: AskedLoad;
  latency: PackedHistogram | null;
  bounds: PackedHistogram | null;
  service: PackedHistogram | null;
  lag: PackedHistogram | null;
  sent: number;
  answered: number;
  errors: number;
  dropped: number;
  unfinished: number;
  statuses: Record<string, number>;
  failures: Record<string, number>;
  failureExamples: Record<string, string>;
  peers: Record<string, number>;
  connections: number;
  bytesIn: number;
  bytesOut: number;
  firstSend: number | null;
  lastSend: number | null;
  stalls: Stalls;
  streams?: { firstMessage: PackedHistogram | null; messagesIn: number; messagesOut: number }; // of streaming calls
  course?: Course;
  coarse?: number; // so many buckets were joined into one, to stay within the size limit; 0: the histograms were left out
}

// How a load went over time, of the last step that made it: windows of the same length, 60 at most. Percentiles are those
// of a window, in msec, null where nothing was timed in it.
export interface Course {
  everyMs: number;
  sent: number[];
  errors: number[];
  p50: (number | null)[];
  p99: (number | null)[];
}

// What the load was to be; qps 0 is as fast as the connections allow.
export interface AskedLoad {
  qps: number;
  connections: number;
  requests?: number;
  durationMs?: number;
}

// Something a reader of the result should know: shown in reports, with its hint.
export interface Note {
  kind: 'dropped' | 'lag' | 'stall' | 'failures' | 'peers' | 'interrupted' | 'aborted' | 'info';
  subject: string; // provider or task
  message: string;
  hint?: string;
}
