import { pause } from '../../../test/hostile/client.ts';
import { data, type Frame, frame, goAway, headers, reset, settings } from '../../../test/hostile/http2/frames.ts';
import { answering, type FrameServer, serveFrames } from '../../../test/hostile/http2/server.ts';
import { connect } from '../../wire/http2/connection.ts';
import { createResolver } from '../../wire/resolve.ts';
import type { Carrier } from './carrier.ts';
import { createHttp2Carrier } from './http2-carrier.ts';
import { createMessage } from './message.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const get = createMessage({ method: 'GET', target: '/', headers: [['Host', 'test']], body: null }, 'http');
const done = (id: number) => headers(id, [[':status', '200']], { end: true });

// A carrier, and what it tells in words.
async function carry(...served: Parameters<typeof serveFrames>) {
  const server = await serveFrames(...served);
  const events: string[] = [];
  const port = server.port;
  const options = { host: '127.0.0.1', port, addresses: createResolver(), tls: null, connectTimeoutMs: 1000 };
  const carrier = createHttp2Carrier((told) => connect(options, told), {
    connected: () => events.push('connected'),
    response: (status, reusable) => events.push(`${status} ${reusable ? 'reusable' : 'dead'}`),
    body: (chunk, start, end) => events.push(`body ${chunk.toString('latin1', start, end)}`),
    aborted: (kind) => events.push(`aborted ${kind}`),
    unprocessed: () => events.push('unprocessed'),
    failed: (kind) => events.push(`failed ${kind}`),
    closed: () => events.push('closed'),
  });
  closing.push(server.close, carrier.destroy);
  let seen = 0;
  // The next event but those of bodies.
  const next = async (event: string) => {
    const fresh = () => events.slice(seen).findIndex((told) => !told.startsWith('body'));
    for (let waited = 0; fresh() < 0 && waited < 2000; waited += 5) await pause(5);
    seen += fresh() + 1;
    expect(events[seen - 1]).toBe(event);
  };
  await next('connected');
  return { server, events, carrier, next };
}

const toAll = ({ sockets }: FrameServer, ...frames: Buffer[]) => {
  for (const socket of sockets) socket.write(Buffer.concat(frames));
};

async function asked({ carrier, server }: { carrier: Carrier; server: FrameServer }): Promise<void> {
  carrier.send(get, true);
  for (let waited = 0; !server.frames.some((words) => words.startsWith('HEADERS')) && waited < 2000; waited += 5) {
    await pause(5);
  }
}

test('answers follow each other, with their bodies and where they lead', async () => {
  const answer = (id: number) =>
    Buffer.concat([
      headers(id, [
        [':status', '302'],
        ['location', '/there'],
      ]),
      data(id, 'gone'),
      headers(id, [['location', '/nowhere']], { end: true }),
    ]);
  const { carrier, events, next } = await carry(answering(answer));
  carrier.send(get, true);
  await next('302 reusable');
  carrier.send(get, false);
  await next('302 reusable');
  expect(events).toEqual(['connected', 'body gone', '302 reusable', '302 reusable']);
  expect(carrier.location()).toBe('/there');
});

test('an answer without a location leads nowhere, whatever the one before it said', async () => {
  let count = 0;
  const fields = () => (count++ === 0 ? ([['location', '/there']] as const) : []);
  const { carrier, next } = await carry(
    answering((id) => headers(id, [[':status', '200'], ...fields()], { end: true })),
  );
  for (const location of ['/there', undefined]) {
    carrier.send(get, false);
    await next('200 reusable');
    expect(carrier.location()).toBe(location);
  }
});

test('the answer to a request in flight still counts when the server leaves, and is the last one', async () => {
  const one = await carry(() => {});
  await asked(one);
  toAll(one.server, goAway(1, 'NO_ERROR'));
  toAll(one.server, done(1));
  await one.next('200 dead');
  expect(one.events).toEqual(['connected', '200 dead']);
});

test.each([
  ['refused', reset(1, 'REFUSED_STREAM')],
  ['left behind by a GOAWAY', goAway(0, 'NO_ERROR')],
])('a request that is %s was not processed', async (_, words) => {
  const one = await carry(() => {});
  await asked(one);
  toAll(one.server, words);
  await one.next('unprocessed');
  expect(one.events).toEqual(['connected', 'unprocessed']);
});

test('a request that is reset for another reason has failed alone', async () => {
  const one = await carry(() => {});
  await asked(one);
  toAll(one.server, reset(1, 'INTERNAL_ERROR'));
  await one.next('aborted reset');
  one.carrier.send(get, false);
  await pause(20);
  toAll(one.server, done(3));
  await one.next('200 reusable');
});

test('a connection that ends takes its request with it, once', async () => {
  const one = await carry(() => {});
  await asked(one);
  for (const socket of one.server.sockets) socket.destroy();
  await one.next('failed closed');
  expect(one.events).toEqual(['connected', 'failed closed']);
});

test('a request waits until the server takes streams', async () => {
  const { carrier, server, events, next } = await carry(answering(done), settings({ maxConcurrentStreams: 0 }));
  carrier.send(get, false);
  await pause(30);
  expect(events).toEqual(['connected']);
  toAll(server, settings({ maxConcurrentStreams: 1 }));
  await next('200 reusable');
});

test('a request that waits when the server leaves may be sent elsewhere', async () => {
  const { carrier, server, next } = await carry(() => {}, settings({ maxConcurrentStreams: 0 }));
  carrier.send(get, false);
  toAll(server, goAway(0, 'NO_ERROR'));
  await next('unprocessed');
});

const ponging = (answersPings: boolean) => (socket: { write(bytes: Buffer): unknown }, sent: Frame) => {
  if (sent.type === 6 && answersPings) socket.write(frame(6, 1, 0, sent.payload));
};

test.each([
  ['goes on while the server answers PINGs', true],
  ['ends where nothing comes between two that are given up', false],
])('a connection whose requests are given up %s', async (_, answersPings) => {
  const one = await carry(ponging(answersPings));
  await asked(one);
  expect(one.carrier.giveUp()).toBe(true);
  await pause(50);
  expect(one.server.frames.slice(-2)).toEqual(['RST_STREAM 1 CANCEL', expect.stringMatching(/^PING/)]);
  one.carrier.send(get, false);
  await pause(50);
  expect(one.carrier.giveUp()).toBe(answersPings);
});

test('a carrier that is not connected cannot go on without its request', async () => {
  const black = await serveFrames(() => {}, Buffer.alloc(0));
  closing.push(black.close);
  const options = {
    host: '127.0.0.1',
    port: black.port,
    addresses: createResolver(),
    tls: null,
    connectTimeoutMs: 500,
  };
  const nothing = () => {};
  const told = { connected: nothing, response: nothing, body: nothing, aborted: nothing, unprocessed: nothing };
  const carrier = createHttp2Carrier((to) => connect(options, to), { ...told, failed: nothing, closed: nothing });
  expect(carrier.giveUp()).toBe(false);
  carrier.destroy();
});
