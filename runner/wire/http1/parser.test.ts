import fc from 'fast-check';
import { type Case, cases } from '../../../test/hostile/responses.ts';
import { limits } from '../limits.ts';
import { createResponseParser } from './parser.ts';

type Event = { head: number } | { done: number; reusable: boolean } | { failed: string; message: string };

// What a new parser makes of these pieces of bytes, the body joined.
function feed(one: Pick<Case, 'method' | 'ended'>, pieces: readonly Buffer[]): { events: Event[]; body: string } {
  return recorder().take(one, pieces);
}

function recorder() {
  let events: Event[] = [];
  let body: Buffer[] = [];
  const parser = createResponseParser({
    head: (status) => events.push({ head: status }),
    body: (chunk, start, end) => body.push(Buffer.from(chunk.subarray(start, end))),
    done: (status, reusable) => events.push({ done: status, reusable }),
    failed: (kind, message) => events.push({ failed: kind, message }),
  });
  parser.wantBody = true;
  return { take };

  function take({ method = 'GET', ended }: Pick<Case, 'method' | 'ended'>, pieces: readonly Buffer[]) {
    events = [];
    body = [];
    parser.expect(method);
    for (const piece of pieces) {
      // The read buffer is used again for the next read: nothing may rely on it after push.
      const shared = Buffer.concat([Buffer.from('#'), piece, Buffer.from('#')]);
      parser.push(shared, 1, 1 + piece.length);
      shared.fill(33);
    }
    if (ended === true) parser.close();
    return { events, body: Buffer.concat(body).toString('latin1') };
  }
}

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const stops = [...new Set(at.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...stops].map((start, i) => bytes.subarray(start, stops[i] ?? bytes.length));
};

test.each(cases)('$name', (one) => {
  const { events, body } = feed(one, [Buffer.from(one.bytes, 'latin1')]);
  const last = events.at(-1);
  if ('failed' in one.expect) {
    expect(last).toEqual({ failed: one.expect.failed, message: expect.stringMatching(one.expect.saying) });
    return;
  }
  const { status, reusable } = one.expect;
  expect(events).toEqual([{ head: status }, { done: status, reusable }]);
  expect(body).toBe(one.expect.body);
});

test.each(cases.filter(({ bytes }) => bytes.length <= 2000))('$name: the same wherever it is cut', (one) => {
  const bytes = Buffer.from(one.bytes, 'latin1');
  const whole = feed(one, [bytes]);
  for (let at = 0; at <= bytes.length; at++) expect(feed(one, cut(bytes, [at]))).toEqual(whole);
  expect(
    feed(
      one,
      Array.from(bytes, (byte) => Buffer.from([byte])),
    ),
  ).toEqual(whole);
});

test('however the bytes are cut, the events are the same', () => {
  const corpus = cases.map((one) => ({ one, bytes: Buffer.from(one.bytes, 'latin1') }));
  fc.assert(
    fc.property(fc.constantFrom(...corpus), fc.array(fc.nat(80_000), { maxLength: 6 }), ({ one, bytes }, at) => {
      expect(feed(one, cut(bytes, at))).toEqual(feed(one, [bytes]));
    }),
    { numRuns: 500 },
  );
});

test('damaged answers are taken or refused, never thrown over, and alike wherever they are cut', () => {
  const corpus = cases.filter(({ bytes }) => bytes.length <= 500);
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...corpus), damage, fc.array(fc.nat(500), { maxLength: 4 }), (one, changes, at) => {
      const bytes = Buffer.from(one.bytes, 'latin1');
      for (const [where, value] of changes) if (bytes.length > 0) bytes[where % bytes.length] = value;
      expect(feed(one, cut(bytes, at))).toEqual(feed(one, [bytes]));
    }),
    { numRuns: 2000 },
  );
});

test('bytes that no request asked for are a protocol failure', () => {
  const failures: string[] = [];
  const parser = createResponseParser({ head() {}, body() {}, done() {}, failed: (kind) => failures.push(kind) });
  parser.push(Buffer.from('HTTP/1.1 200 OK\r\n'), 0, 5);
  parser.push(Buffer.from('HTTP/1.1 200 OK\r\n'), 0, 5);
  expect(failures).toEqual(['protocol']);
});

test('bytes after an answer fail even where the handler has sent the next request', () => {
  const events: string[] = [];
  const parser = createResponseParser({
    head() {},
    body() {},
    done(status) {
      events.push(`done ${status}`);
      parser.expect('GET');
    },
    failed: (kind) => events.push(kind),
  });
  parser.expect('GET');
  const two = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'.repeat(2));
  parser.push(two, 0, two.length);
  expect(events).toEqual(['done 200', 'protocol']);
});

test('one parser reads answer after answer', () => {
  const done: number[] = [];
  const parser = createResponseParser({ head() {}, body() {}, done: (status) => done.push(status), failed: fail });
  const good = cases.flatMap(({ method, bytes, expect }) =>
    'failed' in expect || !expect.reusable ? [] : [{ method, bytes, ...expect }],
  );
  for (const { method = 'GET', bytes } of good) {
    parser.expect(method);
    parser.push(Buffer.from(bytes, 'latin1'), 0, bytes.length);
  }
  expect(done).toEqual(good.map(({ status }) => status));
});

test('what came before on a connection does not change what an answer says', () => {
  const good = cases.filter(({ expect, bytes }) => !('failed' in expect) && expect.reusable && bytes.length < 2000);
  const few = fc.uniqueArray(fc.constantFrom(...good), { minLength: 1, maxLength: 3 });
  const sequence = few.chain((some) =>
    fc.array(fc.tuple(fc.constantFrom(...some), fc.array(fc.nat(300), { maxLength: 2 })), { maxLength: 30 }),
  );
  fc.assert(
    fc.property(sequence, (answers) => {
      const recorded = recorder();
      for (const [one, at] of answers) {
        const alone = feed(one, [Buffer.from(one.bytes, 'latin1')]);
        const { events, body } = recorded.take(one, cut(Buffer.from(one.bytes, 'latin1'), at));
        expect({ events, body }).toEqual(alone);
      }
    }),
    { numRuns: 300 },
  );
});

function fail(kind: string, message: string): never {
  throw new Error(`${kind}: ${message}`);
}

test('the location of a 3xx is known, and forgotten with the next answer', () => {
  const seen: (string | undefined)[] = [];
  const parser = createResponseParser({ head() {}, body() {}, done: () => seen.push(parser.location), failed: fail });
  for (const status of ['302 Found', '200 OK', '308 Permanent Redirect']) {
    const bytes = Buffer.from(`HTTP/1.1 ${status}\r\nLocation: /next \r\nContent-Length: 0\r\n\r\n`);
    parser.expect('GET');
    parser.push(bytes, 0, bytes.length);
  }
  expect(seen).toEqual(['/next', undefined, '/next']);
});

test('no body events come unless they are wanted', () => {
  let events = 0;
  const parser = createResponseParser({ head() {}, body: () => events++, done() {}, failed: fail });
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n');
  for (const wanted of [false, true]) {
    parser.wantBody = wanted;
    parser.expect('GET');
    parser.push(bytes, 0, bytes.length);
    expect(events).toBe(Number(wanted));
  }
});

test('limits are those of the table that is handed in', () => {
  const failures: string[] = [];
  const handler = { head() {}, body() {}, done() {}, failed: (kind: string) => failures.push(kind) };
  const parser = createResponseParser(handler, { ...limits.http1, headBytes: 40 });
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: y\r\n\r\n');
  parser.expect('GET');
  parser.push(bytes, 0, bytes.length);
  expect(failures).toEqual(['too-large']);
});
