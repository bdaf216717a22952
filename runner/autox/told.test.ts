import { isMap } from '../model/maps.ts';
import { applicationRef } from './application.ts';
import { settled } from './clock.fixture.ts';
import { group, release } from './group.fixture.ts';
import type { Group } from './group.ts';
import { configOf, createLab, deploymentRef } from './lab.fixture.ts';
import { wrongName } from './names.ts';

let lab = createLab();
beforeEach(() => {
  lab = createLab();
});
afterEach(() => lab.stop());

const name = release.name;
const elsewhere: Group = {
  ...group,
  name: 'other',
  trigger: { ...group.trigger, name: 'other' },
  releases: [{ ...release, name: 'autox-other-iter8' }],
};
const ours = applicationRef('argocd', name);
const foreign = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name }, spec: { theirs: true } };

describe('what is wrong', () => {
  const events = async (namespace: string) => {
    await settled();
    const { items } = await lab.cluster.list({ group: '', version: 'v1', resource: 'events' }, { namespace });
    return items.map(({ reason, message, involvedObject }) => {
      const { kind, name: of } = isMap(involvedObject) ? involvedObject : {};
      return { reason, message, of: `${kind} ${of}` };
    });
  };
  const problem = { group: 'bad', path: 'groups.bad.specs', message: 'missing', trigger: undefined };
  const leftOut = 'group bad is left out: groups.bad.specs: missing';

  test("with a trigger's type is told of the controller's pod, and the other groups work on", async () => {
    const unknown: Group = { ...elsewhere, trigger: { ...elsewhere.trigger, group: 'no.such' } };
    await lab.label('1.0.0');
    const controller = await lab.start(configOf([unknown, group]));
    const message = 'group other: its trigger cannot be watched: this cluster does not know';
    expect(lab.told(`warn: ${message}`)).toHaveLength(1);
    expect(lab.version()).toBe('1.0.0');
    expect(controller.state().unsynced).toEqual(['deployments.v1.no.such in default']);
    expect(await events('iter8')).toMatchObject([
      { reason: 'Unwatched', of: 'Pod autox-0', message: expect.stringContaining(message) },
    ]);
  });

  test('with a type that is not there is told as such, whatever other names of it may not be read', async () => {
    for (const resource of ['policys', 'policiess']) lab.cluster.fail({ resource }, 'forbidden');
    for (const resource of ['policy', 'policies']) {
      await lab.start({ ...group, trigger: { ...group.trigger, group: 'no.such', resource } });
      await lab.stop();
    }
    expect(lab.told('warn:')).toEqual([
      'warn: group httpbin: its trigger cannot be watched: this cluster does not know the type policy.no.such (no.such/v1)',
      'warn: group httpbin: its trigger cannot be watched: this cluster does not know the type policies.no.such (no.such/v1)',
    ]);
  });

  test('with the right to read a trigger is told of the name that its type has', async () => {
    lab.cluster.fail({ resource: 'deployments' }, 'forbidden');
    await lab.start({ ...group, trigger: { ...group.trigger, resource: 'deployment' } });
    expect(lab.told('it is not permitted to watch deployments.apps')).toHaveLength(1);
  });

  test('with the API server is in the log alone', async () => {
    lab.cluster.fail({ resource: 'deployments' }, 'network');
    await lab.start();
    for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
    expect(lab.told('warn: group httpbin: its trigger cannot be watched')).toHaveLength(1);
    expect(await events('iter8')).toEqual([]);
  });

  test('of a trigger with the longest of names is an Event whose name Kubernetes takes', async () => {
    const long = `${'a'.repeat(199)}.${'b'.repeat(53)}`;
    const trigger = { ...group.trigger, name: long };
    lab.cluster.put(trigger, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: long } });
    await lab.start(configOf([], { problems: [{ ...problem, trigger }] }));
    await settled();
    const { items } = await lab.cluster.list(
      { group: '', version: 'v1', resource: 'events' },
      { namespace: 'default' },
    );
    expect(items.map(({ metadata }) => wrongName('object', metadata.name))).toEqual([undefined]);
  });

  test("with a group is told of the controller's pod where nobody knows its trigger", async () => {
    await lab.start(configOf([group], { problems: [problem] }));
    expect(lab.told(`error: ${leftOut}`)).toHaveLength(1);
    expect(await events('iter8')).toEqual([{ reason: 'LeftOut', of: 'Pod autox-0', message: leftOut }]);
  });

  test.each(['deployments', 'deployment', 'deploy'])('with a group is told of its trigger (%s)', async (resource) => {
    await lab.label('1.0.0');
    await lab.start(configOf([elsewhere], { problems: [{ ...problem, trigger: { ...deploymentRef, resource } }] }));
    expect(await events('default')).toEqual([{ reason: 'LeftOut', of: 'Deployment httpbin', message: leftOut }]);
  });

  describe('with a release', () => {
    const refused = { conditions: [{ type: 'ComparisonError', message: 'no such chart' }] };
    const status = (one: unknown) => lab.put({ ...(lab.application() ?? foreign), status: one }, ours);

    beforeEach(async () => {
      await lab.start();
      await lab.label('1.0.0');
    });

    test('is told once, in the log and of its trigger', async () => {
      await status(refused);
      await status({ ...refused, reconciledAt: 'now' });
      expect(lab.told('warn: group httpbin: autox-httpbin-iter8 cannot be installed: no such chart')).toHaveLength(1);
      expect(await events('default')).toMatchObject([
        { reason: 'Launched' },
        { reason: 'NotInstalled', of: 'Deployment httpbin' },
      ]);
    });

    test('counts until it is over, and is told again when it comes back', async () => {
      const controller = lab.controller();
      await status(refused);
      expect(controller?.state().inError).toBe(1);
      await status({ sync: { status: 'Synced' } });
      expect(controller?.state().inError).toBe(0);
      expect(lab.told('info: group httpbin: autox-httpbin-iter8 is in order again')).toHaveLength(1);
      await status(refused);
      expect(lab.told('cannot be installed')).toHaveLength(2);
    });

    test('that cannot be removed is told as such', async () => {
      await lab.label('2.0.0');
      await status({ conditions: [{ type: 'DeletionError', message: 'a webhook is away' }] });
      expect(lab.told('autox-httpbin-iter8 cannot be removed: a webhook is away')).toHaveLength(1);
      await lab.finish();
      expect(lab.version()).toBe('2.0.0');
    });

    test("of somebody else is none of the group's", async () => {
      await lab.put({ ...foreign, status: refused }, ours);
      expect(lab.told('cannot be installed')).toEqual([]);
    });
  });
});
