// The HTTP tutorial of the documentation, command for command, but for the repository, the version and who launches it.
// Runs alone: it holds latencies to limits.
import { finished, type Lab, until, useLab } from '../lab.ts';
import { allSatisfied, httpReport, messagesOf, shapeOf } from '../reports.ts';
import { httpbin } from '../services.ts';

const lab: Lab = useLab();

const values = [
  'tasks={ready,http,assess}',
  'ready.deploy=httpbin',
  'ready.service=httpbin',
  'ready.timeout=60s',
  'http.numRequests=200',
  'http.endpoints.get.url=http://httpbin.NAMESPACE/get',
  'http.endpoints.getAnything.url=http://httpbin.NAMESPACE/anything',
  'http.endpoints.post.url=http://httpbin.NAMESPACE/post',
  'http.endpoints.post.payloadStr=hello',
  'assess.SLOs.upper.http-get/error-count=0',
  'assess.SLOs.upper.http-get/latency-mean=50',
  'assess.SLOs.upper.http-getAnything/error-count=0',
  'assess.SLOs.upper.http-getAnything/latency-mean=75',
  'assess.SLOs.upper.http-post/error-count=0',
  'assess.SLOs.upper.http-post/latency-mean=100',
  'runner=job',
];

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
});

test('helm installs the experiment from the packaged repository, and says what to run next', async () => {
  const sets = values.map((value) => value.replace('NAMESPACE', lab.namespace));
  const { code, stdout, stderr } = await lab.tryExperiment('httpbin', sets);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`iter8 k report -g httpbin -n ${lab.namespace}`);
});

test('assert waits for the experiment, and its conditions hold', async () => {
  const conditions = ['-c', 'completed', '-c', 'nofailure', '-c', 'slos'];
  const { code, stderr } = await lab.iter8('k', 'assert', ...conditions, '-g', 'httpbin', '--timeout', '180s');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const messages = messagesOf(stderr);
  expect(messages[0]).toBe('inited Helm config');
  expect(messages.slice(-4)).toEqual(allSatisfied);
});

test('the report has the text of the tutorial', async () => {
  const { code, stdout } = await lab.iter8('k', 'report', '-g', 'httpbin');
  expect(code).toBe(0);
  expect(shapeOf(stdout)).toBe(httpReport);
});

test('the log of the pod tells of each task', async () => {
  await finished(lab, 'httpbin-1-job');
  const [told, read] = await Promise.all([
    lab.kubectl('logs', 'job/httpbin-1-job'),
    lab.iter8('k', 'log', '-g', 'httpbin'),
  ]);
  const tasks = [...told.matchAll(/msg=(task \d: \w+: \w+)/g)].map(([, task]) => task);
  expect(tasks).toEqual(
    ['ready', 'ready', 'http', 'assess'].flatMap((name, i) => [
      `task ${i + 1}: ${name}: started`,
      `task ${i + 1}: ${name}: completed`,
    ]),
  );
  expect(read.stdout).toBe(told);
});

test('the Secret of the group holds the document', async () => {
  const document = await lab.document('httpbin');
  expect(document?.result).toMatchObject({ numLoops: 1, numCompletedTasks: 4, failure: false, revision: 1 });
  const job = await lab.json<{ metadata: { creationTimestamp: string } }>('get', 'job', 'httpbin-1-job');
  expect(Date.parse(document?.result?.startTime ?? '')).toBe(Date.parse(job.metadata.creationTimestamp));
});

test('nothing is left after helm uninstall', async () => {
  await lab.helm('uninstall', 'httpbin', '--wait');
  const kinds = 'jobs,cronjobs,configmaps,secrets,serviceaccounts,roles,rolebindings';
  const left = await until('an end of all objects', async () => {
    const names = await lab.kubectl('get', kinds, '-l', 'iter8.tools/group=httpbin', '-o', 'name');
    return names === '' ? names : undefined;
  });
  expect(left).toBe('');
  expect(await lab.kubectl('get', kinds, '-o', 'name')).not.toContain('httpbin');
});
