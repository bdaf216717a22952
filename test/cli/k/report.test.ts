// `iter8 k report` and `k assert` that look once: what there is, and where there is nothing, why.
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { documentOf } from '../../../runner/store/secret.fixture.ts';
import { messages, removeWorkFolders, workFolder } from '../iter8.ts';
import { type ApiServer, apiServer } from './api-server.ts';
import { complete, container, failed, type Group, sample, writtenBy } from './group.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await apiServer();
});
afterAll(async () => {
  await server.stop();
  removeWorkFolders();
});

const report = (group: string, ...more: string[]) => server.k(['report', '-g', group, ...more]);
const assert = (group: string, ...more: string[]) => server.k(['assert', '-g', group, '-c', 'completed', ...more]);
const errors = (stderr: string) => messages(stderr).map((line) => line.replace(/^level=\S+ msg=/, ''));

test.each([
  ['none', '', 'no cluster is known: there is no kubeconfig'],
  ['one that is not there', '/nowhere/config', '/nowhere/config'],
])('with a kubeconfig that is %s it ends with exit code 2', async (_, KUBECONFIG, said) => {
  const env = { KUBECONFIG, HOME: workFolder() };
  const { code, stdout, stderr } = await server.k(['report'], { env });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
  expect(stderr).toContain('KUBECONFIG: name a cluster with --kubeconfig');
});

describe('a group that is not there', () => {
  test('ends with exit code 2 and names those that are', async () => {
    for (const name of ['shop', 'books']) server.group(name);
    for (const ran of await Promise.all([report('shopp'), assert('shopp'), server.k(['log', '-g', 'shopp'])])) {
      expect([ran.code, ran.stdout]).toEqual([2, '']);
      expect(errors(ran.stderr)).toEqual([
        'inited Helm config',
        expect.stringMatching(/^there is no experiment group shopp in namespace test; there are .*books.*, shop/),
        expect.stringMatching(/^GROUP: /),
      ]);
    }
  });

  test('says where the namespace has none', async () => {
    const { code, stderr } = await report('shop', '-n', 'empty');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('no experiment group shop in namespace empty; there is none'),
    ]);
  });
});

describe('a group without a result ends with why, and exit code 2, or 3 where there will be none', () => {
  const running = (group: Group, status: Record<string, unknown>) =>
    group.pod(`${group.name}-pod`, group.job(`${group.name}-1-job`), status);
  const unscheduled = [
    { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' },
  ];

  test.each<[string, (group: Group) => unknown, number, string]>([
    ['no Job', () => undefined, 2, 'it has no Job: runner is none, or the Job was deleted'],
    [
      'CronJob before its first tick',
      (group) => group.cronJob('*/5 * * * *'),
      2,
      'its CronJob (*/5 * * * *) has not started a Job yet',
    ],
    ['Job without a pod', (group) => group.job('podless-1-job'), 2, 'Job podless-1-job has no pod yet'],
    [
      'pod that fits nowhere',
      (group) => running(group, { phase: 'Pending', conditions: unscheduled }),
      2,
      'Job NAME-1-job is running: pod NAME-pod is not scheduled: Unschedulable: 0/3 nodes are available',
    ],
    [
      'image that cannot be pulled',
      (group) =>
        running(group, container('Pending', { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } })),
      2,
      'Job NAME-1-job is running: pod NAME-pod is waiting: ImagePullBackOff: no such image',
    ],
    [
      'pod that has just started',
      (group) => running(group, container('Running', { running: {} })),
      2,
      'pod NAME-pod is Running',
    ],
    [
      'pod out of memory',
      (group) => {
        const job = group.job(`${group.name}-1-job`, failed('BackoffLimitExceeded', 'it has reached its limit'));
        const terminated = { exitCode: 137, reason: 'OOMKilled' };
        group.pod(`${group.name}-pod`, job, container('Failed', { terminated }));
      },
      3,
      'Job NAME-1-job failed (BackoffLimitExceeded: it has reached its limit): pod NAME-pod ended with exit code 137 (OOMKilled)',
    ],
    [
      'pod that said why',
      (group) => {
        const job = group.job(`${group.name}-1-job`, failed('BackoffLimitExceeded'));
        const terminated = { exitCode: 2, reason: 'Error', message: 'INPUT: http.url is missing\n' };
        group.pod(`${group.name}-pod`, job, container('Failed', { terminated }));
      },
      3,
      'pod NAME-pod ended with exit code 2 (Error: INPUT: http.url is missing)',
    ],
    [
      'Job past its deadline',
      (group) => group.job(`${group.name}-1-job`, failed('DeadlineExceeded', 'active longer than specified')),
      3,
      'Job NAME-1-job failed (DeadlineExceeded: active longer than specified)',
    ],
    [
      'Job that completed',
      (group) => group.job('mute-1-job', complete),
      3,
      'ended without a result: Job mute-1-job has completed',
    ],
  ])('%s', async (what, arrange, code, why) => {
    const group = server.group(what.replace(/\W/g, '-').toLowerCase());
    arrange(group);
    const { stdout, stderr, ...ran } = await report(group.name);
    expect([ran.code, stdout]).toEqual([code, '']);
    expect(stderr).toContain(`level=error msg=experiment group ${group.name}`);
    expect(stderr).toContain(why.replaceAll('NAME', group.name));
  });

  test('assert tells it in the same words', async () => {
    const group = server.group('same');
    running(group, { phase: 'Pending', conditions: unscheduled });
    const [reported, asserted] = await Promise.all([report('same'), assert('same')]);
    expect([asserted.code, errors(asserted.stderr)]).toEqual([2, errors(reported.stderr)]);
    group.job('same-1-job', failed('BackoffLimitExceeded'));
    const [over, ended] = await Promise.all([report('same'), assert('same')]);
    expect([ended.code, errors(ended.stderr)]).toEqual([3, errors(over.stderr)]);
  });

  test('of a CronJob whose loop failed goes on: exit code 2', async () => {
    const group = server.group('ticking');
    group.job('ticking-1-cronjob-1', failed('BackoffLimitExceeded'), group.cronJob('* * * * *'));
    const { code, stderr } = await report('ticking');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Job ticking-1-cronjob-1 failed')]);
  });
});

describe('a result', () => {
  test('is reported as a local one is, and judged', async () => {
    server.group('good').save(sample('http-endpoints'));
    const [reported, asserted] = await Promise.all([
      report('good'),
      server.k(['assert', '-g', 'good', '-c', 'completed', '-c', 'nofailure', '-c', 'slos']),
    ]);
    expect([reported.code, reported.stdout]).toEqual([0, expect.stringContaining('Experiment completed: true')]);
    expect(asserted.code).toBe(0);
    expect(messages(asserted.stderr)).toEqual(
      [
        'inited Helm config',
        'experiment completed',
        'experiment has no failure',
        'SLOs are satisfied',
        'all conditions were satisfied',
      ].map((line) => `level=info msg=${line}`),
    );
  });

  test('is a page, too, that names its group', async () => {
    server.group('good').save(sample('two-versions'));
    const { code, stdout } = await report('good', '-o', 'html');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^<!doctype html>\n/)]);
    expect(stdout).toContain('<title>Fail: Iter8 report of group good</title>');
  });

  test('needs no more than permission to get its Secret', async () => {
    const permit = server.forbid(({ method, url }) => method !== 'GET' || !url.pathname.endsWith('/secrets/good'));
    server.group('good').save(sample('http-endpoints'));
    const [reported, asserted, empty] = await Promise.all([report('good'), assert('good'), report('goody')]);
    permit();
    expect([reported.code, asserted.code]).toEqual([0, 0]);
    expect([empty.code, empty.stderr]).toEqual([6, expect.stringContaining('FORBIDDEN: ')]);
  });

  test.each<[string, () => ReturnType<typeof sample>, string, number]>([
    ['that failed', () => sample('failed'), 'nofailure', 4],
    ['whose SLOs are violated', () => sample('two-versions'), 'slos', 4],
    ['that goes on', () => documentOf(1, 'running'), 'completed', 4],
    ['that was interrupted', () => documentOf(1, 'interrupted'), 'completed', 4],
  ])('%s is reported with exit code 0; assert ends with its own', async (what, document, condition, code) => {
    const group = server.group(what.toLowerCase().replace(/\W/g, '-'));
    const pod = group.pod(`${group.name}-pod`, group.job(`${group.name}-1-job`));
    group.save(mine(document(), group), writtenBy(pod));
    const [reported, asserted] = await Promise.all([
      report(group.name),
      server.k(['assert', '-g', group.name, '-c', condition]),
    ]);
    expect([reported.code, reported.stdout]).toEqual([0, expect.stringContaining('Experiment summary')]);
    expect([asserted.code, asserted.stderr]).toEqual([code, expect.stringContaining('assert conditions failed')]);
  });

  test('that says it is running while its pod is gone is told as ended, with why', async () => {
    const group = server.group('killed');
    const job = group.job('killed-1-job', failed('BackoffLimitExceeded'));
    const pod = group.pod('killed-pod', job, container('Failed', { terminated: { exitCode: 137, reason: 'Evicted' } }));
    group.save(mine(documentOf(1, 'running'), group), writtenBy(pod));
    const [reported, asserted] = await Promise.all([report('killed'), assert('killed', '--timeout', '60s')]);
    expect([reported.code, reported.stdout]).toEqual([0, expect.stringContaining('its process is gone')]);
    for (const { stderr } of [reported, asserted]) expect(stderr).toContain('ended with exit code 137 (Evicted)');
    expect([asserted.code, asserted.stderr]).toEqual([4, expect.stringContaining('the run ended without finishing')]);
  });

  test('that cannot be understood is left as it is: exit code 2', async () => {
    const group = server.group('torn');
    const data = { 'experiment.yaml': Buffer.from('spec: [').toString('base64') };
    const ref = { group: '', version: 'v1', resource: 'secrets', namespace: 'test', name: 'torn' };
    server.cluster.put(ref, { ...group.secret(), data });
    const { code, stderr } = await report('torn');
    expect([code, stderr]).toEqual([2, expect.stringContaining('DOCUMENT_CORRUPT: ')]);
  });
});

describe('a result of what was installed before', () => {
  test('is reported with a warning, and not judged', async () => {
    const group = server.group('upgraded');
    const job: KubeObject = group.job('upgraded-1-job', complete);
    group.save({ ...mine(documentOf(1, 'completed'), group), spec: [] });
    expect((await assert('upgraded')).code).toBe(0);
    group.revision(2);
    await server.cluster.delete({
      group: 'batch',
      version: 'v1',
      resource: 'jobs',
      namespace: 'test',
      name: job.metadata.name,
    });
    group.job('upgraded-2-job');
    const [reported, asserted] = await Promise.all([report('upgraded'), assert('upgraded')]);
    const why = 'experiment group upgraded has no result of revision 2 yet: Job upgraded-2-job has no pod yet';
    expect([reported.code, reported.stdout]).toEqual([0, expect.stringContaining('Experiment completed: true')]);
    expect(reported.stderr).toContain(`level=warning msg=${why}; this is the result of what was installed before`);
    expect([asserted.code, asserted.stderr]).toEqual([2, expect.stringContaining(`level=error msg=${why}`)]);
  });
});

// The first Job of the group, where there is one, is the owner of the result.
function mine(document: ReturnType<typeof sample>, { name }: Group): ReturnType<typeof sample> {
  const ref = { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'test', name: `${name}-1-job` };
  const owner = server.cluster.peek(ref)?.metadata.uid ?? '';
  const { details } = document;
  return details === undefined ? document : { ...document, details: { ...details, identity: { owner, spec: 'x' } } };
}
