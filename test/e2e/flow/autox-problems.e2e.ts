// What is wrong with a group reaches people, in the words of the real Argo CD, and the other groups work on.
import { groupOf, useAutox } from '../autox/autox.ts';
import { type Lab, site, until, useLab } from '../lab.ts';

const apps = useLab();
const home = useLab();
const autox = useAutox(() => home.namespace);

const ready = ['tasks={ready}', 'runner=job', 'ready.service=app'];
const group = (name: string, values: readonly string[] = ready) => groupOf(`problem-${name}`, apps.namespace, values);
const spec = (name: string) => `groups.problem-${name}.specs.iter8`;
const good = group('none');
const corrected = [good, group('version'), group('repository'), group('values')].flat();

beforeAll(async () => {
  await apps.kubectl('create', 'service', 'clusterip', 'app', '--tcp=80');
  for (const name of ['version', 'repository', 'values', 'none'].map((one) => `problem-${one}`)) {
    await apps.kubectl('create', 'deployment', name, '--image', site().image, '--replicas=0');
    await apps.kubectl('label', 'deployment', name, 'app.kubernetes.io/version=1.0.0');
  }
  await autox.install('autox', [
    ...good,
    ...group('version'),
    `${spec('version')}.version=9.9.9`,
    ...group('repository'),
    `${spec('repository')}.repoURL=http://127.0.0.1:9/charts`,
    ...group('values', ['tasks={http}', 'runner=job', 'http.url=http://app/', 'http.qqps=5']),
    ...group('kind'),
    'groups.problem-kind.trigger.group=no.such',
  ]);
}, 240_000);

interface Told {
  reason: string;
  type: string;
  message: string;
  involvedObject: { kind: string };
}

function eventOf(lab: Lab, reason: string, name?: string): Promise<Told> {
  const fields = [`reason=${reason}`, ...(name === undefined ? [] : [`involvedObject.name=${name}`])].join();
  return until(`an Event ${reason}`, async () => {
    const { items } = await lab.json<{ items: Told[] }>('get', 'events', '--field-selector', fields);
    return items[0];
  });
}

async function metric(name: string): Promise<string | undefined> {
  const pods = ['get', 'pod', '-l', 'app.kubernetes.io/name=autox', '-o', 'jsonpath={.items[*].metadata.name}'];
  const pod = await home.kubectl(...pods);
  const path = `/api/v1/namespaces/${home.namespace}/pods/${pod}:8080/proxy/metrics`;
  const text = await home.kubectl('get', '--raw', path);
  return new RegExp(`^iter8_autox_${name} (\\S+)$`, 'm').exec(text)?.[1];
}

test.each([
  ['version', 'chart "iter8" version "9.9.9" not found in'],
  ['repository', 'http://127.0.0.1:9/charts/index.yaml'],
  ['values', "at '/http': additional properties 'qqps' not allowed"],
])('a release that cannot be installed (%s) is an Event of its trigger, and in the log', async (name, message) => {
  const told = await eventOf(apps, 'NotInstalled', `problem-${name}`);
  expect(told).toMatchObject({ type: 'Warning', involvedObject: { kind: 'Deployment' } });
  expect(told.message).toContain(`autox-problem-${name}-iter8 cannot be installed: `);
  expect(told.message).toContain(message);
  expect(told.message).not.toContain('rpc error');
  expect(await autox.log('autox')).toContain(`group problem-${name}: ${told.message.slice(0, 60)}`);
});

test("an unknown kind of trigger is an Event of the controller's pod", async () => {
  const told = await eventOf(home, 'Unwatched');
  expect(told).toMatchObject({ type: 'Warning', involvedObject: { kind: 'Pod' } });
  expect(told.message).toContain(
    'group problem-kind: its trigger cannot be watched: this cluster does not know the type deployments.no.such',
  );
});

test('the other groups work on, and a metric counts', async () => {
  const { code } = await apps.iter8(
    'k',
    'assert',
    '-g',
    'autox-problem-none-iter8',
    '-c',
    'completed',
    '--timeout',
    '60s',
  );
  expect(code).toBe(0);
  await until('three releases in error', async () => (await metric('releases_in_error')) === '3' || undefined);
});

test('each is told once', async () => {
  const { items } = await apps.json<{ items: Told[] }>('get', 'events', '--field-selector', 'reason=NotInstalled');
  expect(items).toHaveLength(3);
});

test('what is corrected is installed', async () => {
  await autox.install('autox', corrected, 'upgrade');
  for (const name of ['version', 'repository', 'values']) {
    const args = ['-g', `autox-problem-${name}-iter8`, '-c', 'completed', '--timeout', '90s'];
    expect(await apps.iter8('k', 'assert', ...args)).toMatchObject({ code: 0 });
  }
  await until('none in error', async () => (await metric('releases_in_error')) === '0' || undefined);
}, 300_000);
