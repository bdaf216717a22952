import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricsText } from './metrics.ts';
import { serveHealth } from './server.ts';

let server: Server;
let ready = false;

beforeAll(async () => {
  server = serveHealth({
    isHealthy: () => true,
    isReady: () => ready,
    metrics: () => metricsText({ groups: 3, leftOut: 1, state: undefined }),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(path: string): Promise<{ status: number; text: string }> {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
  return { status: answer.status, text: await answer.text() };
}

test('health is told', async () => {
  expect(await ask('/healthz')).toMatchObject({ status: 200 });
});

test('readiness changes', async () => {
  expect(await ask('/readyz')).toMatchObject({ status: 503 });
  ready = true;
  expect(await ask('/readyz?verbose')).toMatchObject({ status: 200 });
});

test('metrics have the names and types that Prometheus reads', async () => {
  const { text } = await ask('/metrics');
  expect(text).toContain('# TYPE iter8_autox_groups gauge\niter8_autox_groups 3\n');
  expect(text).toContain('# TYPE iter8_autox_launched_total counter\niter8_autox_launched_total 0\n');
});

test('there is nothing else', async () => {
  expect(await ask('/constructor')).toMatchObject({ status: 404 });
});
