// The AutoX controller as its pod starts it, on a cluster in memory behind HTTP.
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { applicationType } from '../../runner/autox/application.ts';
import { jobRef } from '../../runner/autox/helm/jobs.ts';
import { fakeCluster } from '../../runner/kube/fake/fake-cluster.fixture.ts';
import { serve } from '../../runner/kube/served-cluster.fixture.ts';
import { iter8, removeWorkFolders, started, workFolder } from './iter8.ts';
import { kubeconfigOf } from './k/api-server.ts';

const cluster = fakeCluster({ types: [{ ...applicationType, kind: 'Application' }] });
const applicationRef = { ...applicationType, namespace: 'argocd', name: 'autox-httpbin-iter8' };
let server: Server;
let kubeconfig: string;

beforeAll(async () => {
  server = createServer(serve(cluster));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  kubeconfig = kubeconfigOf((server.address() as AddressInfo).port);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  removeWorkFolders();
});

const config = `
owner: {name: owner}
defaultRepoURL: https://charts.test
groups:
  httpbin:
    trigger: {name: httpbin, namespace: default, group: apps, version: v1, resource: deployments}
    specs: {iter8: {name: iter8, version: 1.0.0, values: {tasks: [http]}}}
  bad: {trigger: {name: bad}, specs: {}}
`;

function configFile(text: string): string {
  const file = path.join(workFolder(), 'config.yaml');
  writeFileSync(file, text);
  return file;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

test('it launches what a trigger asks for, serves its metrics, and gives the Lease back at the end', async () => {
  cluster.put(
    { group: '', version: 'v1', resource: 'secrets', namespace: 'argocd', name: 'owner' },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'owner' } },
  );
  cluster.put(
    { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default', name: 'httpbin' },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'httpbin', labels: { 'app.kubernetes.io/version': '1.0.0' } },
    },
  );
  const port = await freePort();
  const args = ['autox', 'run', '--config', configFile(config), '-n', 'iter8', '--lease', 'l', '--port', String(port)];
  const { child, ended, stderrHas } = started(args, { env: { KUBECONFIG: kubeconfig } });
  await stderrHas('group bad is left out: groups.bad.trigger.namespace: missing');
  await stderrHas('autox-httpbin-iter8 is launched');
  expect(cluster.peek(applicationRef)).toMatchObject({ kind: 'Application' });
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } });
  expect(await metrics.text()).toContain('iter8_autox_launched_total 1\n');
  expect((await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
  const lease = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: 'iter8', name: 'l' };
  expect(cluster.peek(lease)).toMatchObject({ spec: { holderIdentity: '' } });
});

test('one that was killed is followed at once by the next one of its pod', async () => {
  const of = { KUBECONFIG: kubeconfig, POD_NAME: 'autox-0', POD_UID: 'u' };
  const start = async () => {
    const args = ['autox', 'run', '--config', configFile('{}'), '-n', 'again', '--port', String(await freePort())];
    const run = started(args, { env: of });
    await run.stderrHas('leads now');
    return run;
  };
  const first = await start();
  first.child.kill('SIGKILL');
  await first.ended;
  const at = performance.now();
  const { child, ended } = await start();
  expect(performance.now() - at).toBeLessThan(10_000); // a Lease lasts 15 s
  child.kill('SIGTERM');
  await ended;
}, 40_000);

test('`autox remove` ends whoever leads, and removes what helm has installed for groups', async () => {
  const helmConfig = configFile(`${config}installer: helm\n`);
  const job = jobRef('helm', 'autox-httpbin-iter8', 'install');
  const metadata = {
    name: job.name,
    labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': 'httpbin' },
    annotations: { 'iter8.tools/autox-owner': 'owner', 'iter8.tools/autox-namespace': 'default' },
  };
  const status = { conditions: [{ type: 'Complete', status: 'True' }] };
  cluster.put(job, { apiVersion: 'batch/v1', kind: 'Job', metadata, status });
  const lease = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: 'helm', name: 'l' };
  const spec = { holderIdentity: 'controller' };
  cluster.put(lease, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' }, spec });
  const args = ['autox', 'remove', '--config', helmConfig, '-n', 'helm', '--lease', 'l'];
  const ran = await iter8(args, { env: { KUBECONFIG: kubeconfig } });
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is left') });
  expect(cluster.peek(job)).toBeUndefined();
  expect(cluster.peek(lease)).toMatchObject({ spec: { holderIdentity: expect.stringContaining('iter8-') } });
}, 30_000);

test.each<[string, string[], number]>([
  ['an error', [], 5],
  ['a warning', ['--lenient'], 0],
])(
  'what `autox remove` cannot remove in time is %s',
  async (_, more, code) => {
    const job = { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'slow', name: 'autox-web-a-install' };
    const metadata = {
      name: job.name,
      labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': 'web' },
      annotations: { 'iter8.tools/autox-owner': 'owner', 'iter8.tools/autox-namespace': 'default' },
    };
    cluster.put(job, { apiVersion: 'batch/v1', kind: 'Job', metadata });
    const args = [
      'autox',
      'remove',
      '--config',
      configFile(`${config}installer: helm\n`),
      '-n',
      'slow',
      '--timeout',
      '8s',
    ];
    const ran = await iter8([...args, ...more], { env: { KUBECONFIG: kubeconfig } });
    expect(ran).toMatchObject({ code, stderr: expect.stringContaining('autox-web-a: not removed within 8s') });
  },
  30_000,
);

test.each<[string, string[], number, string]>([
  ['a configuration that is not there', ['--config', '/no/such/file'], 2, '/no/such/file cannot be read'],
  ['an impossible port', ['--port', '70000'], 2, '--port is a number of at most 65535'],
  ['an unknown installer', ['--config', 'other'], 2, 'installer: "other" is not known'],
])('%s is told', async (_, args, code, message) => {
  const given = args.map((arg) => (arg === 'other' ? configFile('installer: other') : arg));
  const ran = await iter8(['autox', 'run', ...given], { env: { KUBECONFIG: kubeconfig } });
  expect(ran).toMatchObject({ code, stderr: expect.stringContaining(message) });
});
