// What the flags of `iter8 sample grpc` make of the service.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { iter8, removeWorkFolders, sampleService, started, workFolder } from '../cli/iter8.ts';
import { hasOpenssl, makeCertificates } from '../hostile/certificates.ts';
import { callerOf } from './client.ts';

afterAll(removeWorkFolders);
const place = { latitude: 400_000_000, longitude: -750_000_000 };

async function statuses(args: readonly string[], count: number): Promise<{ names: string[]; ms: number[] }> {
  const service = await sampleService('grpc', args);
  const guide = callerOf(service.url);
  const [names, ms]: [string[], number[]] = [[], []];
  await guide.call('GetFeature', [place], { metadata: { 'x-delay-ms': '0' } }); // connects
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    names.push((await guide.call('GetFeature', [place])).status);
    ms.push(performance.now() - start);
  }
  guide.close();
  await service.stop();
  return { names, ms };
}

test('of so many calls the last one fails', async () => {
  const { names } = await statuses(['--fail-every', '3', '--fail-status', 'NOT_FOUND'], 6);
  expect(names).toEqual(['OK', 'NOT_FOUND', 'OK', 'OK', 'NOT_FOUND', 'OK']);
});

test('each call takes the next of several delays', async () => {
  const { ms } = await statuses(['--delay', '0,60ms,150ms'], 15);
  // The fastest of each turn: what else the machine does only adds.
  const best = [0, 1, 2].map((turn) => Math.min(...ms.filter((_, i) => i % 3 === turn)));
  expect(best.map((time) => (time > 149 ? 150 : time > 59 ? 60 : 0))).toEqual([60, 150, 0]);
});

test('a delay that is longer than timers is long', async () => {
  const service = await sampleService('grpc', ['--delay', '1000h']);
  const guide = callerOf(service.url);
  const answer = guide.call('GetFeature', [place]).then(({ status }) => status);
  const wait = new Promise((resolve) => setTimeout(resolve, 500, 'waiting'));
  expect(await Promise.race([answer, wait])).toBe('waiting');
  guide.close();
  await service.stop();
});

(hasOpenssl() ? test : test.skip)('serves TLS with a certificate', async () => {
  const { ca, good } = makeCertificates();
  const folder = workFolder();
  const [cert, key] = [path.join(folder, 'server.crt'), path.join(folder, 'server.key')];
  writeFileSync(cert, good.cert);
  writeFileSync(key, good.key);
  const service = await sampleService('grpc', ['--cert', cert, '--key', key]);
  const guide = callerOf(service.url.replace('127.0.0.1', 'localhost'), { ca });
  expect(await guide.call('GetFeature', [place])).toMatchObject({ status: 'OK' });
  guide.close();
  await service.stop();
});

test('says its address on stdout, and SIGTERM ends it with exit code 0', async () => {
  const { child, ended, stderrHas } = started(['sample', 'grpc', '--port', '0', '--host', '::1']);
  await stderrHas('listening');
  child.kill('SIGTERM');
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\[::1\]:\d+\n$/);
});

test('a call in flight is answered before the service ends', async () => {
  const service = await sampleService('grpc');
  const guide = callerOf(service.url);
  await guide.call('GetFeature', [place]);
  const late = guide.call('GetFeature', [place], { metadata: { 'x-delay-ms': '300' } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [{ status }] = await Promise.all([late, service.stop()]);
  expect(status).toBe('OK');
  guide.close();
});

test('a port that is taken is a clear error', async () => {
  const service = await sampleService('grpc');
  const port = service.url.split(':')[1] ?? '';
  const { code, stderr } = await iter8(['sample', 'grpc', '--port', port]);
  expect(code).toBe(2);
  expect(stderr).toContain(`cannot listen on 127.0.0.1 port ${port}`);
  await service.stop();
});

test.each([
  [['http', '--delay', '20ms'], '--delay: for iter8 sample grpc alone'],
  [['grpc', '--delay', 'soon'], '--delay takes durations such as 20ms, not "soon"'],
  [['grpc', '--fail-every', '-1'], '--fail-every is a whole number, not "-1"'],
  [['grpc', '--fail-status', 'BAD'], '--fail-status is one of OK, CANCELLED,'],
  [['grpc', '--fail-status', 'NOT_FOUND'], '--fail-status: no call fails without --fail-every'],
  [['grpc', '--port', '70000'], '--port is a number from 0 to 65535, not "70000"'],
  [['grpc', '--cert', 'a.crt'], '--cert and --key go together'],
  [['grpc', '--cert', 'a.crt', '--key', 'a.key'], '--cert: ENOENT'],
])('iter8 sample %j is a usage error', async (args, reason) => {
  const { code, stderr } = await iter8(['sample', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
});
