// How many streams there are, how they are given up, and how a connection opens and ends.
import { data, frame, goAway, headers, reset, settings } from '../../../test/hostile/http2/frames.ts';
import { inMemory } from '../../../test/hostile/http2/in-memory.ts';
import { requestHead } from '../../../test/hostile/http2/recorder.ts';
import { encodeFields } from '../hpack/encoder.ts';

const done = (id: number) => headers(id, [[':status', '200']], { end: true });

test('the first words are the preface, settings that forbid push, and a window for the connection', () => {
  const one = inMemory();
  const [first, second] = one.sentFrames();
  expect(one.sent()).toEqual(['SETTINGS', `WINDOW_UPDATE 0 +${16 * 2 ** 20 - 65_535}`]);
  expect(first?.payload.toString('hex')).toContain('000200000000');
  expect(second?.id).toBe(0);
});

test('a stream cannot be opened before the server has spoken', () => {
  const one = inMemory();
  expect(one.session.room).toBe(0);
  expect(one.request()).toBeUndefined();
  one.receive(settings({ maxConcurrentStreams: 2 }));
  expect(one.events).toEqual(['connected']);
  expect(one.session.room).toBe(2);
});

test('no more streams are open than the server takes', () => {
  const one = inMemory();
  one.begin({ maxConcurrentStreams: 2 });
  expect([one.request(), one.request(), one.request()].map((stream) => stream?.id)).toEqual([1, 3, undefined]);
  one.receive(done(1));
  expect(one.session.room).toBe(1);
  expect(one.request()?.id).toBe(5);
});

test('a server that takes more, or fewer, is heard', () => {
  const one = inMemory();
  one.begin({ maxConcurrentStreams: 1 });
  one.request();
  one.receive(settings({ maxConcurrentStreams: 3 }));
  expect(one.events).toEqual(['room changed']);
  expect(one.session.room).toBe(2);
  one.receive(settings({ maxConcurrentStreams: 0 }));
  expect(one.session.room).toBe(0);
});

test('requests that are made while an answer is read leave in one write with the rest', () => {
  const one = inMemory();
  one.begin();
  one.request();
  one.forget();
  one.on((event) => event === '1 end' && void [one.request(), one.request()]);
  one.receive(Buffer.concat([settings(), done(1)]));
  expect(one.writes()).toBe(1);
  expect(one.sent()).toEqual(['SETTINGS ACK', 'HEADERS 3 END', 'HEADERS 5 END']);
});

test('requests of one turn leave in one write', async () => {
  const one = inMemory();
  one.begin();
  for (let i = 0; i < 3; i++) one.request();
  expect(one.writes()).toBe(0);
  await Promise.resolve();
  expect(one.writes()).toBe(1);
});

test('a stream that is given up is told no more, and the connection lives', () => {
  const one = inMemory();
  one.begin();
  const stream = one.request();
  one.request();
  one.forget();
  one.receive(headers(1, [[':status', '200']]));
  if (stream !== undefined) one.session.cancel(stream);
  one.receive(data(1, 'late'), headers(1, [['x', 'y']], { end: true }), done(3));
  expect(one.events).toEqual(['1 headers 200', '3 headers 200 ended', '3 end']);
  expect(one.bodies).toEqual({});
  expect(one.sent()).toEqual(['RST_STREAM 1 CANCEL']);
});

test('a stream can be given up within any of its events', () => {
  for (const event of ['1 headers 200', '1 trailers x=y']) {
    const one = inMemory();
    one.begin();
    const stream = one.request();
    one.forget();
    one.on((told) => told === event && stream !== undefined && one.session.cancel(stream));
    one.receive(headers(1, [[':status', '200']]), data(1, 'x'), headers(1, [['x', 'y']], { end: true }));
    expect(one.events.at(-1)).toBe(event);
  }
});

test('header blocks of streams that were given up still count for the next ones', () => {
  const one = inMemory();
  one.begin();
  const stream = one.request();
  one.request();
  one.forget();
  if (stream !== undefined) one.session.cancel(stream);
  const indexing = Buffer.from('88400161017a', 'hex'); // :status 200, a: z with indexing
  one.receive(frame(1, 5, 1, indexing), frame(1, 5, 3, Buffer.from('88be', 'hex')));
  expect(one.events).toEqual(['3 headers 200 a=z ended', '3 end']);
});

test('a cancelled stream that the server ends too has ended', () => {
  const one = inMemory();
  one.begin();
  const stream = one.request();
  if (stream !== undefined) one.session.cancel(stream);
  one.receive(reset(1, 'CANCEL'), done(1));
  expect(one.events).toEqual(['failed protocol: a HEADERS frame belongs to stream 1, which had ended']);
});

test('after more cancelled streams than are remembered, late frames are still put up with', () => {
  const one = inMemory({ rememberedResets: 2 });
  one.begin();
  for (let i = 0; i < 4; i++) {
    const stream = one.request();
    if (stream !== undefined) one.session.cancel(stream);
  }
  one.forget();
  one.receive(...[1, 3, 5, 7].map(done));
  expect(one.events).toEqual([]);
});

test('an answer that ends before its request takes no more of it', () => {
  const one = inMemory();
  one.begin();
  const stream = one.request('POST', false);
  one.forget();
  one.receive(done(1));
  if (stream !== undefined) one.session.write(stream, Buffer.from('too late'), true);
  expect(one.events).toEqual(['1 headers 200 ended', '1 end']);
  expect(one.sent()).toEqual(['RST_STREAM 1 NO_ERROR']);
});

test('an answer that has ended is whole, whatever reset follows', () => {
  const one = inMemory();
  one.begin();
  one.request();
  one.forget();
  one.receive(done(1), reset(1, 'PROTOCOL_ERROR'));
  expect(one.events).toEqual(['1 headers 200 ended', '1 end']);
});

test('a stream that failed takes no more of its request', () => {
  const one = inMemory();
  one.begin();
  const stream = one.request('POST', false);
  one.receive(reset(1, 'CANCEL'));
  one.forget();
  if (stream !== undefined) one.session.write(stream, Buffer.from('too late'), true);
  expect(one.sent()).toEqual([]);
});

test('no event comes after destroy', () => {
  const one = inMemory();
  one.begin();
  one.request();
  one.forget();
  one.session.destroy();
  one.receive(done(1));
  one.session.closed({ kind: 'reset', message: 'reset' });
  expect(one.events).toEqual([]);
  expect(one.sent()).toEqual(['GOAWAY NO_ERROR']);
  expect(one.transport.ended).toBe(true);
});

test('no event comes after destroy within an event', () => {
  const one = inMemory();
  one.begin();
  one.request();
  one.request();
  one.forget();
  one.on((event) => event === '1 end' && one.session.destroy());
  one.receive(Buffer.concat([done(1), done(3)]));
  expect(one.events).toEqual(['1 headers 200 ended', '1 end']);
});

test('a connection that is left takes no streams, and ends with its last', () => {
  const one = inMemory();
  one.begin();
  one.request();
  one.forget();
  one.receive(goAway(1, 'NO_ERROR'));
  expect(one.session.room).toBe(0);
  expect(one.request()).toBeUndefined();
  one.receive(done(1));
  expect(one.events).toEqual(['room changed', '1 headers 200 ended', '1 end', 'closed']);
  expect(one.transport.ended).toBe(true);
});

test('a GOAWAY while idle closes the connection', () => {
  const one = inMemory();
  one.begin();
  one.receive(goAway(0, 'NO_ERROR'));
  expect(one.events).toEqual(['room changed', 'closed']);
});

test.each([
  ['HTTP/1.1 400 Bad Request\r\n\r\n', 'the server speaks HTTP/1.1 and not HTTP/2 at this port'],
  ['HTTP/1.', 'the server speaks HTTP/1.1 and not HTTP/2 at this port'],
  ['\x15\x03\x01\x00\x02\x02\x46', 'the server speaks TLS at this port: use https://'],
  ['\x15\x03\x01\x00\x02\x02\x46 and more of it', 'the server speaks TLS at this port: use https://'],
  ['220 mail.example ESMTP\r\n', 'the server does not speak HTTP/2'],
  ['\x00', 'the server does not speak HTTP/2'],
])('a server that says %j', (bytes, words) => {
  for (const pieces of [[bytes], [...bytes]]) {
    const one = inMemory();
    one.receive(...pieces.map((piece) => Buffer.from(piece, 'latin1')));
    one.session.closed();
    expect(one.events).toEqual([`failed protocol: ${words}`]);
  }
});

test('a server that says nothing and closes', () => {
  const one = inMemory();
  one.session.closed();
  expect(one.events).toEqual([expect.stringMatching(/^failed closed: .*without a word of HTTP\/2/)]);
});

test('a server that begins with another frame than SETTINGS does not speak HTTP/2', () => {
  const one = inMemory();
  one.receive(goAway(0, 'NO_ERROR'));
  expect(one.events).toEqual(['failed protocol: the server does not speak HTTP/2']);
});

test('what is sent again is said in short, and what is sent once in full', () => {
  const one = inMemory();
  one.begin();
  const [often, once] = [requestHead('GET', [['x-key', 'value']]), requestHead('GET', [['x-other', 'value']])];
  for (const head of [often, once, often, once, often]) one.session.open(head, true, one.stream('any'));
  const { first, plain, again } = often.fields;
  const blocks = one.sentFrames().map(({ payload }) => payload.toString('hex'));
  expect(blocks).toEqual(
    [first, once.fields.plain, again, once.fields.plain, again].map((block) => block.toString('hex')),
  );
  expect(again.length).toBeLessThan(plain.length / 3);
});

test('a head that is too large for the table stays out of it', () => {
  const one = inMemory();
  one.begin();
  const head = requestHead('GET', [['x-key', 'v'.repeat(4096)]]);
  for (let i = 0; i < 2; i++) one.session.open(head, true, one.stream('any'));
  for (const { payload } of one.sentFrames()) expect(payload).toEqual(head.fields.plain);
});

test.each([
  ['at first', 0],
  ['later', 1],
])('a server that lowers its table %s is told that it is empty, once', (_, before) => {
  const one = inMemory();
  one.begin();
  const head = requestHead('GET', [['x-key', 'value']]);
  for (let i = 0; i < before; i++) one.session.open(head, true, one.stream('any'));
  one.receive(settings({ headerTableSize: 100 }));
  one.forget();
  for (let i = 0; i < 2; i++) one.session.open(head, true, one.stream('any'));
  const blocks = one.sentFrames().map(({ payload }) => payload.toString('hex'));
  const plain = head.fields.plain.toString('hex');
  expect(blocks).toEqual([`20${plain}`, plain]);
});

test('fields of one request follow those of all', () => {
  const one = inMemory();
  one.begin();
  const head = requestHead();
  const more = encodeFields([['x-request-id', '17']]);
  one.session.open(head, true, one.stream('any'), more);
  expect(one.sentFrames()[0]?.payload).toEqual(Buffer.concat([head.fields.first, more]));
});

test('a head of any size is sent', () => {
  const one = inMemory();
  one.begin();
  const head = requestHead('GET', [['x-long', '\\'.repeat(40_000)]]);
  one.session.open(head, true, one.stream(1));
  expect(one.sent()).toEqual(['HEADERS 1 END', 'CONTINUATION 1', 'CONTINUATION 1']);
  expect(one.sentFrames().map(({ flags }) => flags)).toEqual([1, 0, 4]);
  expect(one.sentFrames().map(({ id }) => id)).toEqual([1, 1, 1]);
});

test.each([
  ['refuses', reset(1, 'REFUSED_STREAM')],
  ['leaves behind', goAway(0, 'NO_ERROR')],
])('a stream that the server %s after it began to answer was not unprocessed', (_, frame) => {
  const one = inMemory();
  one.begin();
  one.request();
  one.receive(headers(1, [[':status', '200']]), data(1, 'a part'), frame);
  const end = one.events.find((event) => event.startsWith('1 failed'));
  expect(end).toBeDefined();
  expect(end).not.toContain('unprocessed');
});
