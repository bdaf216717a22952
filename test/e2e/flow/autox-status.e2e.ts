// `iter8 autox status` beside a real Argo CD: what it says of experiments that are good, bad, broken or never came to be.
import { application, launched } from '../autox/argocd.ts';
import { groupOf, useAutox } from '../autox/autox.ts';
import { type Lab, ok, run, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const release = 'status-autox';
const groups = ['look-good', 'look-violated', 'look-failed', 'look-nochart', 'look-badvalues', 'look-asleep'];
const lab: Lab = useLab();
const autox = useAutox(() => lab.namespace);

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
  const http = [`http.url=http://httpbin.${lab.namespace}/get`, 'http.numRequests=10', 'http.qps=20', 'runner=job'];
  const slo = (metric: string, limit: string) => [
    ...http,
    'tasks={http,assess}',
    `assess.SLOs.upper.${metric}=${limit}`,
  ];
  const values: Record<string, string[]> = {
    'look-good': slo('http/error-count', '0'),
    'look-violated': slo('http/latency-mean', '0.001'),
    'look-failed': [...http, 'tasks={ready,http}', 'ready.service=nowhere', 'ready.timeout=2s'],
    'look-nochart': slo('http/error-count', '0'),
    'look-badvalues': [...http, 'tasks={http}', 'http.qqps=1'],
    'look-asleep': slo('http/error-count', '0'),
  };
  const sets = Object.entries(values).flatMap(([group, given]) => groupOf(group, lab.namespace, given));
  await autox.install(release, [...sets, 'groups.look-nochart.specs.iter8.version=9.9.9']);
  await lab.kubectl('rollout', 'status', `deployment/${release}`, '--timeout=60s');
  for (const group of groups) {
    const labels = group === 'look-asleep' ? {} : { 'app.kubernetes.io/version': '1.0.0' };
    await lab.apply(idle(group, labels));
  }
}, 240_000);

const lines = async () => (await lab.iter8('autox', 'status')).stdout.split('\n');

// The line of a group, and the remarks below it, as soon as its experiment is over.
async function told(group: string, cell: RegExp): Promise<string[]> {
  return until(`${group} to be ${cell}`, async () => {
    const all = await lines();
    const at = all.findIndex((line) => line.startsWith(`${group} `));
    const [row = '', ...rest] = all.slice(at);
    const end = rest.findIndex((line) => !line.startsWith('  '));
    return cell.test(row) ? [row, ...rest.slice(0, end)] : undefined;
  });
}

test('a good experiment takes one line', async () => {
  expect(await told('look-good', /completed/)).toEqual([
    expect.stringMatching(
      /^look-good +deployments\/look-good +1\.0\.0 +autox-look-good-iter8 +Synced \w+ +completed +satisfied$/,
    ),
  ]);
});

test('of an SLO that is violated it says the value, and where the report is', async () => {
  expect(await told('look-violated', /completed +violated/)).toEqual([
    expect.any(String),
    expect.stringMatching(/^ {2}! SLO http\/latency-mean \(msec\) <= 0\.001 is violated: the value is [\d.]+/),
    `    iter8 k report -g autox-look-violated-iter8 -n ${lab.namespace}`,
  ]);
});

test('of an experiment that failed it says which task, and why', async () => {
  const [, what, todo] = await told('look-failed', /failed +none/);
  expect(what).toMatch(/^ {2}! ready: service nowhere in namespace \S+ is not ready after 2s/);
  expect(todo).toBe(`    iter8 k log -g autox-look-failed-iter8 -n ${lab.namespace}`);
});

test('of a chart version that is not there, and of values that do not fit, it says what to correct', async () => {
  const [, missing, todo] = await told('look-nochart', / failed +- +-$/);
  expect(missing).toMatch(/^ {2}! chart "iter8" version "9\.9\.9" not found/);
  expect(todo).toContain('correct the spec iter8 of group look-nochart');
  const [, wrong] = await told('look-badvalues', / failed +- +-$/);
  expect(wrong).toContain('qqps');
});

test('a trigger without a version label: nothing is to run, and it says why', async () => {
  expect(await told('look-asleep', / - +- +-$/)).toEqual([
    expect.any(String),
    expect.stringContaining('has no label app.kubernetes.io/version'),
  ]);
});

test('while the old version goes, nothing is said of the new one but that', async () => {
  const before = await launched('autox-look-good-iter8');
  await hold('add'); // so that it cannot be gone before anybody looks
  try {
    await lab.kubectl('label', 'deployment', 'look-good', 'app.kubernetes.io/version=2.0.0', '--overwrite');
    const [row, remark] = await told('look-good', / 2\.0\.0 .* going /);
    expect(row).toMatch(/ going +- +-$/);
    expect(remark).toMatch(/^ {2}- waiting for the old release \(version 1\.0\.0\) to go, before it starts anew/);
  } finally {
    await hold('remove');
  }
  await launched('autox-look-good-iter8', before);
  expect(await told('look-good', /completed/)).toHaveLength(1);
});

test('who may read nothing but the configuration is told so, cell by cell', async () => {
  await lab.kubectl('create', 'role', 'looker', '--verb=get,list', '--resource=configmaps');
  await lab.kubectl('create', 'rolebinding', 'looker', '--role=looker', '--user=looker');
  const { code, stdout } = await lab.iter8('autox', 'status', '--kube-as-user', 'looker');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^look-good +deployments\/look-good +forbidden +autox-look-good-iter8 +forbidden +forbidden +-$/m,
  );
  expect(stdout).toMatch(/^ {2}- it is not permitted to list applications\.argoproj\.io in namespace argocd/m);
});

test('whoever may not even do that ends with exit code 6', async () => {
  const nobody = await lab.iter8('autox', 'status', '--kube-as-user', 'nobody');
  expect(nobody).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('list configmaps') });
  expect((await run('kubectl', ['get', 'configmaps', '--as', 'nobody'])).code).not.toBe(0);
});

// A finalizer of the test's own on the Application.
async function hold(op: 'add' | 'remove'): Promise<void> {
  const held = await application('autox-look-good-iter8');
  const { finalizers = [] } = (held?.metadata ?? {}) as { finalizers?: string[] };
  const others = finalizers.filter((name) => name !== 'tests.iter8.tools/hold');
  const body = { metadata: { finalizers: op === 'add' ? [...others, 'tests.iter8.tools/hold'] : others } };
  const patch = ['patch', 'application', 'autox-look-good-iter8', '--type=merge', '-p', JSON.stringify(body)];
  await ok('kubectl', ['-n', 'argocd', ...patch]);
}

function idle(name: string, labels: Record<string, string>): object {
  const selector = { app: name };
  const template = {
    metadata: { labels: selector },
    spec: { containers: [{ name: 'none', image: 'localhost/none' }] },
  };
  const spec = { replicas: 0, selector: { matchLabels: selector }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec };
}
