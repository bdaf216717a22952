// node:http is the oracle: the same bytes to its client and to our parser.
import { Agent, request } from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { type Case, cases, reasons } from '../../../test/hostile/responses.ts';
import { limits } from '../limits.ts';
import { createResponseParser } from './parser.ts';

type Outcome = { status: number; body: string; reusable: boolean } | 'refused' | 'waiting';

function ours({ bytes, method = 'GET', ended }: Omit<Case, 'expect' | 'name'>): Outcome {
  let outcome: Outcome = 'refused';
  const body: Buffer[] = [];
  const parser = createResponseParser({
    head() {},
    body: (chunk, start, end) => body.push(Buffer.from(chunk.subarray(start, end))),
    done: (status, reusable) => {
      outcome = { status, body: Buffer.concat(body).toString('latin1'), reusable };
    },
    failed: () => {
      outcome = 'refused';
    },
  });
  parser.wantBody = true;
  parser.expect(method);
  parser.push(Buffer.from(bytes, 'latin1'), 0, bytes.length);
  if (ended === true) parser.close();
  return outcome;
}

function theirs({ bytes, method = 'GET', ended }: Omit<Case, 'expect' | 'name'>): Promise<Outcome> {
  return new Promise((resolve) => {
    const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const settle = (outcome: Outcome) => {
      resolve(outcome);
      stream.destroy();
    };
    const agent = Object.assign(new Agent({ keepAlive: true }), { createConnection: () => stream });
    const req = request({ method, agent, maxHeaderSize: limits.http1.headBytes }, (res) => {
      const body: Buffer[] = [];
      res.on('data', (chunk) => body.push(chunk));
      res.on('error', () => settle('refused'));
      res.on('end', () => {
        const { statusCode = 0 } = res;
        settle({ status: statusCode, body: Buffer.concat(body).toString('latin1'), reusable: req.shouldKeepAlive });
      });
    });
    req.on('error', () => settle('refused'));
    req.end();
    stream.push(Buffer.from(bytes, 'latin1'));
    if (ended === true) stream.push(null);
    else setTimeout(() => settle('waiting'), 200);
  });
}

test.each(cases.filter(({ node }) => node === undefined))('$name: as node:http', async (one) => {
  expect(ours(one)).toEqual(await theirs(one));
});

test.each(cases.filter(({ node }) => node !== undefined))(
  '$name: deliberately not as node:http ($node)',
  async (one) => {
    expect(reasons[one.node ?? 'version']).toBeDefined();
    expect(ours(one)).not.toEqual(await theirs(one));
  },
);

test('every reason for a difference has a case', () => {
  expect([...new Set(cases.map(({ node }) => node).filter((node) => node !== undefined))].sort()).toEqual(
    Object.keys(reasons).sort(),
  );
});

const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/);
const value = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e\t\x80-\xff]{0,30}[\x21-\x7e])?$/);
const text = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
  maxLength: 200,
});
const extension = fc.constantFrom('', ';a', ';a=b', ';a="b c"');

const framed = fc.oneof(
  text.map((body) => ({ header: `Content-Length: ${body.length}`, bytes: body, ended: false })),
  fc.array(fc.tuple(text, extension), { maxLength: 5 }).map((chunks) => ({
    header: 'Transfer-Encoding: chunked',
    bytes: `${chunks
      .filter(([chunk]) => chunk !== '')
      .map(([chunk, more]) => `${chunk.length.toString(16)}${more}\r\n${chunk}\r\n`)
      .join('')}0\r\n\r\n`,
    ended: false,
  })),
  text.map((body) => ({ header: 'X-Framing: none', bytes: body, ended: true })),
);

test('any valid answer is read as node:http reads it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        version: fc.constantFrom('1.1', '1.0'),
        status: fc.integer({ min: 200, max: 999 }).filter((status) => status !== 204 && status !== 304),
        headers: fc.array(fc.tuple(name, value), { maxLength: 8 }),
        connection: fc.constantFrom(
          '',
          'Connection: close\r\n',
          'Connection: keep-alive\r\n',
          'connection: Keep-Alive, foo\r\n',
        ),
        body: framed,
      }),
      async ({ version, status, headers, connection, body }) => {
        // node keeps HTTP/1.0 connections whose answer was chunked; RFC 9112 6.1 says not to.
        fc.pre(version === '1.1' || !body.header.startsWith('Transfer'));
        const lines = headers.map(([key, content]) => `${key}: ${content}\r\n`).join('');
        const bytes = `HTTP/${version} ${status} Some Reason\r\n${lines}${connection}${body.header}\r\n\r\n${body.bytes}`;
        const one = { bytes, ...(body.ended ? { ended: true as const } : {}) };
        expect(ours(one)).toEqual(await theirs(one));
      },
    ),
    { numRuns: 300 },
  );
});
