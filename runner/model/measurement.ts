import { emptyHistogram, type Histogram, mergeHistograms } from './histogram.ts';

// What one source of load saw. Everything in it adds up, so shares of workers, pods and time merge into the whole;
// percentiles and rates are derived from the merged whole only.
export interface LoadMeasurement {
  latency: Histogram; // due → done, less the generator's own lateness; answered requests
  bounds: Histogram; // lower bounds of requests that were given up on or never sent
  service: Histogram; // sent → done
  lag: Histogram; // how late the generator was
  sent: number;
  answered: number;
  errors: number; // answers that count as errors, and requests without an answer
  dropped: number; // due, never sent: the target left no connection free
  unfinished: number; // sent, still in flight when the load was stopped by hand
  statuses: Record<string, number>;
  failures: Record<string, number>; // errors by kind: refused, reset, timeout, expect-status, …
  failureExamples: Record<string, string>; // one message a kind, and of calls one a status that is not OK
  peers: Record<string, number>; // requests by remote address
  connections: number; // opened
  bytesIn: number;
  bytesOut: number;
  firstSend: number | null; // epoch, msec
  lastSend: number | null;
  stalls: Stalls;
  streams?: StreamCounts; // of streaming calls
}

export interface StreamCounts {
  firstMessage: Histogram; // due → the first message of the server, less the generator's own lateness
  messagesIn: number;
  messagesOut: number;
}

// Times in which the generator itself stood still; the schedule was moved on by them, so that no burst followed.
export interface Stalls {
  count: number;
  totalMs: number;
  longestMs: number;
}

export const mostPeers = 64; // addresses told apart

export function emptyLoad(): LoadMeasurement {
  return {
    latency: emptyHistogram(),
    bounds: emptyHistogram(),
    service: emptyHistogram(),
    lag: emptyHistogram(),
    sent: 0,
    answered: 0,
    errors: 0,
    dropped: 0,
    unfinished: 0,
    statuses: {},
    failures: {},
    failureExamples: {},
    peers: {},
    connections: 0,
    bytesIn: 0,
    bytesOut: 0,
    firstSend: null,
    lastSend: null,
    stalls: { count: 0, totalMs: 0, longestMs: 0 },
  };
}

export function mergeLoads(parts: readonly LoadMeasurement[]): LoadMeasurement {
  const total = emptyLoad();
  for (const part of parts) {
    total.sent += part.sent;
    total.answered += part.answered;
    total.errors += part.errors;
    total.dropped += part.dropped;
    total.unfinished += part.unfinished;
    total.connections += part.connections;
    total.bytesIn += part.bytesIn;
    total.bytesOut += part.bytesOut;
    addCounts(total.statuses, part.statuses);
    addCounts(total.failures, part.failures);
    addCounts(total.peers, part.peers, mostPeers);
    total.failureExamples = { ...part.failureExamples, ...total.failureExamples };
    total.firstSend = earliest(total.firstSend, part.firstSend);
    total.lastSend = latest(total.lastSend, part.lastSend);
    total.stalls.count += part.stalls.count;
    // Workers stand still at the same time, so the longest of them counts, not their sum.
    total.stalls.totalMs = Math.max(total.stalls.totalMs, part.stalls.totalMs);
    total.stalls.longestMs = Math.max(total.stalls.longestMs, part.stalls.longestMs);
  }
  total.latency = mergeHistograms(parts.map((part) => part.latency));
  total.bounds = mergeHistograms(parts.map((part) => part.bounds));
  total.service = mergeHistograms(parts.map((part) => part.service));
  total.lag = mergeHistograms(parts.map((part) => part.lag));
  const streams = parts.flatMap((part) => part.streams ?? []);
  if (streams.length > 0) total.streams = mergeStreams(streams);
  return total;
}

function mergeStreams(parts: readonly StreamCounts[]): StreamCounts {
  return {
    firstMessage: mergeHistograms(parts.map((part) => part.firstMessage)),
    messagesIn: parts.reduce((sum, part) => sum + part.messagesIn, 0),
    messagesOut: parts.reduce((sum, part) => sum + part.messagesOut, 0),
  };
}

// Requests a second between the first and the last one sent.
export function achievedRate(m: Pick<LoadMeasurement, 'sent' | 'firstSend' | 'lastSend'>): number | undefined {
  if (m.firstSend === null || m.lastSend === null || m.sent < 2 || m.lastSend <= m.firstSend) return undefined;
  return ((m.sent - 1) * 1000) / (m.lastSend - m.firstSend);
}

// Adds counts, keeping at most `most` names; what has no room is counted under `other`.
export function addCounts(
  into: Record<string, number>,
  from: Record<string, number>,
  most = Number.POSITIVE_INFINITY,
): void {
  for (const [name, n] of Object.entries(from)) {
    const key = name in into || Object.keys(into).length < most ? name : 'other';
    into[key] = (into[key] ?? 0) + n;
  }
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
