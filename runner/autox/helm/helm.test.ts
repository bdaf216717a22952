import { group, release } from '../group.fixture.ts';
import type { Group } from '../group.ts';
import { createHelmLab } from './helm-lab.fixture.ts';

let lab = createHelmLab();
beforeEach(() => {
  lab = createHelmLab();
});
afterEach(() => lab.stop());

const install = `${release.name}-install`;
const uninstall = `${release.name}-uninstall`;
const other: Group = {
  ...group,
  name: 'other',
  trigger: { ...group.trigger, name: 'other' },
  releases: [{ ...release, name: 'autox-other-iter8' }],
};

async function running(version = '1.0.0'): Promise<void> {
  await lab.start();
  await lab.label(version);
  await lab.helm('install');
}

describe('installing', () => {
  test('a trigger with a version starts a Job that runs helm', async () => {
    await lab.start();
    expect(lab.jobs()).toEqual([]);
    await lab.label('1.0.0');
    expect(lab.jobs()).toEqual([`create ${install}`]);
    expect(lab.argsOf(lab.job('install')).slice(0, 9)).toEqual([
      'install',
      release.name,
      'iter8',
      '--repo',
      'https://charts.test',
      '--version',
      '1.0.0',
      '--namespace',
      'default',
    ]);
  });

  test.each([
    ['oci://registry.test/charts', 'oci://registry.test/charts/iter8'],
    ['registry.test/charts/', 'oci://registry.test/charts/iter8'],
  ])('a chart of the registry %s is %s', async (repoURL, chart) => {
    await lab.start([{ ...group, releases: [{ ...release, repoURL }] }]);
    await lab.label('1.0.0');
    expect(lab.argsOf(lab.job('install')).slice(0, 5)).toEqual(['install', release.name, chart, '--version', '1.0.0']);
  });

  test('nothing of a value is taken for a variable of the pod', async () => {
    await lab.start([{ ...group, releases: [{ ...release, repoURL: 'https://charts.test/$(HOME)' }] }]);
    await lab.label('1.0.0');
    expect(lab.argsOf(lab.job('install'))).toContain('https://charts.test/$$(HOME)');
  });

  test('what is installed is left alone, also after a restart', async () => {
    await running();
    await lab.stop();
    await lab.start();
    await lab.clock.pass(600_000);
    expect(lab.jobs()).toEqual([`create ${install}`]);
  });

  test('what the cluster has of a foreign release is left alone and told, and looked at again', async () => {
    await lab.note(undefined);
    await lab.start();
    await lab.label('1.0.0');
    await lab.clock.pass(30_000);
    expect(lab.jobs()).toEqual([]);
    expect(lab.told(`warn: group httpbin: the release ${release.name}`)).toHaveLength(1);
    await lab.forget();
    await lab.clock.pass(30_000);
    expect(lab.jobs()).toEqual([`create ${install}`]);
  });

  test('a foreign Job of that name is left alone', async () => {
    await lab.put(
      { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: install } },
      { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'default', name: install },
    );
    await lab.start();
    await lab.label('1.0.0');
    await lab.clock.pass(600_000);
    expect(lab.jobs()).toEqual([]);
    expect(lab.told(`warn: group httpbin: the release ${release.name}`)).toHaveLength(1);
  });
});

describe('relaunching', () => {
  test('a new version is installed when helm has uninstalled the one before, and both Jobs are gone', async () => {
    await running();
    await lab.label('2.0.0');
    expect(lab.jobs().slice(1)).toEqual([`create ${uninstall}`]);
    await lab.clock.pass(90_000);
    expect(lab.jobs()).toHaveLength(2);
    await lab.helm('uninstall');
    expect(lab.jobs().slice(2)).toEqual([`delete ${install}`, `delete ${uninstall}`, `create ${install}`]);
    expect([lab.version(), lab.job('uninstall')]).toEqual(['2.0.0', undefined]);
  });

  test('a version that comes while another is being installed waits for the end of that', async () => {
    await lab.start();
    await lab.label('1.0.0');
    await lab.label('2.0.0');
    await lab.clock.pass(60_000);
    expect(lab.jobs()).toEqual([`create ${install}`]);
    await lab.helm('install');
    await lab.helm('uninstall');
    expect(lab.version()).toBe('2.0.0');
  });

  test.each([1, 2, 3])('a controller that is killed after write %i goes on where it was', async (writes) => {
    await running();
    await lab.label('2.0.0');
    await lab.stop();
    const steps = ['uninstall', `delete ${install}`, `delete ${uninstall}`].slice(0, writes);
    const heal =
      steps.length < 3
        ? lab.cluster.fail({ verb: 'delete', name: steps.length === 1 ? install : uninstall }, { status: 500 })
        : () => {};
    await lab.start();
    await lab.helm('uninstall');
    await lab.stop();
    heal();
    await lab.start();
    await lab.helm('install');
    expect([lab.version(), lab.job('uninstall'), lab.noted()]).toEqual(['2.0.0', undefined, true]);
  });

  describe('where somebody has deleted the Job that installed', () => {
    const job = { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'default', name: install };
    beforeEach(() => running());

    test('it is made again, and does not run: nothing is installed twice', async () => {
      await lab.cluster.delete(job);
      await lab.clock.pass(1);
      expect(lab.job('install')).toMatchObject({ spec: { suspend: true } });
      await lab.clock.pass(600_000);
      await lab.label('2.0.0');
      await lab.helm('uninstall');
      expect(lab.job('install')).toMatchObject({ spec: { suspend: false } });
      expect(lab.version()).toBe('2.0.0');
    });

    test.each(['iter8.tools/autox-key=other', 'status=pending-install'])(
      'and what helm says is not what it should be (%s), it is uninstalled first',
      async (label) => {
        await lab.note(`${lab.labelsOf()},${label}`);
        await lab.cluster.delete(job);
        await lab.clock.pass(1);
        expect(lab.jobs().slice(2)).toEqual([`create ${uninstall}`]);
        await lab.helm('uninstall');
        expect(lab.jobs().slice(3)).toEqual([`delete ${uninstall}`, `create ${install}`]);
      },
    );

    test('and nothing should be there any longer, it is uninstalled, also after a restart', async () => {
      await lab.stop();
      await lab.cluster.delete(job);
      await lab.cluster.delete(group.trigger);
      await lab.start();
      expect(lab.jobs().slice(2)).toEqual([`create ${uninstall}`]);
      await lab.helm('uninstall');
      expect([lab.job('uninstall'), lab.noted()]).toEqual([undefined, false]);
      const before = lab.cluster.calls.length;
      await lab.clock.pass(600_000);
      expect(lab.cluster.calls.length).toBeLessThanOrEqual(before + 1);
    });

    test('and the release, it is installed anew', async () => {
      await lab.forget();
      await lab.cluster.delete(job);
      await lab.clock.pass(1);
      expect(lab.job('install')).toMatchObject({ spec: { suspend: false } });
    });
  });
});

describe('removing', () => {
  beforeEach(() => running());

  test('without the trigger, helm uninstalls the release, and nothing is left', async () => {
    await lab.cluster.delete(group.trigger);
    await lab.clock.pass(1);
    await lab.helm('uninstall');
    await lab.clock.pass(600_000);
    expect([lab.job('install'), lab.job('uninstall'), lab.noted()]).toEqual([undefined, undefined, false]);
  });

  test('a group that was taken out goes, too', async () => {
    await lab.stop();
    await lab.start([other]);
    await lab.helm('uninstall');
    expect([lab.job('install'), lab.job('uninstall'), lab.noted()]).toEqual([undefined, undefined, false]);
  });

  test('what helm cannot remove is told, and tried again after a while', async () => {
    await lab.label('2.0.0');
    await lab.say('uninstall', { terminated: { message: 'Error: uninstallation completed with 1 error(s): denied' } });
    await lab.helm('uninstall', 'Failed');
    const what = 'autox-httpbin-iter8 cannot be removed: uninstallation completed with 1 error(s): denied';
    expect(lab.told(`warn: group httpbin: ${what}`)).toHaveLength(1);
    await lab.clock.pass(14_000);
    expect(lab.jobs().filter((call) => call === `create ${uninstall}`)).toHaveLength(1);
    await lab.clock.pass(1000);
    expect(lab.jobs().slice(-2)).toEqual([`delete ${uninstall}`, `create ${uninstall}`]);
    await lab.helm('uninstall');
    expect(lab.version()).toBe('2.0.0');
  });

  test('a release that somebody else has installed under its name meanwhile is left to them', async () => {
    await lab.forget();
    await lab.note(undefined);
    await lab.label('2.0.0');
    expect(lab.jobs().slice(1)).toEqual([`delete ${install}`]);
    expect([lab.noted(), lab.told('is not of this AutoX').length]).toEqual([true, 1]);
  });
});
