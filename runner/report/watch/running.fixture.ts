// A run of ours on its way: 12 s of 30 s of load are over, one SLO is within its limit, one beyond, one open.
import type { Details, Document } from '../../model/document.ts';
import { ourDocument, storedLoad } from '../documents.fixture.ts';

export function runningDocument(change: Partial<Details> = {}): Document {
  const document = ourDocument({
    result: { numCompletedTasks: 0 },
    details: {
      state: 'running',
      asOf: '2026-01-02T03:04:17.000Z',
      steps: [
        {
          name: 'http',
          title: 'http://127.0.0.1:8080/get',
          state: 'running',
          startTime: '2026-01-02T03:04:05.000Z',
          progress: { done: 100, total: 240, elapsedMs: 12_000, totalMs: 30_000, rate: 8.3, errors: 2 },
        },
        { name: 'assess', title: 'judge 3 SLOs', state: 'pending' },
      ],
      verdicts: [],
      loads: [
        storedLoad({
          partial: true,
          errors: 2,
          course: { everyMs: 1000, sent: [8, 8, 8], errors: [0, 2, 0], p50: [10, 20, 40], p99: [40, null, 80] },
        }),
      ],
      ...change,
    },
  });
  const { result, spec, ...rest } = document;
  const {
    SLOs: _,
    SLOsSatisfied: __,
    ...insights
  } = result?.insights ?? {
    numVersions: 1,
    versionNames: null,
    metricsInfo: {},
    nonHistMetricValues: [],
    histMetricValues: [],
    SummaryMetricValues: [],
  };
  const upper = [
    { metric: 'http/latency-mean', limit: 60 },
    { metric: 'http/latency-p99', limit: 90 },
  ];
  const assess = { task: 'assess', with: { SLOs: { upper, lower: [{ metric: 'abn/sales/mean', limit: 5 }] } } };
  return { ...rest, spec: [...spec.slice(0, 1), assess], ...(result && { result: { ...result, insights } }) };
}
