// Windows, both ways.
import { data, headers, settings, windowUpdate } from '../../../test/hostile/http2/frames.ts';
import { inMemory } from '../../../test/hostile/http2/in-memory.ts';

const ok = headers(1, [[':status', '200']]);

function posting(values: Parameters<typeof settings>[0] = {}, body: Buffer | null = null) {
  const one = inMemory();
  one.begin(values);
  const stream = one.request('POST', false);
  if (stream === undefined) throw new Error('there is no room');
  one.forget();
  if (body !== null) one.session.write(stream, body, true);
  return { ...one, stream };
}

const sizes = (sent: string[]) => sent.filter((words) => words.startsWith('DATA')).map((words) => words.slice(7));

test('a small body leaves at once, in one frame', () => {
  const { sent } = posting({}, Buffer.from('hello'));
  expect(sent()).toEqual(['DATA 1 5 END']);
});

test('a body stops at the window of its stream and goes on when it widens', () => {
  const { sent, receive, stream } = posting({ initialWindowSize: 10 }, Buffer.alloc(25));
  expect(sizes(sent())).toEqual(['10']);
  expect(stream.queued).toBe(15);
  receive(windowUpdate(1, 3));
  receive(windowUpdate(1, 100));
  expect(sizes(sent())).toEqual(['10', '3', '12 END']);
  expect(stream.queued).toBe(0);
});

test('a body stops at the window of the connection and goes on when it widens', () => {
  const { sent, receive } = posting({ initialWindowSize: 200_000 }, Buffer.alloc(70_000));
  expect(sizes(sent())).toEqual(['16384', '16384', '16384', '16383']);
  receive(windowUpdate(0, 10_000));
  expect(sizes(sent()).slice(4)).toEqual(['4465 END']);
});

test('pieces by which windows widen together leave as one frame', () => {
  const one = inMemory();
  one.begin({ initialWindowSize: 1000 });
  for (let id = 1; id <= 3; id += 2) {
    const stream = one.request('POST', false);
    if (stream !== undefined) one.session.write(stream, Buffer.alloc(5000), true);
  }
  one.forget();
  const pieces = Array.from({ length: 10 }, () => [windowUpdate(1, 10), windowUpdate(0, 20), windowUpdate(3, 10)]);
  one.receive(Buffer.concat(pieces.flat()));
  expect(one.sent()).toEqual(['DATA 1 100', 'DATA 3 100']);
});

test('frames are as long as the server takes them', () => {
  const { sent } = posting({ maxFrameSize: 40_000 }, Buffer.alloc(50_000));
  expect(sizes(sent())).toEqual(['40000', '10000 END']);
});

test('new settings change the windows of open streams, even below nothing', () => {
  const { sent, receive } = posting({ initialWindowSize: 10 }, Buffer.alloc(30));
  receive(settings({ initialWindowSize: 4 }));
  receive(windowUpdate(1, 6));
  expect(sizes(sent())).toEqual(['10']);
  receive(settings({ initialWindowSize: 5 }));
  expect(sizes(sent())).toEqual(['10', '1']);
});

test('a window of nothing lets an empty end through', () => {
  const { sent } = posting({ initialWindowSize: 0 }, Buffer.alloc(0));
  expect(sent()).toEqual(['DATA 1 0 END']);
});

test('pieces are sent in their order, and the end with the last', () => {
  const one = posting({ initialWindowSize: 4 });
  for (const piece of ['abc', 'def', 'ghi']) one.session.write(one.stream, Buffer.from(piece), false);
  one.session.write(one.stream, Buffer.alloc(0), true);
  one.receive(windowUpdate(1, 100));
  const bodies = one.sentFrames().map(({ payload }) => payload.toString());
  expect(bodies).toEqual(['abc', 'd', 'efghi']);
  expect(one.sent().at(-1)).toBe('DATA 1 5 END');
  expect(one.events).toEqual(['1 drained']);
});

test('what is written after the end is not sent', () => {
  const one = posting({}, Buffer.from('all'));
  one.session.write(one.stream, Buffer.from('more'), true);
  expect(one.sent()).toEqual(['DATA 1 3 END']);
});

test('streams take turns on a window that they share', () => {
  const one = inMemory();
  one.begin({ initialWindowSize: 1_000_000 });
  const streams = [1, 3].map(() => one.request('POST', false));
  one.forget();
  for (const stream of streams) if (stream !== undefined) one.session.write(stream, Buffer.alloc(100_000), true);
  one.forget();
  one.receive(windowUpdate(0, 65_536));
  expect(one.sent()).toEqual(['DATA 1 16384', 'DATA 3 16384', 'DATA 1 16384', 'DATA 3 16384']);
});

test('a socket that takes nothing holds a body back', () => {
  const one = posting({ initialWindowSize: 2 ** 30 });
  one.receive(windowUpdate(0, 2 ** 30));
  one.transport.pending = 2 ** 20;
  one.session.write(one.stream, Buffer.alloc(100), true);
  expect(one.sent()).toEqual([]);
  one.transport.pending = 0;
  one.session.drained();
  expect(one.sent()).toEqual(['DATA 1 100 END']);
});

test('windows are raised in large steps, for the connection and for the stream', () => {
  const one = inMemory();
  one.begin();
  one.request();
  one.forget();
  one.receive(ok);
  const megabytes = (n: number) => Array.from({ length: 64 * n }, () => data(1, Buffer.alloc(16_384)));
  one.receive(...megabytes(16));
  expect(one.sent().filter((words) => words.includes(' 1 '))).toEqual(Array(8).fill(`WINDOW_UPDATE 1 +${2 * 2 ** 20}`));
  expect(one.sent().filter((words) => words.includes(' 0 '))).toEqual(Array(2).fill(`WINDOW_UPDATE 0 +${8 * 2 ** 20}`));
});

test('padding counts for the windows', () => {
  const one = inMemory({ streamWindowBytes: 1000, connectionWindowBytes: 2 ** 20 });
  one.begin();
  one.request();
  one.forget();
  one.receive(ok, data(1, 'x'.repeat(299), { pad: 200 }));
  expect(one.sent()).toEqual(['WINDOW_UPDATE 1 +500']);
});

test('a body that was given up still counts for the connection', () => {
  const one = inMemory({ connectionWindowBytes: 70_000 });
  one.begin();
  const stream = one.request();
  if (stream !== undefined) one.session.cancel(stream);
  one.forget();
  one.receive(ok, ...Array.from({ length: 3 }, () => data(1, Buffer.alloc(16_384))));
  expect(one.sent()).toEqual(['WINDOW_UPDATE 0 +49152']);
});

test('frames are not so long that they would have to be put together in much memory', () => {
  const { sent } = posting({ maxFrameSize: 2 ** 24 - 1, initialWindowSize: 2 ** 30 }, Buffer.alloc(65_535));
  expect(sizes(sent())).toEqual(['65527', '8 END']);
});
