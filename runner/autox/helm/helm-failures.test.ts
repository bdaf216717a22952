import { release } from '../group.fixture.ts';
import { createHelmLab } from './helm-lab.fixture.ts';

let lab = createHelmLab();
beforeEach(() => {
  lab = createHelmLab();
});
afterEach(() => lab.stop());

const install = `${release.name}-install`;
const uninstall = `${release.name}-uninstall`;

async function running(version = '1.0.0'): Promise<void> {
  await lab.start();
  await lab.label(version);
  await lab.helm('install');
}

describe('what cannot be installed', () => {
  const said = 'Error: INSTALLATION FAILED: chart "iter8" version "9.9.9" not found in https://me:s3cr3t@charts.test';
  const fail = async () => {
    await lab.say('install', { terminated: { message: `level=WARN msg=x\n${said}\n` } });
    await lab.helm('install', 'Failed');
  };

  beforeEach(async () => {
    await lab.start();
    await lab.label('1.0.0');
  });

  test('is told once in the words of helm, without secrets, and tried again ever later', async () => {
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await fail();
      let waited = 0;
      for (; lab.job('install')?.status !== undefined; waited += 5000) await lab.clock.pass(5000);
      waits.push(waited);
    }
    expect(waits).toEqual([15_000, 30_000, 60_000]);
    expect(lab.told('warn:')).toEqual([
      'warn: group httpbin: autox-httpbin-iter8 cannot be installed: chart "iter8" version "9.9.9" not found in https://…@charts.test (kubectl logs -n default job/autox-httpbin-iter8-install)',
    ]);
    expect(lab.controller()?.state().inError).toBe(1);
    await lab.helm('install');
    expect(lab.controller()?.state().inError).toBe(0);
    expect(lab.told('info: group httpbin: autox-httpbin-iter8 is in order again')).toHaveLength(1);
  });

  test('and has left something is uninstalled before the next attempt', async () => {
    await lab.note(lab.labelsOf());
    await fail();
    await lab.clock.pass(15_000);
    expect(lab.jobs().slice(1)).toEqual([`create ${uninstall}`]);
    await lab.helm('uninstall');
    expect(lab.jobs().slice(2)).toEqual([`delete ${install}`, `delete ${uninstall}`, `create ${install}`]);
  });

  test('because its image cannot be pulled is told after a while', async () => {
    await lab.say('install', { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } });
    await lab.clock.pass(30_000);
    expect(lab.told('waits: ImagePullBackOff: no such image')).toHaveLength(1);
  });

  test('is told in the words of its Job where pods may not be read', async () => {
    lab.cluster.fail({ resource: 'pods' }, 'forbidden');
    await fail();
    expect(lab.told('warn: group httpbin: autox-httpbin-iter8 cannot be installed: x (kubectl logs')).toHaveLength(1);
  });

  test('for a new version is told anew', async () => {
    await fail();
    await lab.label('2.0.0');
    await fail();
    expect(lab.told('warn: group httpbin: autox-httpbin-iter8 cannot be installed')).toHaveLength(2);
  });
});

describe('an API server that errs', () => {
  test.each([{ status: 500 }, { status: 429 }, 'network', 'forbidden'] as const)(
    '(%j) ends as it would have without, and nothing is removed that should stay',
    async (fault) => {
      await running();
      const heal = lab.cluster.fail({}, fault);
      await lab.label('1.0.0', { more: 'labels' });
      for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
      await lab.label('2.0.0');
      for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
      expect([lab.version(), lab.noted(), lab.job('uninstall')]).toEqual(['1.0.0', true, undefined]);
      heal();
      for (let i = 0; i < 15; i++) await lab.clock.pass(1000);
      await lab.helm('uninstall');
      expect(lab.version()).toBe('2.0.0');
    },
  );

  test('Secrets that cannot be read are not taken for gone', async () => {
    await running();
    const heal = lab.cluster.fail({ resource: 'secrets', verb: 'list' }, 'forbidden');
    await lab.label('2.0.0');
    for (let i = 0; i < 60; i++) await lab.clock.pass(1000);
    expect(lab.jobs()).toEqual([`create ${install}`]);
    heal();
    for (let i = 0; i < 15; i++) await lab.clock.pass(1000);
    expect(lab.jobs().slice(1)).toEqual([`create ${uninstall}`]);
  });

  test.each(['create', 'delete'] as const)('and loses the answer to %s changes nothing', async (verb) => {
    lab.cluster.fail({ verb, resource: 'jobs', late: true, times: 2 }, 'network');
    await running();
    await lab.label('2.0.0');
    for (let i = 0; i < 5; i++) await lab.clock.pass(1000);
    await lab.helm('uninstall');
    for (let i = 0; i < 15; i++) await lab.clock.pass(1000);
    await lab.helm('install');
    expect([lab.version(), lab.job('uninstall'), lab.noted()]).toEqual(['2.0.0', undefined, true]);
  });
});
