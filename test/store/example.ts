import type { Details, Document } from '../../runner/model/document.ts';

// Document n of a series: each part says which one it is.
export function documentOf(n: number, rows = 1): Document {
  const loops = Array.from({ length: rows }, (_, i) => n + i);
  const details: Details = {
    format: 1,
    identity: { owner: 'local', spec: String(n) },
    state: 'running',
    loop: n,
    tasks: [{ task: 'http', with: { url: 'http://127.0.0.1/' }, if: 'NoFailure()' }],
    steps: [
      { name: 'http', title: `step of loop ${n}`, state: 'failed', error: { code: 'STEP', message: 'a\nb', fix: '' } },
    ],
    loops,
    gaps: { '0 http/error-count': [n] },
    ourMetrics: { 'http/qps-achieved': { description: 'requests a second', type: 'Gauge' } },
    current: [{ 'http/latency-p99.9': { value: n / 7, atLeast: 'timeouts: 3' } }],
    verdicts: [],
    loads: [],
    notes: [{ kind: 'info', subject: 'http', message: `loop ${n}: "quoted", #not a comment` }],
  };
  return {
    spec: [
      { task: 'http', with: { url: 'http://127.0.0.1/', body: 'a: 1\n# b\n', headers: { 'X-Yes': 'yes' } } },
      { run: 'x' },
    ],
    result: {
      startTime: '2023-01-11T14:43:45Z',
      numLoops: n,
      numCompletedTasks: 1,
      failure: false,
      iter8Version: 'v1.0',
      insights: {
        numVersions: 1,
        versionNames: null,
        metricsInfo: { 'http/latency-mean': { description: 'mean', units: 'msec', type: 'Gauge' } },
        nonHistMetricValues: [{ 'http/latency-mean': loops.map((loop) => loop / 3) }],
        histMetricValues: [{ 'http/latency': [{ lower: 0.5, upper: 1, count: n }] }],
        SummaryMetricValues: [{}],
        SLOs: { upper: [{ metric: 'http/latency-mean', limit: 50 }] },
        SLOsSatisfied: { upper: [[true]] },
      },
    },
    details,
  };
}
