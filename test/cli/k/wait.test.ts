// `iter8 k assert --timeout`: waits by watching, and ends as soon as it is certain.
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Document, RunState } from '../../../runner/model/document.ts';
import { documentOf } from '../../../runner/store/secret.fixture.ts';
import { eventually } from '../../steady.ts';
import { removeWorkFolders } from '../iter8.ts';
import { type ApiServer, apiServer, type Rule } from './api-server.ts';
import { complete, container, failed, runningIn, sample } from './group.ts';

const starts: (() => void)[] = [];
let server: ApiServer;
beforeAll(async () => {
  server = await apiServer();
  for (const start of starts) start();
});
afterAll(async () => {
  await server.stop();
  removeWorkFolders();
});

const startOn = (on: ApiServer, group: string, ...more: string[]) =>
  on.start(['assert', '-g', group, '-c', 'completed', '--timeout', '60s', ...more]);
const start = (group: string, ...more: string[]) => startOn(server, group, ...more);
const document = (state: RunState): Document => ({ ...documentOf(1, state), spec: [] });

const runningGroup = (name: string, on: ApiServer = server) => runningIn(on.group(name));

describe('ends within a second of the change', () => {
  const rules: Record<string, Rule> = {
    'by watching': () => false,
    'where Jobs and pods may not be listed': ({ url, isWatch }) =>
      !isWatch && /\/(jobs|cronjobs|pods)$/.test(url.pathname),
    'or as soon as it looks again, where watching is forbidden': ({ isWatch }) => isWatch,
    'or as soon as it looks again, where all but the Secret is': ({ url }) => !url.pathname.endsWith('/secrets/g'),
  };
  const outcomes = inBackground(rules, outcomeWith);

  test.each(Object.entries(rules))('%s', async (name, rule) => {
    let tries = 0;
    await eventually(3, async () => {
      const { code, stderr, lateMs } = await (tries++ === 0 ? outcomes(name) : outcomeWith(rule));
      expect([code, stderr]).toEqual([0, expect.stringContaining('all conditions were satisfied')]);
      expect(lateMs).toBeLessThan(name.startsWith('or') ? 3000 : 1000);
    });
  });

  async function outcomeWith(rule: Rule) {
    const own = await apiServer();
    own.forbid(rule);
    const { save } = runningGroup('g', own);
    const { ended, stderrHas } = startOn(own, 'g');
    await stderrHas('waiting up to 60s for completed');
    await sleep(500);
    save('completed');
    const changed = performance.now();
    const ran = await ended;
    await own.stop();
    return { ...ran, lateMs: performance.now() - changed };
  }
});

test('waits for a group that is not there yet, says so once, and ends with its result', async () => {
  const { ended, stderrHas } = start('later');
  await stderrHas('there is no experiment group later');
  const group = server.group('later');
  group.save(document('completed'));
  const { code, stderr } = await ended;
  expect([code, stderr.split('there is no experiment group later').length]).toEqual([0, 2]);
});

test('ends with 3 as soon as the Job ended without a result', async () => {
  let tries = 0;
  await eventually(3, async () => {
    const name = `unfit${tries++}`;
    const group = server.group(name);
    const job = group.job(`${name}-1-job`);
    group.pod(`${name}-pod`, job);
    const { ended, stderrHas } = start(name);
    await stderrHas(`Job ${name}-1-job is running: pod ${name}-pod is Running`);
    group.pod(`${name}-pod`, job, container('Failed', { terminated: { exitCode: 2, message: 'INPUT: wrong' } }));
    group.job(`${name}-1-job`, failed('BackoffLimitExceeded'));
    const changed = performance.now();
    const { code, stderr } = await ended;
    expect(performance.now() - changed).toBeLessThan(1000);
    expect(code).toBe(3);
    expect(stderr).toContain(
      `ended without a result: Job ${name}-1-job failed (BackoffLimitExceeded): pod ${name}-pod ended with exit code 2 (INPUT: wrong)`,
    );
  });
});

test('ends with 4 as soon as the pod of an unfinished run is gone', async () => {
  const { group } = runningGroup('evicted');
  const { ended, stderrHas } = start('evicted');
  await stderrHas('waiting up to');
  await group.removePod('evicted-pod');
  group.job('evicted-1-job', failed('PodFailurePolicy', 'the pod was evicted'));
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([
    4,
    expect.stringContaining('Job evicted-1-job failed (PodFailurePolicy: the pod was evicted)'),
  ]);
});

test('ends with 4 at once where the conditions can no longer hold', async () => {
  const { save } = runningGroup('bad');
  save('failed');
  const begun = performance.now();
  expect((await start('bad').ended).code).toBe(4);
  expect(performance.now() - begun).toBeLessThan(20_000); // of 60 s
});

test('ends with 5 when time is up, with what it waited for', async () => {
  runningGroup('slow');
  server.group('mute').job('mute-1-job');
  const [slow, mute] = await Promise.all(['slow', 'mute'].map((name) => start(name, '--timeout', '300ms').ended));
  expect([slow?.code, slow?.stderr]).toEqual([5, expect.stringContaining('timed out waiting for the conditions')]);
  expect([mute?.code, mute?.stderr]).toEqual([
    5,
    expect.stringContaining('timed out: experiment group mute has no result yet: Job mute-1-job has no pod yet'),
  ]);
});

test('goes on over a loop that violates SLOs until the next one satisfies them, where a CronJob makes more', async () => {
  const group = server.group('nightly');
  const cronJob = group.cronJob('* * * * *');
  group.job('nightly-1', complete, cronJob);
  group.save(sample('two-versions'));
  const { ended, stderrHas } = start('nightly', '-c', 'slos');
  await stderrHas('waiting up to');
  await sleep(300);
  group.save(sample('http-endpoints'));
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([0, expect.stringContaining('SLOs are satisfied')]);
});

test('does not take the result of before an upgrade for that of after it', async () => {
  const { group, save } = runningGroup('upgraded');
  save('completed');
  group.revision(2);
  const { ended, stderrHas } = start('upgraded');
  await stderrHas('has no result of revision 2 yet');
  const { result, ...rest } = document('completed');
  group.save({ spec: rest.spec, ...(result && { result: { ...result, revision: 2 } }) });
  expect((await ended).code).toBe(0);
});

test('does not take the result of a Job for that of one that was made anew under its name', async () => {
  const { group, save } = runningGroup('remade');
  save('completed');
  await server.cluster.delete({
    group: 'batch',
    version: 'v1',
    resource: 'jobs',
    namespace: 'test',
    name: 'remade-1-job',
  });
  group.job('remade-1-job');
  const { ended, stderrHas } = start('remade');
  await stderrHas('has no result of the Job that is there now yet');
  runningGroup('remade').save('completed');
  expect((await ended).code).toBe(0);
});

test('a signal ends it with 130', async () => {
  runningGroup('stopped');
  const { child, ended, stderrHas } = start('stopped');
  await stderrHas('waiting up to');
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});

describe('an API server that is away is waited for by who had an answer before', () => {
  const status = (code: number, message: string): RequestListener => {
    const said = JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Unknown', message });
    const headers = { 'content-type': 'application/json', 'retry-after': '60' };
    return (_, response) => void response.writeHead(code, headers).end(said);
  };
  const outages: Record<string, { answer: RequestListener; words: string }> = {
    'where something else answers for it': {
      answer: (_, response) => void response.end('<html>maintenance</html>'),
      words: 'with what no API server says',
    },
    'where it says that it is starting': { answer: status(503, 'not there yet'), words: 'not there yet' },
    'where it has not read its Roles yet': { answer: status(403, 'no Roles yet'), words: 'no Roles yet' },
  };
  const outcomes = inBackground(outages, outcomeAfter);

  test.each(Object.keys(outages))('%s', async (name) => {
    const { code, stderr } = await outcomes(name);
    expect([code, stderr]).toEqual([0, expect.stringContaining(outages[name]?.words ?? '')]);
  });

  async function outcomeAfter({ answer }: { answer: RequestListener }) {
    const own = await apiServer();
    own.forbid(({ isWatch }) => isWatch);
    const { save } = runningGroup('g', own);
    const { ended, stderrHas } = startOn(own, 'g');
    await stderrHas('waiting up to');
    await sleep(300);
    const recover = own.outage(answer);
    await sleep(2300);
    save('completed');
    recover();
    const ran = await ended;
    await own.stop();
    return ran;
  }
});

describe('an API server that refuses connections', () => {
  const outcomes = inBackground({ report: ['report'] }, async (args) => {
    const gone = await apiServer();
    await gone.stop();
    const begun = performance.now();
    const ran = await gone.k(args);
    return { ...ran, tookMs: performance.now() - begun };
  });

  test('is told after some seconds: exit code 6', async () => {
    const { code, stderr, tookMs } = await outcomes('report');
    expect([code, stderr]).toEqual([
      6,
      expect.stringMatching(/cannot be reached: the connection was refused[\s\S]*UNREACHABLE: /),
    ]);
    expect(tookMs).toBeLessThan(20_000); // eight, and what the start of Node takes; a call may take thirty
  });
});

// What has to wait does so while the tests before it run.
function inBackground<Case, Outcome>(cases: Record<string, Case>, run: (one: Case) => Promise<Outcome>) {
  const outcomes = new Map<string, Promise<Outcome>>();
  starts.push(() => {
    for (const [name, one] of Object.entries(cases)) {
      const outcome = run(one);
      outcome.catch(() => {}); // told by the test that asks for it
      outcomes.set(name, outcome);
    }
  });
  return (name: string) => {
    const outcome = outcomes.get(name);
    if (outcome === undefined) throw new Error(`there is no case ${name}`);
    return outcome;
  };
}
