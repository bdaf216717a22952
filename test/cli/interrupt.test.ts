// Stopping in the middle: the load ends, what was measured is kept and says so.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Document } from '../../runner/model/document.ts';
import { iter8, removeWorkFolders, started, workFolder } from './iter8.ts';

let server: Server;
let url: string;
let last = 0; // when the last request came
beforeAll(async () => {
  server = createServer((_, response) => {
    last = performance.now();
    response.end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  removeWorkFolders();
});

const args = () => [
  '--set',
  'tasks={http,assess}',
  '--set',
  `http.url=${url}`,
  '--set',
  'http.duration=60s',
  '--set',
  'assess.SLOs.upper.http/error-count=0',
];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const document = (cwd: string) => load(readFileSync(path.join(cwd, 'experiment.yaml'), 'utf8')) as Document;

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test.each([
    ['paced', '200'],
    ['as fast as it goes', '0'],
  ])('stops a load that is %s within a second and keeps the partial result', async (_, qps) => {
    const cwd = workFolder();
    const { child, ended, stderrHas } = started(['launch', ...args(), '--set', `http.qps=${qps}`], { cwd });
    await stderrHas('task 1: http: started');
    await pause(1200);
    const asked = performance.now();
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(last - asked).toBeLessThan(1000);
    expect(stderr).toContain('interrupted');
    const kept = document(cwd);
    expect(kept.details).toMatchObject({ state: 'interrupted', loads: [{ partial: true }] });
    expect(kept.details?.loads[0]?.sent).toBeGreaterThan(20);
    expect((await iter8(['report'], { cwd })).stdout).toMatch(/interrupted/);
    expect((await iter8(['assert', '-c', 'completed'], { cwd })).code).toBe(4);
    expect((await iter8(['assert', '-c', 'completed', '--timeout', '30s'], { cwd })).code).toBe(4);
  });
});

test('launch that waits for values of standard input ends with the first signal', async () => {
  const { child, ended } = started(['launch', '-f', '-'], { input: null });
  // More than a pipe holds: once it is gone, it is being read.
  await new Promise((resolve) => child.stdin?.write('# more to come\n'.repeat(100_000), resolve));
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('msg=interrupted') });
});

test('a second signal ends it at once', async () => {
  const { child, ended, stderrHas } = started(['launch', ...args()], { cwd: workFolder() });
  await stderrHas('task 1: http: started');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  const asked = performance.now();
  expect((await ended).code).toBe(130);
  expect(performance.now() - asked).toBeLessThan(5000);
});

test('an experiment that runs cannot be launched twice in one folder', async () => {
  const cwd = workFolder();
  const { child, ended, stderrHas } = started(['launch', ...args()], { cwd });
  await stderrHas('task 1: http: started');
  const { code, stderr } = await iter8(['launch', ...args()], { cwd });
  expect([code, stderr]).toEqual([3, expect.stringContaining('BUSY: ')]);
  child.kill();
  await ended;
});

describe('kill -9', () => {
  test('leaves a readable document; assert does not wait for a run whose process is gone; run starts anew', async () => {
    const cwd = workFolder();
    const { child, ended, stderrHas } = started(['launch', ...args()], { cwd });
    await stderrHas('task 1: http: started');
    await pause(300);
    child.kill('SIGKILL');
    await ended;
    const { code: reported, stdout, stderr: complaints } = await iter8(['report'], { cwd });
    expect([reported, complaints, stdout]).toEqual([0, '', expect.stringContaining('its process is gone')]);
    expect(stdout).toContain('No task failures: false');
    const once = await iter8(['assert', '-c', 'nofailure'], { cwd });
    expect([once.code, once.stderr]).toEqual([4, expect.stringContaining('its process is gone')]);
    const start = performance.now();
    const { code, stderr } = await iter8(['assert', '-c', 'completed', '--timeout', '60s'], { cwd });
    expect([code, stderr]).toEqual([4, expect.stringContaining('its process is gone')]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('assert --timeout', () => {
  test('waits for an experiment that runs', async () => {
    const cwd = workFolder();
    const asserted = started(['assert', '-c', 'completed,nofailure,slos', '--timeout', '30s'], { cwd });
    await asserted.stderrHas('waiting up to 30s');
    const short = args().map((arg) => arg.replace('60s', '1s'));
    expect((await iter8(['launch', ...short], { cwd })).code).toBe(0);
    const { code, stderr } = await asserted.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('all conditions were satisfied')]);
  });

  test('exits 5 when time is up', async () => {
    const { code, stderr } = await iter8(['assert', '-c', 'completed', '--timeout', '300ms'], { cwd: workFolder() });
    expect([code, stderr]).toEqual([5, expect.stringContaining('timed out')]);
  });

  test('exits 4 at once when the conditions can no longer hold', async () => {
    const cwd = workFolder();
    const failed = path.resolve(__dirname, '../fixtures/samples/two-versions/experiment.yaml');
    writeFileSync(path.join(cwd, 'experiment.yaml'), readFileSync(failed));
    const start = performance.now();
    expect((await iter8(['assert', '-c', 'slos', '--timeout', '60s'], { cwd })).code).toBe(4);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
