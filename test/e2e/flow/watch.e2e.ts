// `iter8 k watch`: from before the experiment is there, over a second launch in the middle of it, to its end.
import { until, useLab } from '../lab.ts';
import { httpbin } from '../services.ts';

const lab = useLab();
const values = (seconds: number) => [
  'tasks={ready,http,assess}',
  'ready.deploy=httpbin',
  'http.url=http://httpbin/get',
  'http.qps=20',
  `http.duration=${seconds}s`,
  'assess.SLOs.upper.http/error-count=0',
  'runner=job',
];

beforeAll(async () => {
  await lab.apply(...httpbin());
  await lab.kubectl('rollout', 'status', 'deployment/httpbin', '--timeout=90s');
});

test('what the pod does is told while it does it, also of the run that takes its place', async () => {
  const watching = lab.iter8('k', 'watch', '-g', 'watched', '--timeout', '180s');
  await lab.experiment('watched', values(600));
  const far = await until('a save on the way', async () => {
    const details = (await lab.document('watched'))?.details;
    return details?.loads[0]?.course === undefined ? undefined : details;
  });
  expect(far).toMatchObject({ state: 'running', asOf: expect.any(String), loads: [{ partial: true }] });
  expect(far.steps.find(({ state }) => state === 'running')?.progress?.done).toBeGreaterThan(0);

  await lab.helm('uninstall', 'watched', '--wait');
  await lab.experiment('watched', values(12));
  const { code, stderr } = await watching;
  const messages = stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^.* msg=/, ''));
  expect({ code, messages }).toMatchObject({ code: 0 });
  const order = [
    `watching experiment group watched in namespace ${lab.namespace}`,
    /task 1: ready: (started|completed)/,
    'task 2: http: started',
    'the experiment was launched again: this is the new run',
    'task 2: http: started',
    /task 2: http: completed after 1\ds/,
    /^(the SLO is satisfied|1 violated)/,
    `all of it: iter8 k report -g watched -n ${lab.namespace}`,
  ];
  let from = 0;
  for (const wanted of order) {
    const at = messages.findIndex(
      (line, i) => i >= from && (typeof wanted === 'string' ? line === wanted : wanted.test(line)),
    );
    if (at < 0) throw new Error(`not told, or not in this order: ${wanted}\n${messages.join('\n')}`);
    from = at + 1;
  }
});
