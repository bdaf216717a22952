// The report for programs: everything the view knows, under names that stay. schemas/report.schema.json describes it.
import type { Course, Document } from '../model/document.ts';
import { type View, viewOf } from './view.ts';
import type { LatencyRow, LoadRow } from './view-loads.ts';

const format = 'iter8.report/v1';

export function jsonReport(document: Document): string {
  const view = viewOf(document);
  return `${harmless(JSON.stringify(reportOf(view), finiteOnly, 2))}\n`;
}

function reportOf(view: View): object {
  const { summary } = view;
  const { slosPlanned: _, ...outcome } = summary;
  return {
    format,
    summary: outcome,
    versions: view.versions,
    slos: view.slos.map(({ title, cells, ...slo }) => ({ condition: title, ...slo, versions: cells })),
    metrics: view.metrics.map(({ title: _title, shown: _shown, values, history, ...metric }) => ({
      ...metric,
      versions: values.map((found, i) => ({
        ...found,
        history: history[i] === undefined || history[i].length === 0 ? undefined : history[i],
      })),
    })),
    distributions: view.distributions,
    loads: view.loads.map(loadOf),
    steps: view.steps.map(({ number, name, title, state, startTime, endTime, seconds, error, reason }) => {
      return { number, name, title, state, startTime, endTime, seconds, error, reason };
    }),
    notes: view.notes.map(({ kind, subject, message, hint }) => ({ kind, subject, message, hint })),
    loops: view.loops,
  };
}

function loadOf(load: LoadRow): object {
  const { asked } = load;
  return {
    provider: load.provider,
    version: load.version,
    target: load.target,
    partial: load.partial,
    asked: { qps: asked.qps, connections: asked.connections, requests: asked.requests, durationMs: asked.durationMs },
    achievedQps: load.achievedQps,
    sent: load.sent,
    answered: load.answered,
    errors: load.errors,
    dropped: load.dropped,
    unfinished: load.unfinished,
    latency: latencyOf(load.latency),
    serviceTime: latencyOf(load.service),
    lag: latencyOf(load.lag),
    streams: load.streams && { ...load.streams, firstMessage: latencyOf(load.streams.firstMessage) },
    course: load.course && courseOf(load.course),
    coarse: load.coarse,
    stalls: load.stalls,
    statuses: load.statuses,
    failures: load.failures,
    failureExamples: load.failureExamples,
    peers: load.peers,
    connections: load.connections,
    bytesIn: load.bytesIn,
    bytesOut: load.bytesOut,
    firstSend: timeOf(load.firstSend),
    lastSend: timeOf(load.lastSend),
  };
}

// A window a place: in lists of numbers, one that nothing was timed in would have to be null.
function courseOf({ everyMs, sent, errors, p50, p99 }: Course): object {
  const windows = sent.map((count, i) => ({ sent: count, errors: errors[i], p50: p50[i], p99: p99[i] }));
  return { everyMs, unit: 'msec', windows };
}

function latencyOf(row: LatencyRow | undefined): object | undefined {
  return row === undefined ? undefined : { unit: 'msec', ...row };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15 ? undefined : new Date(ms).toISOString();
}

// What is no number is left out: JSON would make null of it, and readers zero of that.
function finiteOnly(_: string, value: unknown): unknown {
  return (typeof value === 'number' && !Number.isFinite(value)) || value === null ? undefined : value;
}

// JSON leaves some control characters as they are; a terminal would obey them.
function harmless(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
