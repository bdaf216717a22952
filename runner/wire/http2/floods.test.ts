// What a server may make us do and hold is bounded.

import {
  data,
  frame,
  goAway,
  headers,
  ping,
  reset,
  settings,
  windowUpdate,
} from '../../../test/hostile/http2/frames.ts';
import { inMemory } from '../../../test/hostile/http2/in-memory.ts';
import { encodeFields } from '../hpack/encoder.ts';

const ok = encodeFields([[':status', '200']]);

function open(given: Parameters<typeof inMemory>[0] = {}) {
  const one = inMemory(given);
  one.begin();
  one.request();
  one.forget();
  return one;
}

const useless: [name: string, frame: Buffer][] = [
  ['PING', ping('x')],
  ['SETTINGS', settings()],
  ['RST_STREAM of a stream that is gone', reset(1, 'CANCEL')],
  ['WINDOW_UPDATE', windowUpdate(0, 1)],
  ['PRIORITY', frame(2, 0, 1, Buffer.alloc(5))],
  ['unknown frames', frame(99, 0, 0)],
  ['empty DATA', data(3, '')],
  ['ACKs of no PING', frame(6, 1, 0, Buffer.alloc(8))],
];

test.each(useless)('a flood of %s ends the connection', (_, flood) => {
  const one = open({ controlFrames: 100 });
  one.request();
  one.receive(reset(1, 'CANCEL'), headers(3, [[':status', '200']]));
  one.forget();
  one.receive(...Array.from({ length: 150 }, () => flood));
  expect(one.events.filter((event) => event.startsWith('failed'))).toEqual([
    'failed too-large: the server floods the connection with frames that say nothing',
  ]);
  expect(one.sent().at(-1)).toBe('GOAWAY ENHANCE_YOUR_CALM');
  expect(one.sent().length).toBeLessThan(110);
});

test('as many frames a second as are allowed are none', () => {
  const one = open({ controlFrames: 100 });
  for (let i = 0; i < 50; i++) {
    one.transport.clock += 1000;
    one.receive(...Array.from({ length: 100 }, () => ping('x')));
  }
  expect(one.events).toEqual([]);
});

test('frames that come along with requests and answers are none', () => {
  const one = inMemory({ controlFrames: 100 });
  one.begin();
  for (let id = 1; id < 4000; id += 2) {
    one.request();
    one.receive(windowUpdate(0, 1), windowUpdate(id, 1), ping('x'), headers(id, [[':status', '200']], { end: true }));
  }
  expect(one.events.filter((event) => event.startsWith('failed'))).toEqual([]);
});

test('replies that the server does not read are not piled up', () => {
  const one = open({ queuedReplies: 50 });
  one.transport.pending = 1;
  one.receive(...Array.from({ length: 60 }, () => ping('x')));
  expect(one.events[0]).toBe('failed too-large: the server does not read the replies to its frames');
});

test('replies that it reads are not counted', () => {
  const one = open({ queuedReplies: 50 });
  for (let i = 0; i < 200; i++) one.receive(ping('x'));
  expect(one.events).toEqual([]);
});

test('a flood of CONTINUATIONs ends the connection', () => {
  const one = open();
  one.receive(frame(1, 0, 1, ok), ...Array.from({ length: 40 }, () => frame(9, 0, 1)));
  expect(one.events[0]).toBe('failed too-large: a header block has more than 32 CONTINUATIONs');
});

test('a header block without end ends the connection', () => {
  const one = open();
  one.receive(frame(1, 0, 1, ok), ...Array.from({ length: 10 }, () => frame(9, 0, 1, Buffer.alloc(16_384))));
  expect(one.events[0]).toBe('failed too-large: a header block is too long');
});

test('headers past the limits end the stream, and the connection lives', () => {
  const one = open();
  one.request();
  one.forget();
  const many = Array.from({ length: 300 }, (_, i): [string, string] => [`x-${i}`, '']);
  one.receive(headers(1, [[':status', '200'], ...many]), headers(3, [[':status', '200']], { end: true }));
  expect(one.events).toEqual([
    '1 failed too-large: there are more than 256 headers or 65536 bytes of them',
    '3 headers 200 ended',
    '3 end',
  ]);
  expect(one.sent()).toEqual(['RST_STREAM 1 ENHANCE_YOUR_CALM']);
});

test('an HPACK bomb ends the stream', () => {
  const one = open();
  const entry = Buffer.concat([Buffer.from('4001617fa11e', 'hex'), Buffer.alloc(4000, 'x')]);
  const bomb = Buffer.concat([ok, entry, Buffer.alloc(10_000, 0xbe)]);
  one.receive(frame(1, 5, 1, bomb));
  expect(one.events).toEqual(['1 failed too-large: there are more than 256 headers or 65536 bytes of them']);
});

test('endless informational responses end the stream', () => {
  const one = open();
  one.receive(...Array.from({ length: 40 }, () => headers(1, [[':status', '103']])));
  expect(one.events).toEqual(['1 failed too-large: there are more than 32 informational responses']);
});

test('windows that are raised piece by piece, as a long body goes, are none', () => {
  const one = inMemory({ controlFrames: 100 });
  one.begin();
  const stream = one.request('POST', false);
  if (stream === undefined) throw new Error('there is no room');
  one.session.write(stream, Buffer.alloc(2_000_000), true);
  for (let seen = 0; stream.queued > 0 && one.events.length === 0; ) {
    const frames = one.sentFrames().filter(({ type }) => type === 0);
    for (const { payload } of frames.slice(seen)) {
      for (let left = payload.length; left > 0; left -= 4096) {
        one.receive(windowUpdate(0, Math.min(left, 4096)), windowUpdate(1, Math.min(left, 4096)));
      }
    }
    seen = frames.length;
  }
  expect(one.events).toEqual(['1 drained']);
});

test('a flood of headers for a stream that was cancelled ends the connection', () => {
  const one = inMemory({ controlFrames: 100 });
  one.begin();
  const stream = one.request();
  if (stream === undefined) throw new Error('there is no room');
  one.session.cancel(stream);
  one.receive(...Array.from({ length: 150 }, () => headers(1, [[':status', '200']])));
  expect(one.events).toEqual(['failed too-large: the server floods the connection with frames that say nothing']);
});

test('many streams that are given up at once are not replies that the server does not read', () => {
  const one = inMemory({ queuedReplies: 50 });
  one.begin();
  const streams = Array.from({ length: 200 }, () => one.request());
  for (const stream of streams) if (stream !== undefined) one.session.cancel(stream);
  expect(one.events).toEqual([]);
  expect(one.sent().filter((words) => words.endsWith('CANCEL'))).toHaveLength(200);
});

test.each<[string, (i: number) => Buffer]>([
  ['windows of all streams', (i) => settings({ initialWindowSize: 1000 + (i % 2) })],
  ['goodbyes', () => goAway(2 ** 31 - 1, 'NO_ERROR')],
])('a flood of %s counts for more where many streams are open', (_, flood) => {
  const one = inMemory({ controlFrames: 1000 });
  one.begin();
  for (let i = 0; i < 6400; i++) one.request();
  one.receive(...Array.from({ length: 20 }, (_, i) => flood(i)));
  const flooded = 'failed too-large: the server floods the connection with frames that say nothing';
  expect(one.events).toContain(flooded);
});

test('a few of them, for as many streams, are no flood', () => {
  const one = inMemory();
  one.begin();
  for (let i = 0; i < 6400; i++) one.request();
  for (let i = 0; i < 20; i++) one.receive(settings({ initialWindowSize: 70_000 + i }));
  expect(one.events.filter((event) => event.startsWith('failed'))).toEqual([]);
});
