import autocannon from 'autocannon';
import { iter8, type Service, sampleService, started } from './iter8.ts';

let service: Service;
beforeAll(async () => {
  service = await sampleService();
});
afterAll(() => service.stop());
const get = (route: string, init?: RequestInit) => fetch(service.url + route, init);

describe('the sample service', () => {
  test('lists its routes at /, and where a route is unknown', async () => {
    const [index, unknown] = await Promise.all([get('/'), get('/nowhere')]);
    expect([index.status, unknown.status]).toEqual([200, 404]);
    for (const text of [await index.text(), await unknown.text()]) expect(text).toContain('/delay/MS');
  });

  test('echoes requests', async () => {
    const answer = await get('/anything/else?a=1', { method: 'PUT', body: 'payload', headers: { 'x-mine': 'yes' } });
    expect(await answer.json()).toMatchObject({
      args: { a: '1' },
      method: 'PUT',
      data: 'payload',
      headers: { 'x-mine': 'yes' },
      url: `${service.url}/anything/else?a=1`,
    });
    expect((await get('/get')).status).toBe(200);
    expect((await get('/headers')).status).toBe(200);
    expect(await (await get('/health')).text()).toBe('OK\n');
  });

  test('/post takes POST alone', async () => {
    const [posted, got] = await Promise.all([get('/post', { method: 'POST', body: 'x' }), get('/post')]);
    expect([posted.status, got.status]).toEqual([200, 405]);
  });

  test.each([200, 204, 304, 404, 503])('/status/%i answers so', async (status) => {
    expect((await get(`/status/${status}`)).status).toBe(status);
  });

  test.each([
    '/status/99',
    '/status/x',
    '/bytes/',
    '/bytes/-1',
    '/delay/soon',
    '/stall?every=1s&for=2s',
    '/drip?bytes=0',
  ])('%s is a bad request', async (route) => {
    expect((await get(route)).status).toBe(400);
  });

  test('/bytes/N has N bytes', async () => {
    for (const count of [0, 1, 65_536, 1_000_001])
      expect((await (await get(`/bytes/${count}`)).arrayBuffer()).byteLength).toBe(count);
  });

  test('/delay and /drip take their time', async () => {
    const start = performance.now();
    await Promise.all([get('/delay/150'), get('/drip?bytes=7&for=0.15s').then((answer) => answer.text())]);
    expect(performance.now() - start).toBeGreaterThan(145);
  });

  test('/stall answers nobody for part of each period', async () => {
    const times: number[] = [];
    for (let i = 0; i < 40; i++) {
      const start = performance.now();
      await get('/stall?every=400ms&for=200ms');
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(Math.max(...times)).toBeGreaterThan(100);
    expect(times.filter((time) => time < 50).length).toBeGreaterThan(20);
  });

  test('keeps connections open under load', async () => {
    const result = await autocannon({ url: `${service.url}/get`, connections: 4, amount: 2000 });
    expect([result.non2xx, result.errors, result['2xx']]).toEqual([0, 0, 2000]);
  });

  test('says its address on stdout, and SIGTERM ends it with exit code 0', async () => {
    const { child, ended, stderrHas } = started(['sample', 'http', '--port', '0', '--host', '::1']);
    await stderrHas('listening');
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/\[::1\]:\d+\n$/);
  });

  test('a port that is taken is a clear error', async () => {
    const { code, stderr } = await iter8(['sample', 'http', '--port', new URL(service.url).port]);
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot listen on 127.0.0.1 port ${new URL(service.url).port}`);
  });
});
