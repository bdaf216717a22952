import { pause } from '../../../test/hostile/client.ts';
import { type Http2Client, http2Client } from '../../../test/hostile/http2/client.ts';
import { type Frame, frame, settings } from '../../../test/hostile/http2/frames.ts';
import { type FrameServer, serveFrames } from '../../../test/hostile/http2/server.ts';
import { steadily } from '../../../test/steady.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function connected(keepAlive: { afterMs: number; timeoutMs: number }, answersPings: boolean, stallMs = 0) {
  const server = await serveFrames((socket, { type, flags, payload }: Frame) => {
    if (type !== 6 || flags !== 0 || !answersPings) return;
    socket.write(frame(6, 1, 0, payload));
    const until = performance.now() + stallMs;
    while (performance.now() < until);
  });
  const one = http2Client(server.port, { keepAlive });
  closing.push(server.close, one.connection.destroy);
  await one.next('connected');
  return { server, one };
}

const pings = ({ frames }: FrameServer) => frames.filter((words) => words.startsWith('PING')).length;

async function lives(one: Http2Client, forMs: number): Promise<boolean> {
  await pause(forMs);
  return one.events.every((event) => !/^(failed|closed)/.test(event));
}

test('a server that answers PINGs is waited for', async () => {
  await steadily(50, async () => {
    const { server, one } = await connected({ afterMs: 50, timeoutMs: 100 }, true);
    one.request('a');
    expect(await lives(one, 500)).toBe(true);
    expect(pings(server)).toBeGreaterThan(2);
  });
});

test('an answer that came while this thread stood still has come', async () => {
  await steadily(200, async () => {
    const { server, one } = await connected({ afterMs: 50, timeoutMs: 100 }, true, 150);
    one.request('a');
    while (pings(server) < 2 && (await lives(one, 10)));
    expect(await lives(one, 0)).toBe(true);
  });
});

test('a server that says nothing to a PING is dead, and its streams with it', async () => {
  const started = performance.now();
  const { one } = await connected({ afterMs: 50, timeoutMs: 100 }, false);
  one.request('a');
  expect(await one.next('failed')).toMatch(
    /^failed reset: .* nothing came within 100 ms, not even the answer to a PING/,
  );
  expect(performance.now() - started).toBeGreaterThanOrEqual(145);
  expect(await one.next('a failed')).toMatch(/PING/);
});

test('an idle connection is asked, too, and ends without a failure', async () => {
  const { server, one } = await connected({ afterMs: 50, timeoutMs: 50 }, false);
  await one.next('closed');
  expect(pings(server)).toBe(1);
});

test('a server that goes on talking is not asked', async () => {
  await steadily(100, async () => {
    const { server, one } = await connected({ afterMs: 300, timeoutMs: 50 }, false);
    for (let i = 0; i < 10; i++) {
      await pause(50);
      for (const socket of server.sockets) socket.write(settings());
    }
    expect(await lives(one, 0)).toBe(true);
    expect(pings(server)).toBe(0);
  });
});

test('any byte after the PING is a sign of life', async () => {
  await steadily(30, async () => {
    const { server, one } = await connected({ afterMs: 50, timeoutMs: 200 }, false);
    const talk = setInterval(() => {
      for (const socket of server.sockets) socket.write(settings());
    }, 130);
    closing.push(() => clearInterval(talk));
    expect(await lives(one, 600)).toBe(true);
    expect(pings(server)).toBeGreaterThan(1);
  });
});

test('a connection that was destroyed sends no PING', async () => {
  const { server, one } = await connected({ afterMs: 50, timeoutMs: 50 }, false);
  one.connection.destroy();
  await pause(150);
  expect(pings(server)).toBe(0);
});
