// `iter8 k log`: which pod's, and when it ends.
import { documentOf } from '../../../runner/store/secret.fixture.ts';
import { removeWorkFolders } from '../iter8.ts';
import { type ApiServer, apiServer } from './api-server.ts';
import { complete, failed, type Group } from './group.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await apiServer();
});
afterAll(async () => {
  await server.stop();
  removeWorkFolders();
});

const log = (group: string, ...more: string[]) => server.k(['log', '-g', group, ...more]);
const write = (pod: string, text: string) => server.cluster.writeLog({ namespace: 'test', pod }, text);

// Two loops, each of a pod of its own; names in the order of the alphabet would mislead.
function twoLoops(name: string): Group {
  const group = server.group(name);
  const cronJob = group.cronJob('* * * * *');
  const [first, second] = [`${name}-z`, `${name}-a`];
  for (const [pod, minute] of [
    [first, '00'],
    [second, '01'],
  ] as const) {
    const metadata = { creationTimestamp: `2023-01-11T14:${minute}:00Z` };
    group.pod(pod, group.job(`${pod}-job`, complete, cronJob), { phase: 'Succeeded' }, metadata);
    write(pod, `this is ${pod}\n`);
  }
  const document = documentOf(2, 'completed');
  const pods = [first, second].map((pod, index) => ({ loop: index + 1, pod }));
  group.save({ ...document, ...(document.details && { details: { ...document.details, pods } }) });
  return group;
}

test('is that of the latest pod, on stdout', async () => {
  twoLoops('latest');
  expect(await log('latest')).toEqual({
    code: 0,
    stdout: 'this is latest-a\n',
    stderr: expect.stringContaining('inited Helm config'),
  });
});

test('is that of the pod of a loop, where one is given', async () => {
  twoLoops('earlier');
  const [first, second] = await Promise.all(['1', '2'].map((loop) => log('earlier', '--loop', loop)));
  expect([first?.stdout, second?.stdout]).toEqual(['this is earlier-z\n', 'this is earlier-a\n']);
});

test('of a loop whose pod is gone, or that never was, is told as missing: exit code 2', async () => {
  const group = twoLoops('gone');
  await group.removePod('gone-z');
  const [first, seventh] = await Promise.all(['1', '7'].map((loop) => log('gone', '--loop', loop)));
  expect([first?.code, first?.stdout, seventh?.code]).toEqual([2, '', 2]);
  expect(first?.stderr).toContain('experiment group gone has no pod of loop 1: Job gone-');
  expect(seventh?.stderr).toContain('has no pod of loop 7');
});

test('of a group whose Job has no pod says so: exit code 2', async () => {
  server.group('podless').job('podless-1-job');
  const { code, stderr } = await log('podless');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('experiment group podless has no pod: Job podless-1-job has no pod yet'),
  ]);
});

test('of a pod that has not started says what it waits for: exit code 2', async () => {
  const group = server.group('pulling');
  const waiting = { name: 'iter8', state: { waiting: { reason: 'ErrImagePull', message: 'no such image' } } };
  group.pod('pulling-pod', group.job('pulling-1-job'), { phase: 'Pending', containerStatuses: [waiting] });
  const message = 'container "iter8" in pod "pulling-pod" is waiting to start: trying and failing to pull image';
  server.cluster.fail({ resource: 'pods/log', name: 'pulling-pod' }, { status: 400, reason: 'BadRequest', message });
  const { code, stderr } = await log('pulling');
  expect(code).toBe(2);
  expect(stderr).toContain(
    'experiment group pulling has no log yet: Job pulling-1-job is running: pod pulling-pod is waiting: ErrImagePull: no such image',
  );
});

test('that is followed comes line by line, and ends with the pod', async () => {
  const group = server.group('followed');
  group.pod('followed-pod', group.job('followed-1-job'));
  write('followed-pod', 'first\n');
  const { child, ended } = server.start(['log', '-f', '-g', 'followed']);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  write('followed-pod', 'second\n');
  server.cluster.endLog({ namespace: 'test', pod: 'followed-pod' });
  expect(await ended).toMatchObject({ code: 0, stdout: 'first\nsecond\n' });
});

test('that is followed waits for the pod, and says for what', async () => {
  const group = server.group('coming');
  const { ended, stderrHas } = server.start(['log', '-f', '-g', 'coming']);
  await stderrHas('experiment group coming has no pod: it has no Job');
  group.pod('coming-pod', group.job('coming-1-job'));
  write('coming-pod', 'here\n');
  server.cluster.endLog({ namespace: 'test', pod: 'coming-pod' });
  const { code, stdout, stderr } = await ended;
  expect([code, stdout]).toEqual([0, 'here\n']);
  expect(stderr).toContain('experiment group coming has no pod: it has no Job');
});

test('that is followed does not wait for a pod of a Job that has ended', async () => {
  const group = server.group('past');
  group.job('past-1-job', failed('DeadlineExceeded'));
  const { code, stderr } = await log('past', '-f');
  expect(code).toBe(2);
  expect(stderr).toContain('experiment group past has no pod: Job past-1-job failed');
});

test('keeps characters whole that come in parts', async () => {
  const group = server.group('umlaut');
  group.pod('umlaut-pod', group.job('umlaut-1-job'));
  const bytes = new TextEncoder().encode('größer\n');
  const stop = server.intercept((request, response) => {
    if (!request.url?.includes('/umlaut-pod/log')) return false;
    response.write(bytes.slice(0, 3));
    setTimeout(() => response.end(bytes.slice(3)), 50);
    return true;
  });
  const { stdout } = await log('umlaut');
  stop();
  expect(stdout).toBe('größer\n');
});

test('that is followed ends with a signal: exit code 130', async () => {
  const group = server.group('endless');
  group.pod('endless-pod', group.job('endless-1-job'));
  write('endless-pod', 'first\n');
  const { child, ended } = server.start(['log', '-f', '-g', 'endless']);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130, stdout: 'first\n' });
});

test('needs permission to list Jobs, CronJobs and pods, and says so: exit code 6', async () => {
  server.group('unseen');
  const permit = server.forbid(({ url }) => url.pathname.endsWith('/pods'));
  const { code, stderr } = await log('unseen');
  permit();
  expect([code, stderr]).toEqual([
    6,
    expect.stringContaining('Jobs, CronJobs and pods in namespace test cannot be listed'),
  ]);
});
