import { type Client, client, pause } from '../../../test/hostile/client.ts';
import { type Behaviour, ending, type HostileServer, sending, serve } from '../../../test/hostile/server.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const servers: HostileServer[] = [];
const clients: Client[] = [];

afterEach(async () => {
  for (const one of clients.splice(0)) one.connection.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function target(...options: Parameters<typeof serve>): Promise<HostileServer> {
  const server = await serve(...options);
  servers.push(server);
  return server;
}

function open(...options: Parameters<typeof client>): Client {
  const one = client(...options);
  clients.push(one);
  return one;
}

async function connected(behaviour: Behaviour): Promise<Client> {
  const one = open((await target(behaviour)).port);
  await one.next('connected');
  return one;
}

test('requests follow each other on one connection', async () => {
  const server = await target(sending(ok));
  const one = open(server.port);
  await one.next('connected');
  for (let i = 0; i < 3; i++) {
    one.request();
    expect(one.connection.busy).toBe(true);
    expect(await one.next('response')).toEqual({ event: 'response', status: 200, reusable: true });
    expect(one.connection.busy).toBe(false);
  }
  expect(server.connections).toBe(1);
  expect(one.body).toBe('hellohellohello');
  expect(one.connection.peer).toBe(`127.0.0.1:${server.port}`);
  expect(one.connection.bytesIn).toBe(3 * ok.length);
  expect(one.connection.bytesOut).toBe(3 * 'GET / HTTP/1.1\r\nHost: test\r\n\r\n'.length);
});

test('connections share the read buffer of their thread and keep their bodies apart', async () => {
  const server = await target((socket) => {
    const body = String(socket.remotePort).repeat(20_000);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  const many = Array.from({ length: 16 }, () => open(server.port));
  await Promise.all(many.map((one) => one.next('connected')));
  for (const one of many) one.request();
  await Promise.all(many.map((one) => one.next('response')));
  const bodies = many.map(({ body }) => body);
  for (const body of bodies) expect(body).toBe(body.slice(0, body.length / 20_000).repeat(20_000));
  expect(new Set(bodies).size).toBe(16);
});

// Sends these bytes and cuts the connection off with a RST once they are read: one that comes together with bytes is an
// end for libuv.
const resetting =
  (bytes: string): Behaviour =>
  async (socket) => {
    socket.write(bytes, 'latin1');
    while ((clients.at(-1)?.connection.bytesIn ?? 0) < bytes.length && !socket.destroyed) await pause(1);
    socket.resetAndDestroy();
  };

const failures: [name: string, behaviour: Behaviour, kind: string, message: RegExp][] = [
  ['a reset before the answer', resetting(''), 'reset', /reset/],
  ['a reset in the head', resetting('HTTP/1.1 200 OK\r\nConte'), 'reset', /reset/],
  ['a reset in the body', resetting('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello'), 'reset', /reset/],
  ['a close without an answer', ending(''), 'closed', /without an answer/],
  ['a close in the head', ending('HTTP/1.1 200 OK\r\nConte'), 'closed', /in the head/],
  ['a close in the body', ending('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello'), 'closed', /45 bytes/],
  ['a close in the chunks', ending('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel'), 'closed', /chunk/],
  ['garbage', sending('\x00\x01\x02\x03garbage'), 'protocol', /HTTP\/1/],
  ['two answers to one request', (socket) => void socket.write(ok + ok), 'protocol', /no request/],
];

test.each(failures)('%s is a failure of its kind, told once', async (_, behaviour, kind, message) => {
  const one = await connected(behaviour);
  one.request();
  expect(await one.next('failed')).toMatchObject({ kind, message: expect.stringMatching(message) });
  await pause(30);
  expect(one.events.filter(({ event }) => event === 'failed' || event === 'closed')).toHaveLength(1);
});

test('an endless header ends at its limit', async () => {
  const one = await connected((socket) => {
    const more = () => {
      while (socket.writable && socket.write('X'.repeat(10_000)));
    };
    socket.on('drain', more);
    socket.write('HTTP/1.1 200 OK\r\nX: ');
    more();
  });
  one.request();
  expect(await one.next('failed')).toMatchObject({ kind: 'too-large' });
});

test('endless 1xx end at their limit', async () => {
  const one = await connected((socket) => {
    const timer = setInterval(() => socket.writable && socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 1);
    socket.on('close', () => clearInterval(timer));
  });
  one.request();
  expect(await one.next('failed')).toMatchObject({ kind: 'too-large', message: expect.stringMatching(/32/) });
});

test('a body of 1 GiB takes no memory', async () => {
  const size = 2 ** 30;
  const piece = Buffer.alloc(2 ** 20);
  const one = await connected((socket) => {
    let left = size;
    const more = () => {
      while (left > 0) {
        left -= piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', more);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
    more();
  });
  one.connection.wantBody = false;
  const before = process.memoryUsage();
  let highest = 0;
  const timer = setInterval(() => {
    const { heapUsed, external } = process.memoryUsage();
    highest = Math.max(highest, heapUsed + external - before.heapUsed - before.external);
  }, 20);
  one.request();
  for (let waited = 0; one.connection.busy && waited < 20_000; waited += 50) await pause(50);
  clearInterval(timer);
  expect(await one.next('response')).toMatchObject({ status: 200, reusable: true });
  expect(one.connection.bytesIn).toBeGreaterThan(size);
  expect(highest).toBeLessThan(64 * 2 ** 20);
});

test.each([
  ['Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx'],
])('after %s the connection destroys itself', async (_, bytes) => {
  const one = await connected(sending(bytes));
  one.request();
  expect(await one.next('response')).toEqual({ event: 'response', status: 200, reusable: false });
  one.request();
  await pause(30);
  expect(one.events.map(({ event }) => event)).toEqual(['connected', 'response']);
});

test('a body that ends with the stream is an answer', async () => {
  const one = await connected(ending('HTTP/1.1 200 OK\r\n\r\nto the end'));
  one.request();
  expect(await one.next('response')).toEqual({ event: 'response', status: 200, reusable: false });
  expect(one.body).toBe('to the end');
});

// A server that answers a request, and what it does to the connection later.
async function answered(): Promise<{ one: Client; socket: Parameters<Behaviour>[0] }> {
  let socket: Parameters<Behaviour>[0] | undefined;
  const one = await connected((asked) => {
    socket = asked;
    asked.write(ok);
  });
  one.request();
  await one.next('response');
  if (socket === undefined) throw new Error('nothing was asked');
  return { one, socket };
}

test.each([
  ['closes', (socket: Parameters<Behaviour>[0]) => void socket.end()],
  ['resets', (socket: Parameters<Behaviour>[0]) => void socket.resetAndDestroy()],
  [
    'says 408 and closes',
    (socket: Parameters<Behaviour>[0]) => void socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'),
  ],
])('a server that %s while idle has closed, not failed', async (_, behave) => {
  const { one, socket } = await answered();
  behave(socket);
  await one.next('closed');
  await pause(30);
  expect(one.events.map(({ event }) => event)).toEqual(['connected', 'response', 'closed']);
});

test('a server that closes with its answer has closed, not failed', async () => {
  const one = await connected(ending(ok));
  one.request();
  await one.next('closed');
  await pause(30);
  expect(one.events.map(({ event }) => event)).toEqual(['connected', 'response', 'closed']);
});

test('bytes nobody asked for while idle are a failure that no request had', async () => {
  const { one, socket } = await answered();
  socket.write('more');
  expect(await one.next('failed')).toMatchObject({ kind: 'protocol', busy: false });
});

test('bytes before any request are a failure', async () => {
  const server = await target(sending(ok), { onConnection: (socket) => socket.write('220 mail.example ESMTP\r\n') });
  expect(await open(server.port).next('failed')).toMatchObject({ kind: 'protocol', busy: false });
});

test('no event comes after destroy', async () => {
  const one = await connected(resetting('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'));
  one.request();
  one.connection.destroy();
  const early = open((await target(sending(ok))).port);
  early.connection.destroy();
  await pause(60);
  expect(one.events).toEqual([{ event: 'connected' }]);
  expect(early.events).toEqual([]);
});

test('a request body of any size is sent whole', async () => {
  let received = 0;
  const server = await target(() => {}, {
    onConnection: (socket) =>
      socket.on('data', (bytes) => {
        received += bytes.length;
        if (received === 8_000_000) socket.write(ok);
      }),
  });
  const one = open(server.port);
  await one.next('connected');
  one.connection.send(Buffer.alloc(8_000_000, 'x'), 'POST');
  expect(await one.next('response')).toMatchObject({ status: 200 });
});
