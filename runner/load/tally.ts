import { emptyHistogram, record } from '../model/histogram.ts';
import { addCounts, type LoadMeasurement, mostPeers } from '../model/measurement.ts';
import type { LoadRequest } from '../model/task.ts';
import { statusesOf } from './statuses.ts';

// What one worker counts while it sends; the hot path touches numbers and typed arrays only.
export interface Tally {
  sent(at: number): void;
  lag(ms: number): void;
  answered(status: number, latencyMs: number, serviceMs: number): void;
  untimed(status: number): void; // an answer whose times do not count
  failed(kind: string, message: string): void; // no answer, or one that is not as expected
  bounded(status: number, lowerBoundMs: number): void; // an answer that says: it took too long
  status(status: number): void; // of what failed without an answer, where there is a status for that
  explained(status: number, message: string): void; // what an answer that is an error says of itself
  streamed(messagesIn: number, messagesOut: number): void;
  firstMessage(latencyMs: number): void;
  givenUp(lowerBoundMs: number): void; // a timeout: how long it took at least
  dropped(lowerBoundMs: number): void;
  unfinished(): void;
  stalled(ms: number): void;
  connected(): void;
  retired(peer: string, requests: number, bytesIn: number, bytesOut: number): void;
  isError(status: number): boolean;
  // `live` adds what connections still hold. The histograms go on being counted in: who keeps them copies them, as a
  // message to another thread does.
  snapshot(live: { peer: string; requests: number; bytesIn: number; bytesOut: number }[]): LoadMeasurement;
}

const longestExample = 300;

export function createTally(request: LoadRequest, base: number): Tally {
  const { isError: errorStatus, name: statusName } = statusesOf(request);
  const statuses = new Float64Array(errorStatus.length);
  const streams = hasStreams(request) ? { firstMessage: emptyHistogram(), messagesIn: 0, messagesOut: 0 } : undefined;
  const histograms = {
    latency: emptyHistogram(),
    bounds: emptyHistogram(),
    service: emptyHistogram(),
    lag: emptyHistogram(),
  };
  const counts = {
    sent: 0,
    answered: 0,
    errors: 0,
    dropped: 0,
    unfinished: 0,
    connections: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
  const failures: Record<string, number> = {};
  const failureExamples: Record<string, string> = {};
  const peers: Record<string, number> = {};
  const stalls = { count: 0, totalMs: 0, longestMs: 0 };
  let [first, last] = [Number.NaN, Number.NaN];

  return {
    sent(at) {
      counts.sent++;
      if (!(at >= first)) first = at;
      if (!(at <= last)) last = at;
    },
    lag(ms) {
      record(histograms.lag, ms);
    },
    answered(status, latencyMs, serviceMs) {
      counts.answered++;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (errorStatus[status] === 1) counts.errors++;
      record(histograms.latency, latencyMs);
      record(histograms.service, serviceMs);
    },
    untimed(status) {
      counts.answered++;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (errorStatus[status] === 1) counts.errors++;
    },
    failed(kind, message) {
      counts.errors++;
      failures[kind] = (failures[kind] ?? 0) + 1;
      failureExamples[kind] ??= shortened(message);
    },
    bounded(status, lowerBoundMs) {
      counts.answered++;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (errorStatus[status] === 1) counts.errors++;
      record(histograms.bounds, lowerBoundMs);
    },
    status(status) {
      statuses[status] = (statuses[status] ?? 0) + 1;
    },
    explained(status, message) {
      failureExamples[statusName(status)] ??= shortened(message);
    },
    streamed(messagesIn, messagesOut) {
      if (streams === undefined) return;
      streams.messagesIn += messagesIn;
      streams.messagesOut += messagesOut;
    },
    firstMessage(latencyMs) {
      if (streams !== undefined) record(streams.firstMessage, latencyMs);
    },
    givenUp(lowerBoundMs) {
      record(histograms.bounds, lowerBoundMs);
    },
    dropped(lowerBoundMs) {
      counts.dropped++;
      record(histograms.bounds, lowerBoundMs);
    },
    unfinished() {
      counts.unfinished++;
    },
    stalled(ms) {
      stalls.count++;
      stalls.totalMs += ms;
      stalls.longestMs = Math.max(stalls.longestMs, ms);
    },
    connected() {
      counts.connections++;
    },
    retired(peer, requests, bytesIn, bytesOut) {
      counts.bytesIn += bytesIn;
      counts.bytesOut += bytesOut;
      if (requests > 0) addCounts(peers, { [peer]: requests }, mostPeers);
    },
    isError: (status) => errorStatus[status] === 1,
    snapshot(live) {
      const total = { ...counts, peers: { ...peers } };
      for (const { peer, requests, bytesIn, bytesOut } of live) {
        total.bytesIn += bytesIn;
        total.bytesOut += bytesOut;
        if (requests > 0) addCounts(total.peers, { [peer]: requests }, mostPeers);
      }
      return {
        ...total,
        ...histograms,
        statuses: statusCounts(statuses, statusName),
        failures: { ...failures },
        failureExamples: { ...failureExamples },
        firstSend: counts.sent === 0 ? null : base + first,
        lastSend: counts.sent === 0 ? null : base + last,
        stalls: { ...stalls },
        ...(streams === undefined ? {} : { streams: { ...streams } }),
      };
    },
  };
}

function statusCounts(statuses: Float64Array, nameOf: (status: number) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  statuses.forEach((n, status) => {
    if (n > 0) counts[nameOf(status)] = n;
  });
  return counts;
}

function hasStreams(request: LoadRequest): boolean {
  return request.protocol === 'grpc' && (request.streams.client || request.streams.server);
}

// The mark tells who hides secrets that one may be cut off.
function shortened(message: string): string {
  return message.length > longestExample ? `${message.slice(0, longestExample - 1)}…` : message;
}
