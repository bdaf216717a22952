import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endSidecars } from './sidecars.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function sidecar(asked: string[], answers: boolean): Promise<number> {
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (answers) response.end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return (server.address() as AddressInfo).port;
}

test('a sidecar that listens is asked to end', async () => {
  const asked: string[] = [];
  await endSidecars([{ port: await sidecar(asked, true), path: '/quitquitquit' }]);
  expect(asked).toEqual(['POST /quitquitquit']);
});

test('where none listens, or one does not answer, the pod ends all the same', async () => {
  const start = performance.now();
  await endSidecars([
    { port: 9, path: '/a' },
    { port: await sidecar([], false), path: '/b' },
  ]);
  expect(performance.now() - start).toBeLessThan(2500);
});
