// The same claims through the command line, as users see them: verdicts, exit codes, signals, memory.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';
import type { Document } from '../../runner/model/document.ts';
import { iter8, removeWorkFolders, started, workFolder } from '../cli/iter8.ts';
import { eventually } from '../steady.ts';
import { closeEngines, startTarget, stopTargets } from './harness.ts';

afterEach(stopTargets);
afterAll(closeEngines);
afterAll(removeWorkFolders);

const sets = (values: string[]) => values.flatMap((value) => ['--set', value]);

function read(folder: string): Document {
  return yaml.load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8')) as Document;
}

const loadOf = (folder: string) => read(folder).details?.loads[0];

test('twenty runs against the same target give the same verdicts twenty times', async () => {
  const { url } = await startTarget({ delayMs: 5 });
  const limits = ['latency-p50=1000', 'latency-mean=1', 'error-count=0', 'request-count=19'];
  const slos = limits.map((limit) => `assess.SLOs.upper.http/${limit}`);
  const folder = workFolder();
  const verdicts: string[] = [];
  for (let i = 0; i < 20; i++) {
    const { code } = await iter8(
      ['launch', ...sets(['tasks={http,assess}', `http.url=${url}`, 'http.qps=0', 'http.numRequests=20', ...slos])],
      { cwd: folder },
    );
    expect(code).toBe(0);
    verdicts.push((read(folder).details?.verdicts ?? []).map(({ verdict }) => verdict).join(' '));
  }
  expect(verdicts).toEqual(Array(20).fill('satisfied violated satisfied violated'));
}, 60_000);

test('a rate the target cannot take violates its SLO, and the report says what was dropped', async () => {
  const { url } = await startTarget({ perSecond: 100 });
  const load = [`http.url=${url}`, 'http.qps=1000', 'http.duration=2s', 'assess.SLOs.upper.http/latency-p99=500'];
  const folder = workFolder();
  expect((await iter8(['launch', ...sets(['tasks={http,assess}', ...load])], { cwd: folder })).code).toBe(0);
  const metrics = read(folder).details?.current[0] ?? {};
  expect(metrics['http/qps-requested']?.value).toBe(1000);
  expect(metrics['http/qps-achieved']?.value).toBeLessThan(110);
  expect(metrics['http/dropped-count']?.value).toBeGreaterThan(1500);
  expect(read(folder).details?.verdicts).toMatchObject([{ metric: 'http/latency-p99', verdict: 'violated' }]);
  expect((await iter8(['report'], { cwd: folder })).stdout).toMatch(
    /[\d,]+ of [\d,]+ requests were due and never sent/,
  );
  expect((await iter8(['assert', '-c', 'slos'], { cwd: folder })).code).toBe(4);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'after %s the load stops within a second, and what was measured is kept',
  async (signal) => {
    const target = await startTarget();
    const folder = workFolder();
    const load = sets(['tasks={http}', `http.url=${target.url}`, 'http.qps=200', 'http.duration=60s']);
    const { child, ended } = started(['launch', ...load], { cwd: folder });
    while ((await target.seen()).requests < 50) await new Promise((resolve) => setTimeout(resolve, 20));
    const before = (await target.seen()).requests;
    const asked = performance.now();
    child.kill(signal);
    const { code } = await ended;
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(code).toBe(130);
    const { requests } = await target.seen();
    const stored = loadOf(folder);
    expect(requests - before).toBeLessThan(200); // those of a second
    expect(stored?.sent).toBe(requests);
    expect(stored?.partial).toBe(true);
    expect((await iter8(['report'], { cwd: folder })).code).toBe(0);
  },
);

test('after a stall of the generator the load goes on at its rate, and the stall is on record', async () => {
  await eventually(3, async () => {
    const target = await startTarget();
    const folder = workFolder();
    const load = sets(['tasks={http}', `http.url=${target.url}`, 'http.qps=100', 'http.duration=4s']);
    const { child, ended } = started(['launch', ...load], { cwd: folder });
    while ((await target.seen()).requests < 100) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.kill('SIGCONT');
    expect((await ended).code).toBe(0);
    const stored = loadOf(folder);
    const { count = 0, longestMs = 0, totalMs = 0 } = stored?.stalls ?? {};
    expect(longestMs).toBeGreaterThan(900);
    // What the machine itself held up is on record, too, and is not made up for either.
    expect(Math.abs((stored?.sent ?? 0) - (400 - totalMs / 10))).toBeLessThan(10 + count);
    const { arrivals } = await target.seen();
    expect(arrivals.filter((time, i) => i >= 2 && time - (arrivals[i - 2] ?? 0) < 8)).toEqual([]);
  });
}, 60_000);

test('a body of a GiB takes no memory', async () => {
  const { url } = await startTarget({ bodyBytes: 1 << 30 });
  const folder = workFolder();
  const load = sets(['tasks={http}', `http.url=${url}`, 'http.qps=0', 'http.numRequests=1', 'http.connections=1']);
  const { child, ended } = started(['launch', ...load], { cwd: folder });
  let mostKib = 0;
  const timer = setInterval(() => {
    mostKib = Math.max(mostKib, peakKib(child.pid));
  }, 20);
  expect((await ended).code).toBe(0);
  clearInterval(timer);
  expect(loadOf(folder)).toMatchObject({ answered: 1, errors: 0 });
  expect(loadOf(folder)?.bytesIn).toBeGreaterThan(1 << 30);
  expect(mostKib / 1024).toBeLessThan(160);
}, 60_000);

function peakKib(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
