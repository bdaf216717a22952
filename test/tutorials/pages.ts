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

export const inCluster = ['docs/kubernetes.md', 'docs/ready.md'];

// Pages whose commands other suites run, word for word.
export const elsewhere: Record<string, string> = {
  'docs/autox.md': 'test/charts/autox-tutorial.test.ts, test/e2e/flow/autox-tutorial-*.e2e.ts: they need Argo CD',
  'docs/chaos.md': 'test/e2e/flow/litmus.e2e.ts: they need Litmus',
  'charts/autox/README.md': 'the commands of docs/autox.md',
  'charts/iter8/README.md':
    'test/charts/tutorial.test.ts and test/e2e/flow/tutorial.e2e.ts: those of docs/kubernetes.md',
  'charts/litmuschaos/README.md': 'test/charts/litmuschaos.test.ts: they need the operator of Litmus',
};
