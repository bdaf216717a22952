// AutoX with helm as its installer, while its controller is killed and the API server errs: nothing runs twice, and nothing is left.
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { type Mode, useApiProxies } from '../autox/api-proxy.ts';
import { groupOf, useAutox } from '../autox/autox.ts';
import { provideHelmImage } from '../autox/helm-image.ts';
import { site, until, useLab } from '../lab.ts';

const apps = useLab();
const home = useLab();
const autox = useAutox(() => home.namespace, { argocd: false });
const proxied = useApiProxies();
const release = 'autox-web-iter8';

let mostAtOnce = 0;
const watching = new AbortController();

beforeAll(async () => {
  const image = await provideHelmImage();
  await apps.kubectl('create', 'deployment', 'web', '--image', site().image, '--replicas=0');
  await apps.kubectl('create', 'service', 'clusterip', 'web', '--tcp=80');
  const group = groupOf('web', apps.namespace, ['tasks={ready}', 'runner=job', 'ready.service=web']);
  await autox.install('autox', ['replicas=0', 'installer=helm', `helm.image=${image}`, ...group]);
  void watch();
}, 300_000);
afterAll(() => watching.abort());

async function watch(): Promise<void> {
  while (!watching.signal.aborted) {
    const there = await jobsIn(apps.namespace, `iter8.tools/group=${release}`).catch(() => []);
    mostAtOnce = Math.max(mostAtOnce, there.length);
    await sleep(200);
  }
}

async function jobsIn(namespace: string, labels: string): Promise<KubeObject[]> {
  const text = await apps.kubectl('get', 'jobs', '--namespace', namespace, '-l', labels, '-o', 'json');
  return JSON.parse(text).items;
}

// For so long, then killed; another need not wait for the Lease of a dead one.
async function work(ms: number): Promise<void> {
  const { kill } = await autox.controller('autox');
  await sleep(ms);
  await kill();
  await home.kubectl('patch', 'lease', 'autox', '--type=merge', '-p', '{"spec":{"holderIdentity":""}}');
}

const label = (version: string) =>
  apps.kubectl('label', 'deployment', 'web', `app.kubernetes.io/version=${version}`, '--overwrite');

// What is there when all is done.
async function state(): Promise<unknown> {
  const jobs = await jobsIn(home.namespace, 'app.kubernetes.io/managed-by=iter8');
  const releases: { name: string; status: string }[] = JSON.parse(await apps.helm('list', '-a', '-o', 'json'));
  return {
    jobs: jobs.map(({ metadata: { name, annotations }, status }) => ({
      name,
      version: annotations?.['iter8.tools/autox-version'],
      isComplete: JSON.stringify(status ?? {}).includes('"Complete"'),
    })),
    releases: releases.map(({ name, status }) => `${name} ${status}`),
    experiments: (await jobsIn(apps.namespace, `iter8.tools/group=${release}`)).length,
  };
}

async function converged(version: string): Promise<void> {
  const wanted = {
    jobs: [{ name: `${release}-install`, version, isComplete: true }],
    releases: [`${release} deployed`],
    experiments: 1,
  };
  let last: unknown;
  await until(`an end at version ${version}`, async () => {
    last = await state();
    return JSON.stringify(last) === JSON.stringify(wanted) || undefined;
  }).catch(() => {});
  expect(last).toEqual(wanted);
}

test('a controller that is killed at 12 random moments of relaunches ends where it should', async () => {
  const moments: number[] = [];
  for (let i = 1; i <= 12; i++) {
    await label(`${i}.0.0`);
    const ms = Math.round(500 + Math.random() * 9000);
    moments.push(ms);
    await work(ms);
  }
  const { kill } = await autox.controller('autox');
  console.log(`killed after ${moments.join(', ')} ms`);
  await converged('12.0.0');
  expect(mostAtOnce).toBe(1);
  await kill('SIGTERM');
}, 400_000);

const faults: [name: string, version: string, mode: Mode][] = [
  ['says 500', '20.0.0', { kind: 'answer', status: 500 }],
  ['says 429', '21.0.0', { kind: 'answer', status: 429, retryAfter: 1 }],
  ['says nothing', '22.0.0', { kind: 'hang' }],
  ['breaks connections off', '23.0.0', { kind: 'reset' }],
  ['does not say what it has done', '24.0.0', { kind: 'lost' }],
];

test.each(faults)(
  'a relaunch ends where it should, though in the middle of it the API server %s',
  async (_, version, mode) => {
    const proxy = await proxied();
    const { kill } = await autox.controller('autox', { server: proxy.url });
    await sleep(3000);
    await label(version);
    await sleep(Math.random() * 3000);
    proxy.set(mode);
    await sleep(12_000);
    proxy.set({ kind: 'pass' });
    await converged(version);
    expect(mostAtOnce).toBe(1);
    await kill('SIGTERM');
  },
  150_000,
);

test('without its trigger nothing is left, also where the controller is killed in between', async () => {
  await apps.kubectl('delete', 'deployment', 'web');
  for (let i = 0; i < 4; i++) await work(500 + Math.random() * 4000);
  const { kill } = await autox.controller('autox');
  await until('an end', async () => {
    const left = await state();
    return JSON.stringify(left) === JSON.stringify({ jobs: [], releases: [], experiments: 0 }) || undefined;
  });
  await kill('SIGTERM');
}, 240_000);
