import { settled } from './clock.fixture.ts';
import { group, release } from './group.fixture.ts';
import { createLab, deploymentRef } from './lab.fixture.ts';

// What an API server that errs makes of it: nothing wrong, and everything right afterwards.
let lab = createLab();
beforeEach(() => {
  lab = createLab();
});
afterEach(() => lab.stop());

const name = release.name;
const faults = [{ status: 500 }, { status: 429 }, 'network', 'unauthorized', 'forbidden'] as const;

async function recover(): Promise<void> {
  for (let i = 0; i < 15; i++) {
    await lab.clock.pass(1000);
    if (lab.isGoing()) await lab.finish();
  }
  await settled();
}

test.each(faults)('triggers that cannot be read (%j) are not taken for deleted', async (fault) => {
  await lab.label('1.0.0');
  await lab.start();
  await lab.stop();
  const heal = lab.cluster.fail({ resource: 'deployments' }, fault);
  await lab.start();
  for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
  expect(lab.writes()).toEqual([`create ${name}`]);
  heal();
  await lab.label('2.0.0');
  await recover();
  expect([lab.version(), lab.isGoing()]).toEqual(['2.0.0', false]);
});

test.each(faults)('Applications that cannot be read (%j) are not made a second time', async (fault) => {
  await lab.label('1.0.0');
  await lab.start();
  await lab.stop();
  const heal = lab.cluster.fail({ resource: 'applications', verb: 'watch' }, fault);
  await lab.start();
  await lab.label('2.0.0');
  expect(lab.writes()).toEqual([`create ${name}`]);
  heal();
  await recover();
  expect([lab.version(), lab.isGoing()]).toEqual(['2.0.0', false]);
});

test.each(faults)('a minute of %j in the middle of a relaunch ends as it would have without', async (fault) => {
  await lab.start();
  await lab.label('1.0.0');
  const heal = lab.cluster.fail({}, fault);
  await lab.label('2.0.0');
  for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
  expect([lab.version(), lab.isGoing()]).toEqual(['1.0.0', false]);
  heal();
  await recover();
  expect([lab.version(), lab.isGoing()]).toEqual(['2.0.0', false]);
});

test.each(['create', 'delete'] as const)('where the answer to %s is lost, the end is the same', async (verb) => {
  lab.cluster.fail({ verb, resource: 'applications', late: true, times: 1 }, 'network');
  await lab.start();
  await lab.label('1.0.0');
  await recover();
  await lab.label('2.0.0');
  await recover();
  expect([lab.version(), lab.isGoing()]).toEqual(['2.0.0', false]);
});

test('an Application that was made anew by others meanwhile is not deleted in place of the old one', async () => {
  await lab.start();
  await lab.label('1.0.0');
  const ref = { group: 'argoproj.io', version: 'v1alpha1', resource: 'applications', namespace: 'argocd', name };
  const theirs = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name }, spec: {} };
  lab.cluster.fail({ verb: 'delete', times: 1 }, async () => {
    lab.cluster.put(ref, { ...theirs, metadata: { name, deletionTimestamp: 'now' } });
    lab.cluster.put(ref, theirs);
  });
  await lab.label('2.0.0');
  await recover();
  expect(lab.application()).toMatchObject({ spec: {} });
  expect(lab.application()?.metadata.labels).toBeUndefined();
});

test('a trigger that is deleted and made again within a moment leaves one release', async () => {
  await lab.start();
  await lab.label('1.0.0');
  await lab.cluster.delete(deploymentRef);
  await lab.label('1.0.0');
  await recover();
  expect([lab.version(), lab.isGoing()]).toEqual(['1.0.0', false]);
});

test('a trigger that is made again while no controller runs is another one: its release is made anew, once', async () => {
  await lab.start();
  await lab.label('1.0.0');
  await lab.stop();
  await lab.cluster.delete(deploymentRef);
  await lab.label('1.0.0');
  await lab.start();
  await recover();
  await lab.stop();
  await lab.start();
  await recover();
  expect(lab.writes()).toEqual([`create ${name}`, `delete ${name}`, `create ${name}`]);
});

test('an Application that others take away before the answer to its creation is there is made again', async () => {
  lab = createLab({ finalizers: false });
  const ref = { group: 'argoproj.io', version: 'v1alpha1', resource: 'applications', namespace: 'argocd', name };
  lab.cluster.fail({ verb: 'create', resource: 'applications', late: true, times: 1 }, async () => {
    await settled();
    await lab.cluster.delete(ref);
    await settled();
  });
  await lab.start();
  await lab.label('1.0.0');
  for (let i = 0; i < 3; i++) await settled();
  await lab.clock.pass(1000);
  expect(lab.version()).toBe('1.0.0');
});

test('during an outage the log has a line for each thing that is wrong, not for each attempt', async () => {
  await lab.start(group);
  lab.cluster.fail({ resource: 'applications', verb: 'create' }, { status: 500 });
  await lab.label('1.0.0');
  for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
  expect(lab.told('warn')).toHaveLength(1);
});
