// The cluster fails under a run: its API server, the Secret, the Role; and targets that never answer.
// Runs alone: it stops the API server.
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, type Lab, stopApiServer, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();
const base = ['tasks={http}', 'http.url=http://httpbin/get', 'http.qps=50', 'runner=job'];

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
});

test('an API server that is away for 30 s in the middle costs nothing', async () => {
  await lab.experiment('away', [...base, 'http.duration=50s']);
  await loading(lab, 'away');
  const back = await stopApiServer();
  if (back === undefined) return console.log('left out: this cluster has an API server that cannot be stopped');
  await sleep(30_000);
  await back();
  expect(await finished(lab, 'away-1-job')).toBe('Complete');
  const document = await lab.document('away');
  expect(document?.details?.state).toBe('completed');
  const { sent = 0, stalls: { totalMs = 0 } = {} } = document?.details?.loads[0] ?? {};
  expect(sent).toBeGreaterThanOrEqual(2400 - 0.05 * totalMs); // a generator that the node held up has less to send
});

test('an API server that is away when the run ends gets the result when it is back', async () => {
  await lab.experiment('late', [...base, 'http.duration=12s']);
  await loading(lab, 'late');
  const back = await stopApiServer();
  if (back === undefined) return console.log('left out: this cluster has an API server that cannot be stopped');
  await sleep(30_000);
  await back();
  expect(await finished(lab, 'late-1-job')).toBe('Complete');
  expect((await lab.document('late'))?.details).toMatchObject({ state: 'completed' });
});

test('a Secret that is edited under the run is written whole again by its writer', async () => {
  await lab.experiment('edited', [...base, 'http.duration=20s']);
  await loading(lab, 'edited');
  await lab.kubectl('patch', 'secret', 'edited', '-p', '{"stringData":{"experiment.yaml":"nonsense: ["}}');
  expect(await finished(lab, 'edited-1-job')).toBe('Complete');
  expect((await lab.document('edited'))?.details).toMatchObject({ state: 'completed' });
});

test('a Secret that is deleted for good under the run: the log holds the result', async () => {
  await lab.experiment('deleted', [...base, 'http.duration=15s']);
  await loading(lab, 'deleted');
  await lab.kubectl('delete', 'secret', 'deleted');
  expect(await finished(lab, 'deleted-1-job', 200_000)).toBe('Failed');
  const log = await lab.kubectl('logs', 'job/deleted-1-job');
  expect(log).toContain('UNSAVED');
  expect(log).toMatch(/^result:$/m);
  expect(log).toContain('numCompletedTasks: 1');
  const pod = await lab.kubectl(
    'get',
    'pods',
    '-l',
    'iter8.tools/group=deleted',
    '-o',
    'jsonpath={.items[0].status.containerStatuses[0].state.terminated.exitCode}',
  );
  expect(pod).toBe('3');
});

test('rights that are taken away under the run: the result is in the log, and the message names the right', async () => {
  await lab.experiment('revoked', [...base, 'http.duration=15s']);
  await loading(lab, 'revoked');
  await lab.kubectl('delete', 'role', 'revoked-iter8');
  expect(await finished(lab, 'revoked-1-job', 200_000)).toBe('Failed');
  const log = await lab.kubectl('logs', 'job/revoked-1-job');
  expect(log).toMatch(/patch secrets "revoked"/);
  expect(log).toMatch(/^result:$/m);
});

test('a target that never gets ready: the task fails by its timeout and says what is missing', async () => {
  await lab.kubectl('create', 'deployment', 'never', '--image=registry.invalid/none:1');
  await lab.experiment('unready', [
    'tasks={ready,http}',
    'ready.deploy=never',
    'ready.timeout=5s',
    'http.url=http://never',
    'runner=job',
  ]);
  expect(await finished(lab, 'unready-1-job')).toBe('Failed');
  const { details, result } = (await lab.document('unready')) ?? {};
  expect(result).toMatchObject({ failure: true, numCompletedTasks: 0 });
  expect(details?.steps[0]).toMatchObject({ state: 'failed', error: { code: 'READY' } });
  expect(details?.steps[0]?.error?.message).toMatch(/never.*MinimumReplicasUnavailable/s);
});

test('a target that swallows every packet is measured errors, within the deadline of its requests', async () => {
  // An address among the pods that none of them has: nobody answers there.
  const ip = await lab.kubectl('get', 'pods', '-l', 'app=httpbin', '-o', 'jsonpath={.items[0].status.podIP}');
  await lab.apply(
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'swallows' }, spec: { ports: [{ port: 81 }] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'swallows', labels: { 'kubernetes.io/service-name': 'swallows' } },
      addressType: 'IPv4',
      ports: [{ port: 81 }],
      endpoints: [{ addresses: [ip.replace(/\d+$/, '254')] }],
    },
  );
  await lab.experiment('hole', [
    'tasks={http,assess}',
    'http.url=http://swallows:81/',
    'http.timeout=1s',
    'http.connectTimeout=1s',
    'http.numRequests=10',
    'http.qps=10',
    'assess.SLOs.upper.http/error-count=0',
    'runner=job',
  ]);
  expect(await finished(lab, 'hole-1-job')).toBe('Complete');
  const document = await lab.document('hole');
  expect(document?.details?.loads[0]).toMatchObject({ errors: 10 });
  expect(document?.details?.verdicts).toMatchObject([{ verdict: 'violated' }]);
  const { stdout } = await lab.iter8('k', 'report', '-g', 'hole');
  expect(stdout).toContain('http/error-count <= 0 | false');
});

async function loading(of: Lab, group: string): Promise<void> {
  await until(`the load of ${group}`, async () => {
    const document = await of.document(group);
    return document?.details?.steps[0]?.state === 'running' || undefined;
  });
}
