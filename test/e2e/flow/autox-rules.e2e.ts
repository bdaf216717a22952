// What AutoX and Argo CD do with releases when things change by hand, by helm or by mistake. The controller has a namespace
// of its own, and the triggers another.
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { type Application, application, applications, gone, launched } from '../autox/argocd.ts';
import { groupOf, refusalsOf, troublesOf, useAutox } from '../autox/autox.ts';
import { useCountingTarget } from '../autox/counting-target.ts';
import { trigger, triggersIn, version } from '../autox/triggers.ts';
import { finished, ok, until, useLab } from '../lab.ts';

const home = useLab();
const lab = useLab();
const autox = useAutox(() => home.namespace);
const target = useCountingTarget();
const { label, seen, unmoved, relaunched } = triggersIn(lab);

const groups = ['flow-once', 'flow-pair', 'flow-out', 'flow-slow', 'flow-witness'];
const once = 'autox-flow-once-iter8';
const jobName = `${once}-1-job`;
const idle = ['tasks={http}', 'http.url=http://web/get'];
const load = (path: string, ...more: string[]) => [
  'tasks={http,assess}',
  `http.url=${target.url(path)}`,
  'http.qps=100',
  'assess.SLOs.upper.http/error-count=0',
  'runner=job',
  ...more.map((one) => `http.${one}`),
];
const values = (requests: number) => [
  'logLevel=debug',
  ...groupOf('flow-once', lab.namespace, load('/once', `numRequests=${requests}`)),
  ...groupOf('flow-pair', lab.namespace, idle, 'one'),
  ...groupOf('flow-pair', lab.namespace, idle, 'other'),
  ...groupOf('flow-slow', lab.namespace, load('/slow', 'duration=300s')),
  ...groupOf('flow-witness', lab.namespace, idle),
];
const uidOf = async (kind: string, name: string) => (await lab.json<KubeObject>('get', kind, name)).metadata.uid ?? '';

beforeAll(async () => {
  await lab.apply(...groups.map((name) => trigger(name, name === 'flow-slow' ? {} : { [version]: '1.0.0' })));
  await autox.install('autox', [...values(20), ...groupOf('flow-out', lab.namespace, idle)]);
});

test('a group may have several specs: each is a release', async () => {
  const [one, other] = [await launched('autox-flow-pair-one'), await launched('autox-flow-pair-other')];
  expect([one, other].map(({ metadata }) => metadata.labels?.['iter8.tools/autox-group'])).toEqual([
    'flow-pair',
    'flow-pair',
  ]);
});

test('the experiment runs where its trigger is, and the result leaves its Application in sync', async () => {
  await launched(once);
  await until('a Job', () => uidOf('job', jobName));
  await finished(lab, jobName);
  expect((await lab.document(once))?.result).toMatchObject({ numLoops: 1, failure: false });
  expect(target.count('/once')).toBe(20);
  const { status } = await refreshed(once);
  expect(status?.sync?.status).toBe('Synced');
  expect(status?.history).toHaveLength(1);
});

describe('what Argo CD brings back never runs the experiment again', () => {
  // The same object under its name, or another one, with the experiment as it was.
  async function healed(kind: string, name: string, act: () => Promise<unknown>): Promise<boolean> {
    const before = await uidOf(kind, name);
    await act();
    const after = await until(`${kind} ${name} as before`, async () => {
      const uid = await uidOf(kind, name);
      const { status } = await refreshed(once);
      return status?.sync?.status === 'Synced' ? uid : undefined;
    });
    await finished(lab, jobName);
    expect(target.count('/once')).toBe(20);
    return after === before;
  }

  test('its Role, when that is deleted', async () => {
    const role = `${once}-iter8`;
    expect(await healed('role', role, () => lab.kubectl('delete', 'role', role))).toBe(false);
  });

  test('its Job, when that is changed', async () => {
    const change = () => lab.kubectl('annotate', 'job', jobName, '--overwrite', 'iter8.tools/group=other');
    expect(await healed('job', jobName, change)).toBe(true);
    const { metadata } = await lab.json<KubeObject>('get', 'job', jobName);
    expect(metadata.annotations?.['iter8.tools/group']).toBe(once);
  });

  test("its Job, when that is deleted: the result is the new one's", async () => {
    const before = await lab.document(once);
    expect(await healed('job', jobName, () => lab.kubectl('delete', 'job', jobName))).toBe(false);
    const after = await lab.document(once);
    expect(after?.result).toEqual(before?.result);
    const { code } = await lab.iter8('k', 'assert', '-c', 'completed,nofailure,slos', '-g', once);
    expect(code).toBe(0);
  });

  test('the Secret of its result, when that is deleted: it is empty then', async () => {
    expect(await healed('secret', once, () => lab.kubectl('delete', 'secret', once))).toBe(false);
    expect(await lab.document(once)).toBeUndefined();
  });
});

test('an Application that is deleted by hand is made again, and the experiment with it', async () => {
  await relaunched(once, () => ok('kubectl', ['-n', 'argocd', 'delete', 'application', once]));
  await until('a Job', () => uidOf('job', jobName));
  await finished(lab, jobName);
  expect(target.count('/once')).toBe(40);
});

test('a newer version ends an experiment that runs, and starts its own', async () => {
  const slow = 'autox-flow-slow-iter8';
  await label('flow-slow', `${version}=1.0.0`);
  const before = await launched(slow);
  await until('load', async () => target.count('/slow') > 0 || undefined);
  const start = performance.now();
  await label('flow-slow', `${version}=2.0.0`);
  const after = await launched(slow, before);
  expect(after.metadata.annotations?.['iter8.tools/autox-version']).toBe('2.0.0');
  expect(performance.now() - start).toBeLessThan(60_000); // of five minutes
  await label('flow-slow', `${version}-`);
  await gone(slow);
});

describe('helm upgrade', () => {
  let before: Application[];

  beforeAll(async () => {
    before = await Promise.all([once, 'autox-flow-pair-one', 'autox-flow-pair-other'].map((name) => launched(name)));
    await autox.install('autox', values(30), 'upgrade');
  });

  test('with other values of a spec runs it again, once, and leaves other groups alone', async () => {
    const [first, ...others] = before;
    const after = await launched(once, first);
    await until('a Job', () => uidOf('job', jobName));
    await finished(lab, jobName);
    await seen('flow-witness');
    expect((await application(once))?.metadata.uid).toBe(after.metadata.uid);
    expect(target.count('/once')).toBe(70);
    for (const { metadata } of others) expect((await application(metadata.name))?.metadata.uid).toBe(metadata.uid);
  });

  test('without a group removes it with all its objects', async () => {
    await gone('autox-flow-out-iter8');
    expect(await objectsOf('autox-flow-out-iter8')).toEqual([]);
  });

  test('with the same values runs nothing again', async () => {
    const uids = async () => (await ours()).map(({ metadata }) => metadata.uid).sort();
    const [then, job] = [await uids(), await uidOf('job', jobName)];
    await autox.install('autox', [...values(30), 'podLabels.again=yes'], 'upgrade');
    await home.kubectl('rollout', 'status', 'deployment/autox', '--timeout=90s');
    await unmoved(once, 'flow-witness', async () => {});
    expect((await uids()).filter((uid) => then.includes(uid))).toHaveLength(then.length - 1); // the witness is another
    expect(await uidOf('job', jobName)).toBe(job);
  });
});

test('the controller was refused nothing, and met no trouble', async () => {
  const log = await autox.log('autox');
  expect([refusalsOf(log), troublesOf(log)]).toEqual([[], []]);
  const events = ['reason=Launched', 'involvedObject.name=flow-once'];
  expect(await lab.kubectl('get', 'events', '--field-selector', `${events}`, '-o', 'name')).not.toBe('');
});

test('helm uninstall leaves no Application, and nothing that one of them had installed', async () => {
  await home.helm('uninstall', 'autox', '--wait');
  await until('an end of all Applications', async () => (await ours()).length === 0 || undefined);
  expect(await objectsOf('autox-flow-')).toEqual([]);
  expect(await ok('kubectl', ['-n', 'argocd', 'get', 'secrets,roles,rolebindings', '-o', 'name'])).not.toContain(
    home.namespace,
  );
  const kinds = 'deployments,configmaps,secrets,serviceaccounts,roles,rolebindings';
  expect(await home.kubectl('get', kinds, '-o', 'name')).not.toContain('autox');
});

async function ours(): Promise<Application[]> {
  return (await applications()).filter(({ metadata }) => metadata.name.startsWith('autox-flow-'));
}

async function objectsOf(prefix: string): Promise<string[]> {
  const kinds = 'jobs,pods,configmaps,secrets,serviceaccounts,roles,rolebindings';
  const names = (await lab.kubectl('get', kinds, '-o', 'name')).split('\n');
  return names.filter((name) => name.includes(`/${prefix}`));
}

// As Argo CD sees it now.
async function refreshed(name: string): Promise<Application> {
  const key = 'argocd.argoproj.io/refresh';
  await ok('kubectl', ['-n', 'argocd', 'annotate', 'application', name, `${key}=normal`, '--overwrite']);
  return until('a look of Argo CD', async () => {
    const found = await application(name);
    return found !== undefined && found.metadata.annotations?.[key] === undefined ? found : undefined;
  });
}
