// `iter8 k run`, as the pods of the chart do: what it needs, what it writes, and how it ends.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { removeWorkFolders, workFolder } from '../iter8.ts';
import { type ApiServer, apiServer } from './api-server.ts';
import { documentIn } from './group.ts';

let server: ApiServer;
let target: Server;
let url: string;
const seen: IncomingHttpHeaders[] = [];
beforeAll(async () => {
  server = await apiServer();
  target = createServer(({ headers }, response) => {
    seen.push(headers);
    response.end('OK');
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  target.close();
  target.closeAllConnections();
  await server.stop();
  removeWorkFolders();
});

type Values = Record<string, unknown>;

const load = (more: Values = {}): Values => ({ tasks: ['http'], http: { url, numRequests: 10, qps: 100, ...more } });
const podOf = (name: string) => ({ POD_NAME: `${name}-pod`, POD_UID: `uid-of-${name}-pod` });

function written(values: Values): string {
  const file = path.join(workFolder(), 'values.yaml');
  writeFileSync(file, JSON.stringify(values));
  return file;
}

interface Pod {
  values?: Values;
  flags?: string[];
  owner?: string;
  env?: Record<string, string>;
}

function startPod(name: string, { values = load(), flags = [], owner = `job/${name}-1-job`, env = podOf(name) }: Pod) {
  return server.start(['run', '-g', name, '--values', written(values), '--owner', owner, ...flags], { env });
}

// The chart's Secret and Job, and a pod of it.
function jobOf(name: string): KubeObject {
  server.group(name);
  return server.cluster.put(
    { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'test', name: `${name}-1-job` },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: `${name}-1-job`, creationTimestamp: '2023-01-11T14:43:45Z' },
    },
  );
}

async function runPod(name: string, pod: Pod = {}) {
  const job = jobOf(name);
  return { job, ...(await startPod(name, pod).ended) };
}

const secretOf = (name: string) =>
  server.cluster.peek({ group: '', version: 'v1', resource: 'secrets', namespace: 'test', name });
const documentOf = (name: string) => documentIn(secretOf(name));

describe('the result', () => {
  test('belongs to its Job: identity, start time, revision and pod; the role of the writer is given back', async () => {
    const group = server.group('whole');
    const job = jobOf('whole');
    group.revision(3);
    const { code, stdout, stderr } = await startPod('whole', {
      flags: ['--revision', '3'],
      env: { ...podOf('whole'), JOB_UID: job.metadata.uid ?? '' },
    }).ended;
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('task 1: http: completed');
    const document = group.document();
    expect(document?.result).toMatchObject({
      startTime: expect.stringMatching(/^2023-01-11T14:43:45/),
      numLoops: 1,
      numCompletedTasks: 1,
      failure: false,
      revision: 3,
    });
    expect(document?.details).toMatchObject({
      state: 'completed',
      identity: { owner: job.metadata.uid },
      pods: [{ loop: 1, pod: 'whole-pod' }],
      loads: [{ sent: 10 }],
    });
    const { annotations } = secretOf('whole')?.metadata ?? {};
    expect(annotations).toMatchObject({ 'iter8.tools/writer': 'whole-pod/uid-of-whole-pod' });
    expect(annotations).not.toHaveProperty(['iter8.tools/heartbeat']);
  });

  test('of a CronJob gets a loop more with each of its pods, and none is lost', async () => {
    const group = server.group('cron');
    const uid = group.cronJob('* * * * *').metadata.uid;
    const owner = 'cronjob/cron-1-cronjob';
    const values = load();
    for (const pod of ['one', 'two']) {
      const env = { ...podOf(pod), JOB_UID: `uid-of-the-job-of-${pod}` };
      expect((await startPod('cron', { owner, values, env }).ended).code).toBe(0);
    }
    const document = group.document();
    expect(document?.result).toMatchObject({ numLoops: 2, failure: false });
    expect(document?.details).toMatchObject({ identity: { owner: uid }, loop: 2, loops: [1, 2] });
    expect(document?.details?.pods).toEqual([
      { loop: 1, pod: 'one-pod' },
      { loop: 2, pod: 'two-pod' },
    ]);
    expect(document?.result?.insights?.nonHistMetricValues[0]?.['http/request-count']).toEqual([10, 10]);
  });

  describe('of a Job that was made again', () => {
    // As Argo CD does when somebody deletes the Job.
    async function madeAgain(group: string, values: Values) {
      const { job } = await runPod(group, { values });
      const [before, sent] = [documentOf(group), seen.length];
      const ref = { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'test', name: job.metadata.name };
      await server.cluster.delete(ref);
      const { resourceVersion: _, uid: __, ...metadata } = job.metadata;
      const { uid } = server.cluster.put(ref, { ...job, metadata }).metadata;
      const { code, stderr } = await startPod(group, { values }).ended;
      return { uid, code, stderr, before, sent: seen.length - sent };
    }

    test('stays, where AutoX had launched it: nothing is sent, and the result is that of the new Job', async () => {
      const { uid, code, stderr, before, sent } = await madeAgain('autox-shop-iter8', load());
      expect([code, sent]).toEqual([0, 0]);
      expect(stderr).toContain('this experiment has run already, and its Job was made again');
      const after = documentOf('autox-shop-iter8');
      expect(after?.result).toEqual(before?.result);
      expect(after?.details?.identity).toEqual({ owner: uid, spec: before?.details?.identity.spec });
    });

    test('that had failed fails again', async () => {
      const failing = { tasks: ['ready', 'http'], ready: { service: 'nowhere', timeout: '100ms' }, http: load().http };
      const { code, sent } = await madeAgain('autox-broken-iter8', failing);
      expect([code, sent]).toEqual([3, 0]);
    });

    test('is replaced, where somebody else had: there a Job that is made again is to run again', async () => {
      const { uid, sent } = await madeAgain('of-argo', load());
      expect([sent, documentOf('of-argo')?.details?.identity.owner]).toEqual([10, uid]);
    });
  });

  test('is saved when the pod is told to stop: exit code 130', async () => {
    jobOf('stopped');
    const { child, ended, stderrHas } = startPod('stopped', { values: load({ numRequests: 100_000 }) });
    await stderrHas('task 1: http: started');
    await sleep(400);
    child.kill('SIGTERM');
    const asked = performance.now();
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining('interrupted: what was measured until then is kept')]);
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(documentOf('stopped')?.details).toMatchObject({ state: 'interrupted', loads: [{ partial: true }] });
  });
});

describe('failJobOn says which end of an experiment is a failure of the Job', () => {
  const failing = { tasks: ['ready'], ready: { service: 'nowhere', timeout: '100ms' } };
  const violating = () => ({
    ...load(),
    tasks: ['http', 'assess'],
    assess: { SLOs: { upper: { 'http/request-count': 1 } } },
  });

  test.each([
    ['a task failed', () => failing, { none: 0, failure: 3, slos: 3 }, 'STEP: '],
    [
      'an SLO is violated',
      violating,
      { none: 0, failure: 0, slos: 4 },
      'level=warning msg=SLO http/request-count <= 1 is violated: the value is 10',
    ],
  ] as const)('%s', async (what, values, expected, said) => {
    const ran = await Promise.all(
      Object.keys(expected).map(async (failJobOn) => {
        const name = `${what.replace(/\W/g, '-').toLowerCase()}-${failJobOn}`;
        return { failJobOn, ...(await runPod(name, { values: values(), flags: ['--failJobOn', failJobOn] })) };
      }),
    );
    expect(Object.fromEntries(ran.map(({ failJobOn, code }) => [failJobOn, code]))).toEqual(expected);
    expect(ran.at(-1)?.stderr).toContain(said);
  });
});

describe('secrets', () => {
  const values = () => load({ headers: { authorization: `Bearer $\{secret:api}` } });

  // As the kubelet mounts a Secret: links that all change at once.
  function mounted(key: string, value: string): string {
    const folder = workFolder();
    mkdirSync(path.join(folder, '..2023_01_11'));
    writeFileSync(path.join(folder, '..2023_01_11', key), value);
    symlinkSync('..2023_01_11', path.join(folder, '..data'));
    symlinkSync(path.join('..data', key), path.join(folder, key));
    return folder;
  }

  test('come from mounted folders, and are in no log and no result', async () => {
    const folders = ['--secrets', mounted('other', 'x'), '--secrets', mounted('api', 'canary-93c\n')];
    const { code, stdout, stderr } = await runPod('secret', { values: values(), flags: [...folders, '-l', 'debug'] });
    expect(code).toBe(0);
    expect(seen.at(-1)?.authorization).toBe('Bearer canary-93c');
    expect(documentOf('secret')?.details?.state).toBe('completed');
    expect(stdout + stderr + JSON.stringify(documentOf('secret'))).not.toContain('canary-93c');
  });

  test('that are in none of them are told before anything is sent: exit code 2', async () => {
    const [one, other] = [mounted('other', 'x'), path.join(workFolder(), 'not-mounted')];
    const before = seen.length;
    const { code, stderr } = await runPod('keyless', {
      values: values(),
      flags: ['--secrets', one, '--secrets', other],
    });
    expect([code, seen.length]).toEqual([2, before]);
    expect(stderr).toContain(`there is no secret api in ${one} or ${other}`);
  });
});

describe('a pod that cannot run, or may not, says why and writes nothing', () => {
  test.each<[string, Pod, number, string]>([
    ['without an owner', { owner: '' }, 2, '--owner is job/NAME or cronjob/NAME, not ""'],
    [
      'whose owner is gone',
      { owner: 'cronjob/nightly-1-cronjob' },
      2,
      'there is no cronjob nightly-1-cronjob in namespace test: it was deleted',
    ],
    ['that is no pod', { env: {} }, 2, 'POD_NAME and POD_UID are not set: iter8 k run is for pods of the iter8 chart'],
    [
      'of a Job that was made anew',
      { env: { ...podOf('refused'), JOB_UID: 'another' } },
      3,
      'this pod belongs to the one before',
    ],
    [
      'of an older revision',
      { flags: ['--revision', '0'] },
      3,
      'this pod is of revision 0 of experiment group refused, and revision 1 has replaced it',
    ],
    ['whose values are wrong', { values: load({ qqps: 5 }) }, 2, 'http.qqps: unknown input'],
    [
      'without values',
      { flags: ['--values', '/nowhere/values.yaml'] },
      2,
      '/nowhere/values.yaml cannot be read: it does not exist',
    ],
  ])('%s', async (_, pod, code, said) => {
    const ran = await runPod('refused', pod);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(said)]);
    expect(documentOf('refused')).toBeUndefined();
  });
});
