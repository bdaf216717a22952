// What the tutorials print, but for the latencies, which are the machine's.

// Of stderr, without times and levels.
export function messagesOf(stderr: string): string[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^.* msg=/, ''));
}

export const allSatisfied = [
  'experiment completed',
  'experiment has no failure',
  'SLOs are satisfied',
  'all conditions were satisfied',
];

// Every number but those of the SLOs and the counts.
export function shapeOf(report: string): string {
  return report.replace(/(latency\S+ \(msec\) *\|) +[\d.]+$/gm, '$1 N');
}

export const httpReport = reportOf({
  tasks: 4,
  slos: [
    'http-get/error-count <= 0',
    'http-get/latency-mean (msec) <= 50',
    'http-getAnything/error-count <= 0',
    'http-getAnything/latency-mean (msec) <= 75',
    'http-post/error-count <= 0',
    'http-post/latency-mean (msec) <= 100',
  ],
  metrics: ['http-get', 'http-getAnything', 'http-post'].flatMap((provider) =>
    [
      'error-count',
      'error-rate',
      'latency-max (msec)',
      'latency-mean (msec)',
      'latency-min (msec)',
      'latency-p50 (msec)',
      'latency-p75 (msec)',
      'latency-p90 (msec)',
      'latency-p95 (msec)',
      'latency-p99 (msec)',
      'latency-p99.9 (msec)',
      'latency-stddev (msec)',
      'request-count',
    ].map((metric) => `${provider}/${metric}`),
  ),
});

export const grpcReport = reportOf({
  tasks: 7,
  slos: [
    'grpc-getFeature/error-count <= 0',
    'grpc-getFeature/latency/mean (msec) <= 50',
    'grpc-listFeatures/error-count <= 0',
    'grpc-listFeatures/latency/mean (msec) <= 100',
  ],
  metrics: ['grpc-getFeature', 'grpc-listFeatures'].flatMap((provider) =>
    ['error-count', 'error-rate', 'latency/mean (msec)', 'request-count'].map((metric) => `${provider}/${metric}`),
  ),
});

function reportOf({ tasks, slos, metrics }: { tasks: number; slos: string[]; metrics: string[] }): string {
  return `
Experiment summary:
*******************

  Experiment completed: true
  No task failures: true
  Total number of tasks: ${tasks}
  Number of completed tasks: ${tasks}
  Number of completed loops: 1

Whether or not service level objectives (SLOs) are satisfied:
*************************************************************

${table(['SLO Conditions', 'Satisfied'], ['--------------', '---------'], ...slos.map((slo) => [slo, 'true']))}
  

Latest observed values for metrics:
***********************************

${table(['Metric', 'value'], ['-------', '-----'], ...metrics.map((metric) => [metric, shown(metric)]))}
  

`;
}

function table(...rows: string[][]): string {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', value]) => `  ${name.padEnd(width)} | ${value}`).join('\n');
}

function shown(metric: string): string {
  if (metric.includes('latency')) return 'N';
  return metric.endsWith('request-count') ? '200.00' : '0.00';
}
