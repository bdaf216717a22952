import { createServer as createHttp1 } from 'node:http';
import { constants, createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, createServer as createTcp, Socket } from 'node:net';
import { pause } from '../../../test/hostile/client.ts';
import { type Http2Client, http2Client } from '../../../test/hostile/http2/client.ts';
import { data, type Frame, frame, goAway, headers, ping, settings } from '../../../test/hostile/http2/frames.ts';
import { requestHead } from '../../../test/hostile/http2/recorder.ts';
import { answering, type FrameServer, serveFrames } from '../../../test/hostile/http2/server.ts';
import { steadily } from '../../../test/steady.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function target(...options: Parameters<typeof serveFrames>): Promise<FrameServer> {
  const server = await serveFrames(...options);
  closing.push(server.close);
  return server;
}

function open(...options: Parameters<typeof http2Client>): Http2Client {
  const one = http2Client(...options);
  closing.push(one.connection.destroy);
  return one;
}

async function connected(port: number): Promise<Http2Client> {
  const one = open(port);
  await one.next('connected');
  return one;
}

async function nodeServer(onStream: (stream: ServerHttp2Stream) => void, options = {}): Promise<number> {
  const server = createServer(options);
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    onStream(stream);
  });
  return listening(server);
}

async function listening(server: Http2Server | ReturnType<typeof createTcp>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const ok = (id: number) => Buffer.concat([headers(id, [[':status', '200']]), data(id, 'hello', { end: true })]);

test('requests follow each other on one connection', async () => {
  const server = await target(answering(ok));
  const one = await connected(server.port);
  for (const name of ['a', 'b', 'c']) {
    one.request(name);
    expect(await one.next(`${name} end`)).toBe(`${name} end with 5 bytes`);
  }
  expect(server.sockets.size).toBe(1);
  expect(one.connection.peer).toBe(`127.0.0.1:${server.port}`);
  expect(one.connection.bytesIn).toBe(9 + 3 * ok(1).length);
  expect(one.connection.bytesOut).toBeGreaterThan(24);
});

test('many streams of many connections share a thread and keep their bodies apart', async () => {
  const port = await nodeServer((stream) => {
    stream.respond({ ':status': 200 });
    stream.end(String(stream.id).repeat(30_000));
  });
  const many = await Promise.all(Array.from({ length: 8 }, () => connected(port)));
  for (const one of many) for (let id = 1; id < 80; id += 2) one.request(id);
  for (const one of many) {
    const areEnded = () => one.events.filter((event) => / end /.test(event)).length === 40;
    for (let waited = 0; !areEnded() && waited < 10_000; waited += 20) await pause(20);
    for (let id = 1; id < 80; id += 2) expect(one.bodies[id]).toBe(String(id).repeat(30_000));
  }
});

test('an answer that comes byte by byte is an answer', async () => {
  const server = await target((socket, { type, id }) => {
    if (type !== 1) return;
    const bytes = ok(id);
    const next = (at: number) => {
      if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
    };
    next(0);
  });
  const one = await connected(server.port);
  one.request('a');
  expect(await one.next('a end')).toBe('a end with 5 bytes');
});

const piece = Buffer.alloc(2 ** 20);

test('an answer of 100 MB is read whole, its windows raised in time', async () => {
  const size = 100 * 2 ** 20;
  const port = await nodeServer((stream) => {
    stream.respond({ ':status': 200, 'content-length': size });
    let left = size;
    const more = () => {
      while (left > 0) {
        left -= piece.length;
        if (!stream.write(piece)) return;
      }
      stream.end();
    };
    stream.on('drain', more);
    more();
  });
  const one = await connected(port);
  let received = 0;
  const data = (_: Buffer, start: number, end: number) => {
    received += end - start;
  };
  one.connection.open(requestHead(), true, { ...one.stream('a'), data });
  await one.next('a end', 20_000);
  expect(received).toBe(size);
});

test('a request of 100 MB is sent whole, within every window', async () => {
  const size = 100 * 2 ** 20;
  let received = 0;
  const port = await nodeServer((stream) => {
    stream.on('data', (chunk) => {
      received += chunk.length;
    });
    stream.on('end', () => stream.respond({ ':status': 204 }, { endStream: true }));
  });
  const one = await connected(port);
  const body = Buffer.alloc(size);
  one.request('a', { method: 'POST', body });
  expect(await one.next('a headers', 20_000)).toMatch(/^a headers 204 .*ended$/);
  expect(received).toBe(size);
});

test('a server that does not read holds a request back, and memory with it', async () => {
  const server = await target((socket) => void socket.pause(), settings({ initialWindowSize: 2 ** 31 - 1 }));
  const one = await connected(server.port);
  for (const socket of server.sockets) socket.write(frame(8, 0, 0, Buffer.from('70000000', 'hex')));
  await pause(50);
  const before = process.memoryUsage().arrayBuffers;
  const stream = one.request('a', { method: 'POST', body: Buffer.alloc(100 * 2 ** 20) });
  await pause(200);
  expect(stream.queued).toBeGreaterThan(80 * 2 ** 20);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(108 * 2 ** 20);
});

test('a stream that a window stalls can be given up, and the connection goes on', async () => {
  const server = await target(answering(ok), settings({ initialWindowSize: 0 }));
  const one = await connected(server.port);
  const stalled = one.request('a', { method: 'POST', body: Buffer.alloc(10) });
  await pause(50);
  expect(stalled.queued).toBe(10);
  one.connection.cancel(stalled);
  one.request('b');
  await one.next('b end');
  expect(one.events.filter((event) => event.startsWith('a'))).toEqual([]);
  expect(server.frames).toContain('RST_STREAM 1 CANCEL');
});

test('a server of HTTP/1.1 is known as such', async () => {
  const port = await listening(createHttp1());
  expect(await open(port).next('failed')).toBe(
    'failed protocol: the server speaks HTTP/1.1 and not HTTP/2 at this port',
  );
});

test('a server that says nothing runs into the connect timeout', async () => {
  const server = await target(() => {}, Buffer.alloc(0));
  await steadily(30, async () => {
    const failed = await open(server.port, { connectTimeoutMs: 100 }).next('failed');
    expect(failed).toBe('failed connect-timeout: the server did not say within 100 ms that it speaks HTTP/2');
  });
});

test('a port where nothing listens refuses', async () => {
  const server = await target(() => {});
  await server.close();
  expect(await open(server.port).next('failed')).toBe(
    `failed refused: 127.0.0.1:${server.port}: the connection was refused`,
  );
});

const cut: [name: string, cut: (socket: Socket, frame: Frame) => void, failed: string][] = [
  ['closes', (socket) => socket.end(), 'closed: the server closed the connection before the end of its answer'],
  ['resets', (socket) => socket.resetAndDestroy(), 'reset: the connection was reset'],
  [
    'says goodbye and closes',
    (socket, { id }) => void socket.end(goAway(id, 'INTERNAL_ERROR', 'out of memory')),
    'closed: the server closes the connection (GOAWAY: INTERNAL_ERROR, out of memory)',
  ],
];

test.each(cut)('where the server %s, connection and streams fail, once', async (_, behave, failed) => {
  const server = await target((socket, one) => one.type === 1 && one.id === 3 && behave(socket, one));
  const one = await connected(server.port);
  one.request('a');
  one.request('b');
  await one.next('b failed');
  await pause(30);
  const rest = one.events.filter((event) => event !== 'connected' && event !== 'room changed');
  expect(rest).toEqual([`failed ${failed}`, `a failed ${failed}`, `b failed ${failed}`]);
});

test.each([
  ['closes', (socket: Socket) => void socket.end()],
  ['resets', (socket: Socket) => void socket.resetAndDestroy()],
])('a server that %s while idle has closed, not failed', async (_, behave) => {
  const server = await target(answering(ok));
  const one = await connected(server.port);
  one.request('a');
  await one.next('a end');
  for (const socket of server.sockets) behave(socket);
  await one.next('closed');
  await pause(30);
  expect(one.events).toEqual(['connected', 'a headers 200', 'a end with 5 bytes', 'closed']);
});

test('a server that is asked no more is told so', async () => {
  const server = await target(() => {});
  const one = await connected(server.port);
  one.request('a');
  one.connection.destroy();
  for (let i = 0; i < 50 && server.sockets.size > 0; i++) await pause(10);
  expect(server.sockets.size).toBe(0);
  expect(server.frames.at(-1)).toBe('GOAWAY NO_ERROR');
  expect(one.events).toEqual(['connected']);
});

test('no event comes after destroy while connecting', async () => {
  const server = await target(() => {});
  const one = open(server.port);
  one.connection.destroy();
  await pause(50);
  expect(one.events).toEqual([]);
});

const endless: [name: string, begin: Buffer, again: Buffer, failed: RegExp][] = [
  ['PINGs', Buffer.alloc(0), Buffer.concat(Array(500).fill(ping('x'))), /^failed too-large: the server floods/],
  ['SETTINGS', Buffer.alloc(0), Buffer.concat(Array(500).fill(settings())), /^failed too-large: the server floods/],
  [
    'CONTINUATIONs',
    frame(1, 0, 1),
    Buffer.concat(Array(500).fill(frame(9, 0, 1))),
    /^failed too-large: .*CONTINUATIONs/,
  ],
  ['headers', frame(1, 0, 1), frame(9, 0, 1, Buffer.alloc(16_384)), /^failed too-large: .*too long/],
];

test.each(endless)('endless %s end the connection', async (_, begin, again, failed) => {
  const server = await target((socket, { type }) => {
    if (type !== 1) return;
    socket.write(begin);
    const more = () => {
      while (socket.writable && socket.write(again));
    };
    socket.on('drain', more);
    more();
  });
  const one = await connected(server.port);
  one.request('a');
  expect(await one.next('failed')).toMatch(failed);
});

test('a graceful end of node:http2 loses no request', async () => {
  const server = createServer();
  const sessions = new Set<{ close(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream) => {
    setTimeout(() => {
      stream.respond({ ':status': 200 });
      stream.end('slow');
    }, 50);
  });
  const one = await connected(await listening(server));
  for (const name of ['a', 'b', 'c']) one.request(name);
  await pause(20);
  for (const session of sessions) session.close();
  await one.next('closed');
  const ends = one.events.filter((event) => / end with 4 bytes$/.test(event));
  expect(ends).toHaveLength(3);
});

test('a stream that node:http2 refuses is unprocessed', async () => {
  const port = await nodeServer((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM));
  const one = await connected(port);
  one.request('a');
  expect(await one.next('a failed')).toMatch(/REFUSED_STREAM\) \(unprocessed\)$/);
});
