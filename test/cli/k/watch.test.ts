// `iter8 k watch`: what happens to the Secret of a group, as log lines.
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { documentOf } from '../../../runner/store/secret.fixture.ts';
import { messages, removeWorkFolders } from '../iter8.ts';
import { type ApiServer, apiServer } from './api-server.ts';
import { namespace, runningIn } from './group.ts';

let server: ApiServer;
let throughOutage: ReturnType<typeof watchedThroughOutage>; // takes 20 s: the others run meanwhile
beforeAll(async () => {
  server = await apiServer();
  throughOutage = watchedThroughOutage();
  throughOutage.catch(() => {}); // told by the test that awaits it
});
afterAll(async () => {
  await server.stop();
  removeWorkFolders();
});

const secretOf = (name: string) => ({ group: '', version: 'v1', resource: 'secrets', namespace, name });

test('waits for a group, follows its run, and ends with 0 at the end, saying how to read the report', async () => {
  const { ended, stderrHas } = server.start(['watch', '-g', 'later']);
  await stderrHas('there is no experiment group later');
  const { save } = runningIn(server.group('later'));
  await stderrHas('task 1: http: started');
  save('completed');
  const { code, stderr } = await ended;
  expect(code).toBe(0);
  expect(messages(stderr).at(-2)).toMatch(`all of it: iter8 k report -g later -n ${namespace}`);
});

test('a group that never comes ends with 5', async () => {
  const { code, stderr } = await server.k(['watch', '-g', 'never', '--timeout', '500ms']);
  expect(code).toBe(5);
  expect(stderr).toContain('timed out: there is no experiment group never');
});

test('survives that the group is deleted and made again, as AutoX does, and says so', async () => {
  const first = runningIn(server.group('again'));
  const { ended, stderrHas } = server.start(['watch', '-g', 'again']);
  await stderrHas('task 1: http: started');
  await server.cluster.delete(secretOf('again'));
  await server.cluster.delete({ group: 'batch', version: 'v1', resource: 'jobs', namespace, name: 'again-1-job' });
  await first.group.removePod('again-pod');
  await stderrHas('there is no experiment group again');
  const { save } = runningIn(server.group('again'));
  await stderrHas('launched again');
  save('completed');
  expect((await ended).code).toBe(0);
});

async function watchedThroughOutage() {
  const own = await apiServer();
  const { save } = runningIn(own.group('g'));
  const { ended, stderrHas } = own.start(['watch', '-g', 'g']);
  await stderrHas('task 1: http: started');
  const refuse: RequestListener = (request) => void request.socket.destroy();
  const back = own.outage(refuse);
  await stderrHas('trying again');
  back();
  await stderrHas('answers again');
  save('completed');
  const ran = await ended;
  await own.stop();
  return ran;
}

test('an API server that is away for a while is told in one line, and so is its return', async () => {
  const { code, stderr } = await throughOutage;
  expect(code).toBe(0);
  expect(messages(stderr).filter((line) => line.includes('trying again'))).toHaveLength(1);
});

test('it watches: a run that is saved again and again is not asked for', async () => {
  const own = await apiServer();
  const { save } = runningIn(own.group('g'));
  const { ended, stderrHas } = own.start(['watch', '-g', 'g']);
  await stderrHas('task 1: http: started');
  const before = own.cluster.calls.length;
  for (let i = 0; i < 10; i++) {
    save('running');
    await sleep(200);
  }
  const asked = own.cluster.calls.slice(before).filter(({ verb }) => verb === 'get');
  save('completed');
  expect((await ended).code).toBe(0);
  await own.stop();
  expect(asked).toEqual([]);
});

test('of a scheduled one it goes from loop to loop, and says when the next one comes', async () => {
  const group = server.group('often');
  const owner = group.cronJob('*/5 * * * *').metadata.uid ?? '';
  const loop = (n: number, state: 'running' | 'completed') => {
    const { details, ...rest } = documentOf(n, state);
    group.save({ ...rest, ...(details && { details: { ...details, identity: { owner, spec: 'x' } } }) });
  };
  loop(1, 'completed');
  const { child, ended, stderrHas } = server.start(['watch', '-g', 'often']);
  await stderrHas('waiting for the next loop at');
  loop(2, 'completed');
  await stderrHas('loop 2');
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});
