// helm upgrade starts a clean result and loses none before; rollback and uninstall leave nothing behind.
import { finished, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();
const base = ['tasks={http}', 'http.url=http://httpbin/get', 'http.qps=100', 'runner=job'];

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
});

test('a second revision has a result of its own, and the first stays until it starts', async () => {
  const judged = ['tasks={http,assess}', 'http.numRequests=20', 'assess.SLOs.upper.http/error-count=0'];
  await lab.experiment('app', [...base, ...judged]);
  expect(await finished(lab, 'app-1-job')).toBe('Complete');
  const first = await lab.document('app');
  expect(first?.result).toMatchObject({ numLoops: 1, revision: 1 });

  const slow = [...base, 'http.numRequests=300', 'suspend=true'];
  await lab.experiment('app', slow, 'upgrade');
  expect(await lab.document('app')).toEqual(first);
  await lab.kubectl('patch', 'job', 'app-2-job', '-p', '{"spec":{"suspend":false}}');
  const running = await until('the second result', async () => {
    const document = await lab.document('app');
    return document?.result?.revision === 2 ? document : undefined;
  });
  expect(running.result).toMatchObject({ numLoops: 1, failure: false });
  expect(running.result?.insights?.SLOs).toBeUndefined();
  expect(await finished(lab, 'app-2-job')).toBe('Complete');
  expect((await lab.document('app'))?.result?.insights?.nonHistMetricValues[0]?.['http/request-count']).toEqual([300]);
  expect((await lab.tryKubectl('get', 'job', 'app-1-job')).stderr).toContain('not found');
});

test('an upgrade in the middle of a run ends that run, whose pod can no longer write', async () => {
  const long = [...base, 'http.duration=600s'];
  await lab.experiment('app', long, 'upgrade');
  await until('revision 3', async () => ((await lab.document('app'))?.result?.revision === 3 ? true : undefined));
  await lab.experiment('app', [...base, 'http.numRequests=10'], 'upgrade');
  expect(await finished(lab, 'app-4-job')).toBe('Complete');
  const document = await lab.document('app');
  expect(document?.result).toMatchObject({ revision: 4, numLoops: 1, failure: false });
  await until('the end of the old pod', async () => {
    const pods = await lab.kubectl('get', 'pods', '-l', 'iter8.tools/group=app', '-o', 'name');
    return pods.trim().split('\n').length === 1 || undefined;
  });
  expect(await lab.document('app')).toEqual(document);
});

test('helm uninstall leaves no object', async () => {
  await lab.helm('uninstall', 'app', '--wait');
  const left = async () =>
    lab.kubectl(
      'get',
      'all,configmaps,secrets,serviceaccounts,roles,rolebindings',
      '-l',
      'iter8.tools/group=app',
      '-o',
      'name',
    );
  await until('an end of all objects', async () => ((await left()) === '' ? true : undefined));
  const secrets = await lab.kubectl('get', 'secrets,configmaps', '-o', 'name');
  expect(secrets.split('\n').filter((name) => name !== '' && !name.includes('kube-root-ca.crt'))).toEqual([]);
});

test('inputs that only the engine can refuse are told to whoever waits', async () => {
  await lab.experiment('unfit', ['tasks={http}', 'http.endpoints.a.qps=5', 'runner=job']);
  expect(await finished(lab, 'unfit-1-job')).toBe('Failed');
  const { code, stderr } = await lab.iter8('k', 'assert', '-g', 'unfit', '-c', 'completed', '--timeout', '60s');
  expect(code).toBe(3);
  expect(stderr).toContain('experiment group unfit ended without a result: Job unfit-1-job failed');
  expect(stderr).toContain('exit code 2');
  expect(stderr).toContain('http.endpoints.a.url: missing');
});
