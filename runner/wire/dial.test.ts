import { createServer } from 'node:net';
import { blackHole } from '../../test/hostile/black-hole.ts';
import { type Client, client } from '../../test/hostile/client.ts';
import { type HostileServer, sending, serve } from '../../test/hostile/server.ts';
import { steadily } from '../../test/steady.ts';
import { createResolver, type Lookup } from './resolve.ts';

const servers: HostileServer[] = [];
const clients: Client[] = [];

afterEach(async () => {
  for (const one of clients.splice(0)) one.connection.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function open(...options: Parameters<typeof client>): Client {
  const one = client(...options);
  clients.push(one);
  return one;
}

async function target(): Promise<number> {
  const server = await serve(sending('HTTP/1.1 204 No Content\r\n\r\n'));
  servers.push(server);
  return server.port;
}

const named =
  (...addresses: string[]): Lookup =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

function failing(code: string): Lookup {
  return (host, _options, callback) =>
    callback(Object.assign(new Error(`${code} ${host}`), { code, hostname: host }), []);
}

// A port of loopback where nothing listens.
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a connection that was made while this thread stood still was made in time', async () => {
  const one = open(await target(), { connectTimeoutMs: 100 });
  for (let turns = 0; turns < 10; turns++) await null; // it is on its way, and nothing was read of it
  const until = performance.now() + 300;
  while (performance.now() < until);
  await one.next('connected');
  expect(one.events).toEqual([{ event: 'connected' }]);
});

test('a port where nothing listens refuses', async () => {
  const port = await freePort();
  expect(await open(port).next('failed')).toMatchObject({
    kind: 'refused',
    message: `127.0.0.1:${port}: the connection was refused`,
  });
});

test.each(['ENOTFOUND', 'EAI_AGAIN', 'ESERVFAIL'])('a lookup that fails with %s is a dns failure', async (code) => {
  const addresses = createResolver(failing(code));
  expect(await open(1, { host: 'nowhere.test', addresses }).next('failed')).toMatchObject({
    kind: 'dns',
    message: expect.stringMatching(/nowhere\.test/),
  });
});

test('a lookup that never ends runs into the connect timeout', async () => {
  const addresses = createResolver(() => {});
  expect(await open(1, { host: 'slow.test', addresses, connectTimeoutMs: 50 }).next('failed')).toMatchObject({
    kind: 'connect-timeout',
    message: 'the host name was not resolved within 50 ms',
  });
});

test('a handshake that nobody answers runs into the connect timeout', async () => {
  const server = await serve(() => {});
  servers.push(server);
  const tls = { insecure: false };
  await steadily(30, async () =>
    expect(await open(server.port, { tls, connectTimeoutMs: 100 }).next('failed')).toMatchObject({
      kind: 'connect-timeout',
      message: expect.stringMatching(/TLS handshake did not end within 100 ms/),
    }),
  );
});

test('an address that nobody answers runs into the connect timeout', async () => {
  const { port, close } = await blackHole();
  const one = open(port, { connectTimeoutMs: 150 });
  const failed = await one.next('failed').finally(close);
  expect(failed).toMatchObject({
    kind: 'connect-timeout',
    message: expect.stringMatching(/nobody answered within 150 ms/),
  });
});

test('where one address refuses, the next one is tried, and the one that worked comes first from then on', async () => {
  const port = await target();
  const addresses = createResolver(named('127.0.0.9', '127.0.0.1'));
  for (let i = 0; i < 3; i++) {
    const one = open(port, { host: 'two.test', addresses });
    await one.next('connected');
    expect(one.connection.peer).toBe(`127.0.0.1:${port}`);
  }
  expect((await addresses.order('two.test'))[0]).toBe('127.0.0.1');
});

test('where every address refuses, it says so', async () => {
  const addresses = createResolver(named('127.0.0.8', '127.0.0.9'));
  expect(await open(await freePort(), { host: 'two.test', addresses }).next('failed')).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/none of the 2 addresses of two\.test/),
  });
});

test('where one address does not answer, the next one still gets its share of the time', async () => {
  const port = await target();
  const { close } = await blackHole('127.0.0.9', port);
  const one = open(port, {
    host: 'two.test',
    addresses: createResolver(named('127.0.0.9', '127.0.0.1')),
    connectTimeoutMs: 2000,
  });
  await one.next('connected').finally(close);
  expect(one.connection.peer).toBe(`127.0.0.1:${port}`);
});

test('localhost works where only 127.0.0.1 listens', async () => {
  const one = open(await target(), { host: 'localhost', addresses: createResolver(named('::1', '127.0.0.1')) });
  await one.next('connected');
});

test('a port out of range fails, and does not throw', async () => {
  expect(await open(70_000).next('failed')).toMatchObject({ message: expect.stringMatching(/port/i) });
});
