import { applicationRef } from './application.ts';
import { settled } from './clock.fixture.ts';
import { deployment, group, older, release, versioned } from './group.fixture.ts';
import type { Group } from './group.ts';
import { configOf, createLab, deploymentRef } from './lab.fixture.ts';

let lab = createLab();
beforeEach(() => {
  lab = createLab();
});
afterEach(() => lab.stop());

const name = release.name;
const second = { ...release, name: 'autox-httpbin-second' };
const two: Group = { ...group, releases: [release, second] };
const elsewhere: Group = {
  ...group,
  name: 'other',
  trigger: { ...group.trigger, name: 'other' },
  releases: [{ ...release, name: 'autox-other-iter8' }],
};
const ours = applicationRef('argocd', name);
const foreign = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name }, spec: { theirs: true } };

describe('launching', () => {
  test('a trigger with a version launches the releases of its group', async () => {
    await lab.start(two);
    expect(lab.writes()).toEqual([]);
    await lab.label('1.0.0');
    expect(lab.writes()).toEqual([`create ${name}`, `create ${second.name}`]);
    expect(lab.version()).toBe('1.0.0');
    expect(lab.told('group httpbin: autox-httpbin-iter8 is launched')).toHaveLength(1);
  });

  test('what happens to a group is an event of its trigger', async () => {
    await lab.start();
    await lab.label('1.0.0');
    const { items } = await lab.cluster.list(
      { group: '', version: 'v1', resource: 'events' },
      { namespace: 'default' },
    );
    expect(items).toMatchObject([
      { reason: 'Launched', type: 'Normal', involvedObject: { kind: 'Deployment', name: 'httpbin' } },
    ]);
  });

  test('a trigger that was there before launches, too', async () => {
    await lab.label('1.0.0');
    await lab.start();
    expect(lab.version()).toBe('1.0.0');
  });

  test('a release that cannot be made holds up no other, and is tried again', async () => {
    lab.cluster.fail({ verb: 'create', name, times: 2 }, 'forbidden');
    await lab.start(two);
    await lab.label('1.0.0');
    expect(lab.application(second.name)).toBeDefined();
    expect(lab.told('warn: group httpbin: it is not permitted')).toHaveLength(1);
    await lab.clock.pass(500);
    await lab.clock.pass(1000);
    expect(lab.application()).toBeDefined();
    expect(lab.told('is launched')).toHaveLength(2);
  });

  test('an Application that somebody deleted is made again', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.cluster.delete(ours);
    await lab.finish();
    expect(lab.application()).toBeDefined();
    expect(lab.isGoing()).toBe(false);
  });

  test('a singular resource finds what it means', async () => {
    await lab.label('1.0.0');
    await lab.start({ ...group, trigger: { ...group.trigger, resource: 'deployment' } });
    expect(lab.version()).toBe('1.0.0');
  });

  test('groups of one type in one namespace share a watch', async () => {
    await lab.start(configOf([group, elsewhere]));
    expect(lab.cluster.calls.filter(({ verb }) => verb === 'watch').map(({ type }) => type.resource)).toEqual([
      'applications',
      'deployments',
    ]);
  });
});

describe('relaunching', () => {
  test('a new version deletes the release, waits until it is gone, and makes it anew', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.label('2.0.0');
    expect(lab.isGoing()).toBe(true);
    await lab.clock.pass(90_000);
    expect([lab.version(), lab.isGoing()]).toEqual(['1.0.0', true]);
    await lab.finish();
    expect([lab.version(), lab.isGoing()]).toEqual(['2.0.0', false]);
    expect(lab.writes()).toEqual([`create ${name}`, `delete ${name}`, `create ${name}`]);
  });

  test('ten quick changes end with one release, of the last version', async () => {
    await lab.start();
    for (let i = 0; i < 10; i++) lab.cluster.put(deploymentRef, versioned(`${i}.0.0`));
    for (let i = 0; i < 4; i++) {
      await settled();
      if (lab.isGoing()) await lab.finish();
    }
    expect([lab.version(), lab.isGoing()]).toEqual(['9.0.0', false]);
    expect(lab.told('warn')).toEqual([]);
  });

  test('a version that comes back while its release is going is launched anew', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.label('2.0.0');
    await lab.label('1.0.0');
    await lab.finish();
    expect([lab.version(), lab.isGoing()]).toEqual(['1.0.0', false]);
    expect(lab.writes()).toHaveLength(3);
  });

  test('a change of the status alone asks nothing of the cluster', async () => {
    await lab.start();
    await lab.label('1.0.0');
    const before = lab.cluster.calls.length;
    for (let i = 0; i < 20; i++) await lab.put({ ...versioned('1.0.0'), status: { ready: i } });
    expect(lab.cluster.calls).toHaveLength(before);
  });

  test('a group of the older form relaunches at any other change, and not for the status', async () => {
    const labels = { 'iter8.tools/autox-group': 'httpbin' };
    await lab.start(older);
    await lab.put(deployment(labels));
    await lab.put(deployment(labels, { status: { ready: 1 } }));
    expect(lab.writes()).toEqual([`create ${name}`]);
    await lab.put(deployment({ ...labels, hello: 'world' }));
    await lab.finish();
    expect(lab.writes()).toEqual([`create ${name}`, `delete ${name}`, `create ${name}`]);
  });

  test('a restart changes nothing', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.stop();
    await lab.start();
    await lab.clock.pass(600_000);
    expect(lab.writes()).toEqual([`create ${name}`]);
  });

  test('a restart in the middle of a relaunch goes on with it', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.label('2.0.0');
    await lab.stop();
    await lab.finish();
    expect(lab.application()).toBeUndefined();
    await lab.start();
    expect(lab.version()).toBe('2.0.0');
  });

  test('changed values of a spec relaunch once', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.stop();
    await lab.start({ ...group, releases: [{ ...release, values: { tasks: ['grpc'] } }] });
    await lab.finish();
    await lab.clock.pass(600_000);
    expect(lab.writes()).toEqual([`create ${name}`, `delete ${name}`, `create ${name}`]);
  });
});

describe('deleting', () => {
  beforeEach(async () => {
    await lab.start();
    await lab.label('1.0.0');
  });

  test.each<[string, () => Promise<unknown>]>([
    ['the trigger', () => lab.cluster.delete(deploymentRef)],
    ['the version label', () => lab.put(deployment())],
  ])('without %s the release goes, and does not come back', async (_, take) => {
    await take();
    await settled();
    expect(lab.isGoing()).toBe(true);
    await lab.finish();
    await lab.clock.pass(600_000);
    expect(lab.application()).toBeUndefined();
  });

  test('a spec that is taken out goes, the others stay', async () => {
    await lab.stop();
    await lab.start(two);
    await lab.stop();
    await lab.start({ ...two, releases: [second] });
    expect([lab.isGoing(), lab.isGoing(second.name)]).toEqual([true, false]);
  });

  test('a group that is taken out goes', async () => {
    await lab.stop();
    await lab.start(configOf([elsewhere]));
    expect(lab.isGoing()).toBe(true);
  });

  test('a group that moves to another Argo CD goes from the one before', async () => {
    const secret = { group: '', version: 'v1', resource: 'secrets', namespace: 'second', name: 'autox' };
    lab.cluster.put(secret, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'autox' } });
    await lab.stop();
    await lab.start(configOf([{ ...group, argocd: { ...group.argocd, namespace: 'second' } }]));
    expect(lab.isGoing()).toBe(true);
    await lab.finish();
    expect(lab.application()).toBeUndefined();
    expect(lab.cluster.peek(applicationRef('second', name))).toMatchObject({ metadata: { name } });
  });

  test('a group that is left out because it is wrong stays as it is', async () => {
    await lab.stop();
    await lab.start(configOf([elsewhere], { leftOut: new Set(['httpbin']) }));
    expect(lab.isGoing()).toBe(false);
  });

  test('nothing is taken for gone where not all groups could be read', async () => {
    await lab.stop();
    await lab.start(configOf([], { isWhole: false }));
    await lab.clock.pass(600_000);
    expect(lab.isGoing()).toBe(false);
  });
});

describe('what is not ours', () => {
  test.each(['1.0.0', ''])('stays as it is, whatever the trigger says (version %j)', async (version) => {
    await lab.put(foreign, ours);
    await lab.start();
    await lab.label(version);
    await lab.clock.pass(600_000);
    expect(lab.writes()).toEqual([]);
    expect(lab.application()).toMatchObject({ spec: { theirs: true } });
  });

  test('is told once, and the release is launched when it is gone', async () => {
    await lab.put(foreign, ours);
    await lab.start();
    await lab.label('1.0.0');
    await lab.clock.pass(600_000);
    expect(lab.told('warn: group httpbin: the Application autox-httpbin-iter8')).toHaveLength(1);
    await lab.cluster.delete(ours);
    await settled();
    expect(lab.version()).toBe('1.0.0');
  });
});

test('without the Secret that owns everything nothing is made, and it is told', async () => {
  const secret = { group: '', version: 'v1', resource: 'secrets', namespace: 'argocd', name: 'autox' };
  await lab.cluster.delete(secret);
  await lab.start();
  await lab.label('1.0.0');
  expect(lab.application()).toBeUndefined();
  expect(lab.told('there is no Secret autox in namespace argocd')).not.toHaveLength(0);
  lab.cluster.put(secret, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'autox' } });
  await lab.clock.pass(1000);
  await lab.clock.pass(2000);
  expect(lab.version()).toBe('1.0.0');
});
