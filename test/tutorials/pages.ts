// Where the commands of each page are run.
export const local = [
  'README.md',
  'docs/index.md',
  'docs/first-experiment.md',
  'docs/http.md',
  'docs/grpc.md',
  'docs/assess.md',
  'docs/conditions.md',
  'docs/reports.md',
  'docs/watch.md',
  'docs/values.md',
  'docs/fortio.md',
  'docs/k6.md',
  'docs/ghz.md',
];

export const inCluster = ['docs/kubernetes.md', 'docs/ready.md', 'charts/iter8/README.md'];

// Pages that suites of their own follow, because more than this program has to be there.
export const elsewhere: Record<string, string> = {
  'docs/autox.md': 'test/charts/autox-tutorial.test.ts, test/e2e/flow/autox-tutorial-*.e2e.ts: they need Argo CD',
  'docs/chaos.md': 'test/e2e/flow/litmus.e2e.ts: they need Litmus',
  'charts/autox/README.md': 'the commands of docs/autox.md',
  'charts/litmuschaos/README.md': 'test/charts/litmuschaos.test.ts: they need the operator of Litmus',
};
