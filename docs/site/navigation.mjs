// What stands in the site, under which title, in which order. A page of docs/ that is not here is an error.
export const sections = [
  {
    title: 'Start here',
    pages: [
      ['docs/index.md', 'What Iter8 is for'],
      ['docs/first-experiment.md', 'A first experiment'],
      ['docs/kubernetes.md', 'In Kubernetes'],
      ['docs/concepts.md', 'Concepts'],
    ],
  },
  {
    title: 'Tasks',
    pages: [
      ['docs/ready.md', 'ready: wait for objects'],
      ['docs/http.md', 'http: load over HTTP'],
      ['docs/grpc.md', 'grpc: calls of gRPC'],
      ['docs/assess.md', 'assess: judge by SLOs'],
      ['docs/conditions.md', 'if and when'],
    ],
  },
  {
    title: 'Numbers and reports',
    pages: [
      ['docs/latency.md', 'What latency means here'],
      ['docs/metrics.md', 'Metrics'],
      ['docs/reports.md', 'Reports'],
      ['docs/watch.md', 'Watching a run'],
      ['docs/result-document.md', 'The result document'],
      ['docs/load.md', 'How load is made'],
      ['docs/benchmarks.md', 'Benchmarks'],
    ],
  },
  {
    title: 'At every new version',
    pages: [
      ['docs/autox.md', 'AutoX'],
      ['docs/chaos.md', 'SLOs under chaos'],
    ],
  },
  {
    title: 'Look it up',
    pages: [
      ['docs/troubleshooting.md', 'When something goes wrong'],
      ['docs/cli.md', 'The command line'],
      ['docs/values.md', 'Values: --set and files'],
      ['charts/iter8/README.md', 'Chart iter8'],
      ['charts/autox/README.md', 'Chart autox'],
      ['charts/litmuschaos/README.md', 'Chart litmuschaos'],
      ['CHANGELOG.md', 'Changes'],
    ],
  },
  {
    title: 'Coming from',
    pages: [
      ['docs/from-0.13.md', 'Iter8 0.13'],
      ['docs/fortio.md', 'Fortio'],
      ['docs/k6.md', 'k6'],
      ['docs/ghz.md', 'ghz'],
    ],
  },
];

export const pages = sections.flatMap((section) => section.pages.map(([source, title]) => ({ source, title })));

// docs/http.md is http.html, charts/iter8/README.md is chart-iter8.html.
export function addressOf(source) {
  const [, chart] = /^charts\/(\w+)\/README\.md$/.exec(source) ?? [];
  if (chart !== undefined) return `chart-${chart}.html`;
  return `${source
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .toLowerCase()}.html`;
}
