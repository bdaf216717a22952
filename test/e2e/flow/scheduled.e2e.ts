// A CronJob: loops count up in one document, and each one starts clean.
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();

const values = [
  'tasks={http,assess}',
  'http.numRequests=20',
  'http.qps=50',
  'http.url=http://httpbin/get',
  'assess.SLOs.upper.http/error-count=0',
  'runner=cronjob',
  'cronjobSchedule=*/1 * * * *',
];

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
  await lab.experiment('cron', values);
});

const loops = async () => (await lab.document('cron'))?.result?.numLoops ?? 0;
const settled = (loop: number) =>
  until(`loop ${loop}`, async () => {
    const document = await lab.document('cron');
    return document?.result?.numLoops === loop && document.details?.state !== 'running' ? document : undefined;
  });

async function loopByHand(name: string): Promise<'Complete' | 'Failed'> {
  await lab.kubectl('create', 'job', name, '--from=cronjob/cron-1-cronjob');
  return finished(lab, name);
}

test('the schedule starts loops, and the result is one document', async () => {
  await until('two ticks', async () => ((await loops()) >= 2 ? true : undefined), 180_000);
  await lab.kubectl('patch', 'cronjob', 'cron-1-cronjob', '-p', '{"spec":{"suspend":true}}');
  await until('an end of the loops under way', async () => {
    const active = await lab.kubectl('get', 'jobs', '-o', 'jsonpath={.items[*].status.active}');
    return active === '' || undefined;
  });
  const document = await settled(await loops());
  const counts = document.result?.insights?.nonHistMetricValues[0]?.['http/request-count'];
  expect(counts).toEqual(Array(document.result?.numLoops).fill(20));
});

test('a failure in one loop does not stain the next', async () => {
  const before = await loops();
  await lab.kubectl('scale', 'deployment/httpbin', '--replicas=0');
  await until(
    'no pod',
    async () => (await lab.kubectl('get', 'pods', '-l', 'app=httpbin', '-o', 'name')) === '' || undefined,
  );
  expect(await loopByHand('while-down')).toBe('Complete');
  const bad = await settled(before + 1);
  expect(bad.details?.verdicts.map(({ verdict }) => verdict)).toEqual(['violated']);

  await lab.kubectl('scale', 'deployment/httpbin', '--replicas=1');
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
  expect(await loopByHand('up-again')).toBe('Complete');
  const good = await settled(before + 2);
  expect(good.result?.failure).toBe(false);
  expect(good.details?.verdicts.map(({ verdict }) => verdict)).toEqual(['satisfied']);
  expect(good.result?.insights?.nonHistMetricValues[0]?.['http/error-count']?.slice(-2)).toEqual([20, 0]);
});

test('a second Job beside one that runs waits for it, and both loops are in the result', async () => {
  const before = await loops();
  await Promise.all([loopByHand('first'), sleep(500).then(() => loopByHand('second'))]);
  const document = await settled(before + 2);
  expect(document.result?.insights?.nonHistMetricValues[0]?.['http/request-count']?.slice(-2)).toEqual([20, 20]);
});

test('the log of each of the last loops can be read', async () => {
  const last = await loops();
  const { stdout, code } = await lab.iter8('k', 'log', '-g', 'cron', '--loop', String(last - 1));
  expect(code).toBe(0);
  expect(stdout).toContain('task 1: http: completed');
  const gone = await lab.iter8('k', 'log', '-g', 'cron', '--loop', String(last + 7));
  expect(gone).toMatchObject({ code: 2, stdout: '' });
  expect(gone.stderr).toContain(`has no pod of loop ${last + 7}`);
});
