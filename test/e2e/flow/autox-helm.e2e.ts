// AutoX in a cluster without Argo CD: Jobs that run helm install, reinstall and remove.
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { groupOf, useAutox } from '../autox/autox.ts';
import { provideHelmImage } from '../autox/helm-image.ts';
import { type Lab, ok, run, site, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const apps = useLab();
const others = useLab();
const home = useLab({ 'pod-security.kubernetes.io/enforce': 'restricted' });
const autox = useAutox(() => home.namespace, { argocd: false });
let image = '';

beforeAll(async () => {
  image = await provideHelmImage();
  for (const object of httpbin()) await apps.apply(object);
}, 300_000);

const experiment = (name: string) => [
  'tasks={ready,http,assess}',
  'runner=job',
  `ready.deploy=${name}`,
  `http.url=http://httpbin.${apps.namespace}/get`,
  'http.numRequests=8',
  'assess.SLOs.upper.http/error-count=0',
];
const config = (...groups: string[][]) => ['installer=helm', `helm.image=${image}`, ...groups.flat()];
const httpbinGroup = () => groupOf('httpbin', apps.namespace, experiment('httpbin'));
const otherGroup = () => groupOf('other', others.namespace, ['tasks={ready}', 'runner=job', 'ready.deploy=other']);
const takenGroup = () => groupOf('taken', apps.namespace, ['tasks={ready}', 'runner=job', 'ready.deploy=taken']);
const badGroup = () => [
  ...groupOf('bad', apps.namespace, ['tasks={ready}', 'runner=job']),
  'groups.bad.specs.iter8.version=9.9.9',
];

interface HelmRelease {
  name: string;
  revision: string;
  updated: string;
}

const releases = async (lab: Lab): Promise<HelmRelease[]> => JSON.parse(await lab.helm('list', '-a', '-o', 'json'));
const named = async (lab: Lab, name: string) => (await releases(lab)).find((one) => one.name === name);
const jobs = async (lab: Lab, labels = 'app.kubernetes.io/managed-by=iter8') =>
  (await lab.json<{ items: KubeObject[] }>('get', 'jobs', '-l', labels)).items;
const installJob = async (release: string) =>
  (await jobs(home)).find(({ metadata }) => metadata.name === `${release}-install`);
const experiments = (group: string) => jobs(apps, `iter8.tools/group=${group}`);
const asserted = (group: string) => apps.iter8('k', 'assert', '-g', group, '-c', 'completed,slos', '--timeout', '120s');
const deploy = async (lab: Lab, name: string, version: string) => {
  await lab.kubectl('create', 'deployment', name, '--image', site().image, '--replicas=0');
  await lab.kubectl('label', 'deployment', name, `app.kubernetes.io/version=${version}`);
};

function event(lab: Lab, reason: string, name: string): Promise<string> {
  return until(`an Event ${reason} of ${name}`, async () => {
    const fields = `reason=${reason},involvedObject.name=${name}`;
    const { items } = await lab.json<{ items: { message: string }[] }>('get', 'events', '--field-selector', fields);
    return items[0]?.message;
  });
}

test('a trigger with a version starts its experiment', async () => {
  await apps.kubectl('label', 'deployment', 'httpbin', 'app.kubernetes.io/version=1.0.0');
  await autox.install('autox', config(httpbinGroup()));
  const { code, stdout, stderr } = await asserted('autox-httpbin-iter8');
  expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
  expect(await named(apps, 'autox-httpbin-iter8')).toMatchObject({ revision: '1' });
}, 240_000);

test('a new version runs it again, and only when the one before is really gone', async () => {
  const [before] = await experiments('autox-httpbin-iter8');
  const old = await installJob('autox-httpbin-iter8');
  await apps.kubectl('label', 'deployment', 'httpbin', 'app.kubernetes.io/version=2.0.0', '--overwrite');
  await until('another Job that installs', async () => {
    const now = await installJob('autox-httpbin-iter8');
    return (now !== undefined && now.metadata.uid !== old?.metadata.uid) || undefined;
  });
  const uids = (await experiments('autox-httpbin-iter8')).map(({ metadata }) => metadata.uid);
  expect(uids).not.toContain(before?.metadata.uid);
  expect(await asserted('autox-httpbin-iter8')).toMatchObject({ code: 0 });
  const job = await installJob('autox-httpbin-iter8');
  expect(job?.metadata.annotations?.['iter8.tools/autox-version']).toBe('2.0.0');
}, 240_000);

test('a controller that starts again leaves it as it is', async () => {
  const before = await installJob('autox-httpbin-iter8');
  await home.kubectl('delete', 'pod', '-l', 'app.kubernetes.io/name=autox', '--grace-period=0', '--force');
  await home.kubectl('rollout', 'status', 'deployment/autox', '--timeout=60s');
  await until('its leadership', async () => /leads now/.test(await autox.log('autox')) || undefined);
  expect((await installJob('autox-httpbin-iter8'))?.metadata.uid).toBe(before?.metadata.uid);
}, 120_000);

test('where somebody deletes the Job that says it is there, it says so again, and nothing runs twice', async () => {
  const before = await experiments('autox-httpbin-iter8');
  await home.kubectl('delete', 'job', 'autox-httpbin-iter8-install');
  const job = await until('that Job', () => installJob('autox-httpbin-iter8'));
  expect(job).toMatchObject({ spec: { suspend: true } });
  expect((await experiments('autox-httpbin-iter8')).map(({ metadata }) => metadata.uid)).toEqual(
    before.map(({ metadata }) => metadata.uid),
  );
  expect(await named(apps, 'autox-httpbin-iter8')).toMatchObject({ revision: '1' });
}, 120_000);

test('a release of that name that is somebody else is left alone, and AutoX launches when it is gone', async () => {
  const { repo } = site();
  await apps.helm('install', 'autox-taken-iter8', 'iter8', '--repo', repo, '--set', 'tasks={ready},ready.deploy=x');
  const theirs = await named(apps, 'autox-taken-iter8');
  await deploy(apps, 'taken', '1.0.0');
  await autox.install('autox', config(httpbinGroup(), takenGroup(), otherGroup(), badGroup()), 'upgrade');
  expect(await event(apps, 'NotOurs', 'taken')).toContain('autox-taken-iter8');
  expect(await named(apps, 'autox-taken-iter8')).toEqual(theirs);
  await apps.helm('uninstall', 'autox-taken-iter8');
  await until('a launch', async () => await installJob('autox-taken-iter8'));
}, 240_000);

test('a chart version that does not exist is told in the words of helm', async () => {
  await deploy(apps, 'bad', '1.0.0');
  expect(await event(apps, 'NotInstalled', 'bad')).toMatch(
    /autox-bad-iter8 cannot be installed: chart "iter8".*9\.9\.9/,
  );
}, 120_000);

test('groups that are taken out are removed, also the only one of a namespace', async () => {
  await deploy(others, 'other', '1.0.0');
  await until('a release', () => named(others, 'autox-other-iter8'));
  await until('the end of its Job', async () => {
    const job = await installJob('autox-other-iter8');
    return JSON.stringify(job?.status ?? {}).includes('"Complete"') || undefined;
  });
  await autox.install('autox', config(httpbinGroup()), 'upgrade');
  await until('an end of it', async () => {
    const left = [...(await releases(others)), ...(await releases(apps))].map(({ name }) => name);
    const ours = (await jobs(home)).map(({ metadata }) => metadata.name);
    return left.join() === 'autox-httpbin-iter8' && ours.join() === 'autox-httpbin-iter8-install' ? true : undefined;
  });
}, 240_000);

test('helm uninstall leaves nothing, in whatever state the releases are', async () => {
  await autox.install('autox', config(httpbinGroup(), otherGroup(), badGroup()), 'upgrade');
  await until('a release', () => named(others, 'autox-other-iter8'));
  await apps.kubectl('label', 'deployment', 'httpbin', 'app.kubernetes.io/version=3.0.0', '--overwrite');
  const { code, stderr } = await run('helm', ['-n', home.namespace, 'uninstall', 'autox'], { timeoutMs: 300_000 });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const kinds = 'jobs,leases,roles,rolebindings,configmaps,secrets,serviceaccounts,deployments';
  for (const lab of [home, others, apps]) {
    const left = await ok('kubectl', ['-n', lab.namespace, 'get', kinds, '-o', 'name']);
    expect(left.split('\n').filter((name) => name.includes('autox'))).toEqual([]);
  }
}, 360_000);
