// node:http2 is the oracle: what its encoder writes, with its dynamic table, ours reads; what ours writes, it reads.
import { connect, createServer, type Http2Server, type OutgoingHttpHeaders } from 'node:http2';
import { type AddressInfo, connect as connectTcp, createServer as createTcp } from 'node:net';
import fc from 'fast-check';
import { framesIn, headers, settings } from '../../../test/hostile/http2/frames.ts';
import { reading } from './blocks.fixture.ts';
import type { Field } from './encoder.ts';

const name = fc.stringMatching(/^x-[a-z0-9!#$%&'*+.^_`|~-]{1,30}$/);
const value = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,60}[\x21-\x7e])?$/);
const ordinary = fc.constantFrom<Field>(
  ['server', 'nginx'],
  ['content-type', 'text/html; charset=utf-8'],
  ['cache-control', 'no-cache'],
  ['vary', 'accept-encoding'],
);
const fields = fc.array(fc.oneof(ordinary, fc.tuple(name, value)), { maxLength: 10 });
const unique = (all: readonly Field[]) => [...new Map(all)];

test('every block that node:http2 writes on a connection is read as it was meant', async () => {
  const sets = fc.sample(fields, { numRuns: 300, seed: 7 }).map(unique);
  const server = createServer();
  server.on('stream', (stream, { ':path': path = '' }) => {
    stream.respond({ ':status': 200, ...Object.fromEntries(sets[Number(path.slice(1))] ?? []) }, { endStream: true });
  });
  const port = await listening(server);
  try {
    const decoder = reading();
    const blocks = await blocksOf(port, sets.length);
    const read = blocks.map((block) => decoder.read(block));
    const plain = read.map((all) =>
      Array.isArray(all) ? all.filter(([key]) => key !== ':status' && key !== 'date') : all,
    );
    expect(plain).toEqual(sets);
  } finally {
    server.close();
  }
});

test('every block of ours is read by node:http2 as it was meant', async () => {
  const sets = fc.sample(fields, { numRuns: 200, seed: 8 }).map((all) => unique(all.filter(([key]) => key !== 'vary')));
  const server = createTcp((socket) => {
    socket.on('error', () => {});
    socket.write(settings());
    let [asked, skip] = [0, 24]; // the preface
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < skip) return;
      const { frames, rest } = framesIn(bytes.subarray(skip));
      skip = 0;
      bytes = rest;
      for (const { type, id } of frames) {
        if (type === 1) socket.write(headers(id, [[':status', '200'], ...(sets[asked++] ?? [])], { end: true }));
      }
    });
  });
  const port = await listening(server);
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    for (const set of sets) {
      const request = session.request({ ':path': '/' });
      const seen = await new Promise<OutgoingHttpHeaders>((resolve, reject) => {
        request.once('response', resolve);
        request.once('error', reject);
      });
      const read = Object.entries(seen).filter(([key]) => key !== ':status');
      expect(read.map(([key, content]) => [key, content])).toEqual(set);
    }
  } finally {
    session.destroy();
    server.close();
  }
});

// Asks for /0, /1, … on one connection and gives the header blocks of the answers.
function blocksOf(port: number, count: number): Promise<Buffer[]> {
  const request = (i: number) =>
    headers(
      2 * i + 1,
      [
        [':method', 'GET'],
        [':scheme', 'http'],
        [':authority', 'test'],
        [':path', `/${i}`],
      ],
      { end: true },
    );
  return new Promise((resolve, reject) => {
    const blocks: Buffer[] = [];
    let bytes: Buffer = Buffer.alloc(0);
    const socket = connectTcp(port, '127.0.0.1', () => {
      socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings(), request(0)]));
    });
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      const { frames, rest } = framesIn(Buffer.concat([bytes, chunk]));
      bytes = rest;
      for (const { type, payload } of frames) {
        if (type !== 1) continue;
        blocks.push(Buffer.from(payload));
        if (blocks.length < count) socket.write(request(blocks.length));
        else {
          socket.destroy();
          resolve(blocks);
        }
      }
    });
  });
}

function listening(server: Http2Server | ReturnType<typeof createTcp>): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}
