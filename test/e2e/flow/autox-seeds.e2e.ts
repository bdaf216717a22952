// What starts an experiment and what ends it: each branch of the rules in docs/autox.md, and both forms of groups.
import { application, gone, launched } from '../autox/argocd.ts';
import { groupOf, troublesOf, useAutox } from '../autox/autox.ts';
import { trigger, triggersIn, version } from '../autox/triggers.ts';
import { site, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();
const autox = useAutox(() => lab.namespace);
const { label, seen, unmoved, relaunched } = triggersIn(lab);

// Experiments without Jobs: these rules are about releases alone.
const rules = (group: string) => groupOf(group, lab.namespace, ['tasks={http}', 'http.url=http://web/get']);
// The resource in the singular, and the values as text.
function older(): string[] {
  const values = `
tasks:
- http
- assess
runner: job
iter8Image: ${site().image}
http:
  url: http://httpbin.${lab.namespace}/get
  numRequests: 20
  qps: 100
assess:
  SLOs:
    upper:
      http/error-count: 0
`;
  const fields = { name: 'httpbin', namespace: lab.namespace, group: 'apps', version: 'v1', resource: 'deployment' };
  return [
    ...Object.entries(fields).map(([field, value]) => `chartGroups.httpbin.trigger.${field}=${value}`),
    `chartGroups.httpbin.releaseSpec[0].repoURL=${site().repo}`,
    'chartGroups.httpbin.releaseSpec[0].name=iter8',
    `chartGroups.httpbin.releaseSpec[0].values=${values}`,
    'chartGroups.httpbin.releaseSpec[0].version=1.0.0',
  ];
}

describe('the version label, and `iter8.tools/autox`', () => {
  const release = 'autox-flow-web-iter8';

  beforeAll(async () => {
    await lab.apply(trigger('flow-web'), trigger('flow-seen'));
    await autox.install('httpbin', [...older(), ...rules('flow-web'), ...rules('flow-seen')]);
  });

  test('an object without a version launches nothing', async () => {
    await seen('flow-seen');
    expect(await application(release)).toBeUndefined();
  });

  test('one that gets a version is launched for', async () => {
    await label('flow-web', `${version}=1.0.0`);
    const { metadata } = await launched(release);
    expect(metadata.annotations).toMatchObject({ 'iter8.tools/autox-version': '1.0.0' });
  });

  test('the same version relaunches nothing, whatever else of the object changes', async () => {
    await unmoved(release, 'flow-seen', async () => {
      await label('flow-web', 'hello=world', `${version}=1.0.0`);
      await lab.kubectl('set', 'env', 'deployment/flow-web', 'COLOR=blue');
      const status = JSON.stringify({ status: { collisionCount: 1 } });
      await lab.kubectl('patch', 'deployment/flow-web', '--subresource=status', '--type=merge', '-p', status);
    });
  });

  test.each([version, 'app.kubernetes.io/name', 'iter8.tools/track'])(
    'another value of %s relaunches',
    async (name) => {
      await relaunched(release, () => label('flow-web', `${name}=other`));
    },
  );

  test('`iter8.tools/autox=false` ends what there is', async () => {
    await label('flow-web', 'iter8.tools/autox=false');
    await gone(release);
  });

  test('while it is there, a new version launches nothing', async () => {
    await unmoved(release, 'flow-seen', () => label('flow-web', `${version}=2.0.0`));
    expect(await application(release)).toBeUndefined();
  });

  test('without it the version of now is launched', async () => {
    await label('flow-web', 'iter8.tools/autox-');
    expect((await launched(release)).metadata.annotations?.['iter8.tools/autox-version']).toBe('2.0.0');
  });

  test('an object that loses its version loses its experiment', async () => {
    await label('flow-web', `${version}-`);
    await gone(release);
  });

  test('an object that is deleted loses it as well, and has it again when it is back', async () => {
    await label('flow-web', `${version}=3.0.0`);
    await launched(release);
    await lab.kubectl('delete', 'deployment/flow-web');
    await gone(release);
    await lab.apply(trigger('flow-web', { [version]: '3.0.0' }));
    await launched(release);
  });
});

describe('with `requireLabel=true`', () => {
  const release = 'autox-flow-asked-iter8';

  beforeAll(async () => {
    await lab.apply(trigger('flow-asked'), trigger('flow-other'));
    await label('flow-other', 'iter8.tools/autox=true');
    await autox.install('asking', ['requireLabel=true', ...rules('flow-asked'), ...rules('flow-other')]);
  });

  test('a version alone launches nothing', async () => {
    await label('flow-asked', `${version}=1.0.0`);
    await seen('flow-other');
    expect(await application(release)).toBeUndefined();
  });

  test('`iter8.tools/autox=true` launches', async () => {
    await label('flow-asked', 'iter8.tools/autox=true');
    await launched(release);
  });

  test('with both, the same version relaunches nothing', async () => {
    await unmoved(release, 'flow-other', () => label('flow-asked', 'hello=world'));
  });

  test('with both, a new version relaunches', async () => {
    await relaunched(release, () => label('flow-asked', `${version}=2.0.0`));
  });

  test('without the label a new version ends what there is, and launches nothing', async () => {
    await label('flow-asked', 'iter8.tools/autox-', `${version}=3.0.0`);
    await gone(release);
    await seen('flow-other');
    expect(await application(release)).toBeUndefined();
  });

  test('any value but true is as no label', async () => {
    await unmoved(release, 'flow-other', () => label('flow-asked', 'iter8.tools/autox=yes'));
    expect(await application(release)).toBeUndefined();
  });
});

describe('a group of `chartGroups`, and `iter8.tools/autox-group`', () => {
  const release = 'autox-httpbin-iter8';
  const job = () => lab.kubectl('get', 'job', `${release}-1-job`, '-o', 'jsonpath={.metadata.uid}');
  const asserted = () =>
    until('a good experiment', async () => {
      const { code } = await lab.iter8('k', 'assert', '-c', 'nofailure', '-c', 'slos', '-g', release);
      return code === 0 || undefined;
    });

  beforeAll(async () => {
    await lab.apply(...httpbin());
    await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
  });

  test('changes of an object without the label do nothing, also when it has a version', async () => {
    await label('httpbin', `${version}=1.0.0`);
    await seen('flow-seen');
    expect(await application(release)).toBeUndefined();
  });

  test('the label launches the experiment', async () => {
    await label('httpbin', 'iter8.tools/autox-group=httpbin');
    await launched(release);
    await asserted();
  });

  test('`iter8 k report` finds it, and without `-g` says its name', async () => {
    const { code, stdout } = await lab.iter8('k', 'report', '-g', release);
    expect([code, stdout]).toEqual([0, expect.stringContaining('http/request-count         | 20.00')]);
    const without = await lab.iter8('k', 'report');
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringContaining(`there is no experiment group default`),
    ]);
    expect(without.stderr).toContain(release);
  });

  test('status is no change of the object', async () => {
    const status = JSON.stringify({ status: { collisionCount: 1 } });
    await unmoved(release, 'flow-seen', () =>
      lab.kubectl('patch', 'deployment/httpbin', '--subresource=status', '--type=merge', '-p', status),
    );
  });

  test('any other change of it is one, and runs the experiment again', async () => {
    const before = await job();
    await relaunched(release, () => label('httpbin', 'hello=world'));
    await asserted();
    expect(await job()).not.toBe(before);
  });

  test('the label of another group ends it, and so does none', async () => {
    await label('httpbin', 'iter8.tools/autox-group=other');
    await gone(release);
    await label('httpbin', 'iter8.tools/autox-group=httpbin');
    await launched(release);
    await label('httpbin', 'iter8.tools/autox-group-');
    await gone(release);
  });

  test('an object that is deleted loses its experiment', async () => {
    await label('httpbin', 'iter8.tools/autox-group=httpbin');
    await launched(release);
    await lab.kubectl('delete', 'deployment/httpbin');
    await gone(release);
  });
});

test('none of the controllers was refused anything', async () => {
  const logs = await Promise.all(['httpbin', 'asking'].map((release) => autox.log(release)));
  expect(logs.flatMap(troublesOf)).toEqual([]);
});
