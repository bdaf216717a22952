// node:http2 is the oracle: the same requests to the same server, by its client and by ours.
import {
  connect,
  constants,
  createServer,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { pause } from '../../../test/hostile/client.ts';
import { http2Client } from '../../../test/hostile/http2/client.ts';
import { errorName } from './codes.ts';
import type { StreamHandler } from './handler.ts';
import { encodeHead } from './request-head.ts';

// What a server does for one request.
interface Script {
  informational: number[];
  status: number;
  headers: [name: string, value: string][];
  pieces: number[]; // bytes
  isSized: boolean; // content-length is told
  trailers: [name: string, value: string][];
  reset: number | null; // after the pieces, instead of an end
}

interface Outcome {
  status: number;
  headers: Record<string, string>;
  body: string;
  trailers: Record<string, string>;
  end: string; // 'whole', or the error
}

interface Asked {
  method: string;
  headers: [name: string, value: string][];
  body: number | null; // bytes
}

const wholly = ':status';

function perform(
  { informational, status, headers, pieces, isSized, trailers, reset }: Script,
  stream: ServerHttp2Stream,
) {
  stream.on('error', () => {});
  for (const early of informational) stream.additionalHeaders({ ':status': early, link: '</a>' });
  // Its client refuses a length in a 204; ours does not mind.
  const length = isSized && status !== 204 ? { 'content-length': pieces.reduce((sum, size) => sum + size, 0) } : {};
  // close() ends the stream before it resets it, but for a stream that waits for trailers: an answer that is whole before
  // the reset is one for us and none for their client.
  const options = { waitForTrailers: trailers.length > 0 || reset !== null };
  stream.on('wantTrailers', () => reset === null && stream.sendTrailers(Object.fromEntries(trailers)));
  stream.respond({ ':status': status, ...Object.fromEntries(headers), ...length }, options);
  if (!stream.writable) return;
  pieces.forEach((size, i) => void stream.write(Buffer.alloc(size, String(i))));
  if (reset === null) stream.end();
  else setTimeout(() => stream.close(reset), 5);
}

const token = fc.stringMatching(/^x-[a-z0-9-]{1,12}$/);
const text = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,40}[\x21-\x7e])?$/);
const fieldList = fc.array(fc.tuple(token, text), { maxLength: 6 }).map((all) => [...new Map(all)]);
const bytes = fc.constantFrom(1, 100, 16_384, 40_000);

const script: fc.Arbitrary<Script> = fc.record({
  informational: fc.array(fc.constantFrom(102, 103), { maxLength: 2 }),
  status: fc.constantFrom(200, 201, 204, 304, 404, 500, 599),
  headers: fieldList,
  pieces: fc.array(bytes, { maxLength: 5 }),
  isSized: fc.boolean(),
  trailers: fieldList,
  reset: fc.option(fc.constantFrom(1, 2, 7, 8, 11), { freq: 8 }),
});

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({ method: fc.constantFrom('GET', 'HEAD', 'DELETE'), headers: fieldList, body: fc.constant(null) }),
  fc.record({ method: fc.constantFrom('POST', 'PUT'), headers: fieldList, body: fc.oneof(fc.constant(0), bytes) }),
);

const servers: [name: string, options: ServerOptions][] = [
  ['as it comes', {}],
  ['with padding', { paddingStrategy: constants.PADDING_STRATEGY_MAX }],
  ['with small windows and no table', { settings: { initialWindowSize: 1000, headerTableSize: 0 } }],
  ['with large frames and one stream at a time', { settings: { maxFrameSize: 100_000, maxConcurrentStreams: 1 } }],
];

test.each(servers)('node:http2 %s: any request is answered alike', async (_, options) => {
  let plan: Script | undefined;
  const server = createServer(options);
  const got: unknown[] = [];
  server.on('stream', (stream, headers) => {
    // A server that answers before it has read the request stops ours, and not theirs.
    stream.once('end', () => plan !== undefined && perform(plan, stream));
    got.push(asReceived(headers, stream));
  });
  const port = await listening(server);
  const ours = http2Client(port);
  const theirs = connect(`http://127.0.0.1:${port}`);
  try {
    await ours.next('connected');
    await fc.assert(
      fc.asyncProperty(script, asked, async (given, request) => {
        plan = given;
        const first = await ask(ours, request, port);
        const second = await askNode(theirs, request);
        expect(first).toEqual(second);
        const [seenOurs, seenTheirs] = await Promise.all(got.splice(0));
        expect(seenOurs).toEqual(seenTheirs);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 15_000, endOnFailure: true },
    );
  } finally {
    ours.connection.destroy();
    theirs.destroy();
    server.close();
  }
});

test('a request that is sent again is read by node:http2 as the first time', async () => {
  const server = createServer();
  const seen: OutgoingHttpHeaders[] = [];
  server.on('stream', (stream, headers) => {
    seen.push({ ...headers });
    stream.respond({ ':status': 204 }, { endStream: true });
  });
  const client = http2Client(await listening(server));
  try {
    await client.next('connected');
    const headers: [string, string][] = [
      ['Host', 'test'],
      ['Authorization', 'secret'],
      ['X-Own', 'a'],
      ['User-Agent', 'b'],
    ];
    const head = encodeHead({ method: 'GET', scheme: 'http', target: '/a', headers, length: null });
    for (const name of ['a', 'b', 'c']) {
      client.connection.open(head, true, client.stream(name));
      await client.next(`${name} end`);
    }
    expect(seen[0]).toMatchObject({ ':path': '/a', ':authority': 'test', authorization: 'secret', 'x-own': 'a' });
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  } finally {
    client.connection.destroy();
    server.close();
  }
});

async function asReceived(headers: OutgoingHttpHeaders, stream: ServerHttp2Stream) {
  let received = 0;
  stream.on('data', (chunk) => {
    received += chunk.length;
  });
  await new Promise((resolve) => stream.once('close', resolve));
  return { headers, received };
}

async function ask(
  client: ReturnType<typeof http2Client>,
  { method, headers, body }: Asked,
  port: number,
): Promise<Outcome> {
  const outcome: Outcome = { status: 0, headers: {}, body: '', trailers: {}, end: '' };
  for (let i = 0; i < 200 && client.connection.room === 0; i++) await pause(5);
  await new Promise<void>((resolve) => {
    let fields: Record<string, string> = {};
    const handler: StreamHandler = {
      field: (name, bytes, start, end) => {
        fields[name] = bytes.toString('latin1', start, end);
      },
      headers(status) {
        outcome.status = status;
        outcome.headers = fields;
        fields = {};
      },
      data(bytes, start, end) {
        outcome.body += bytes.toString('latin1', start, end);
      },
      trailers() {
        outcome.trailers = fields;
      },
      end() {
        outcome.end = 'whole';
        resolve();
      },
      failed(_kind, message) {
        outcome.end = message;
        resolve();
      },
      drained() {},
    };
    const all: [string, string][] = [['Host', `127.0.0.1:${port}`], ...headers];
    const head = encodeHead({ method, scheme: 'http', target: '/', headers: all, length: null });
    const stream = client.connection.open(head, body === null, handler);
    if (stream !== undefined && body !== null) client.connection.write(stream, Buffer.alloc(body, 'z'), true);
  });
  return comparable(outcome);
}

function askNode(session: ReturnType<typeof connect>, { method, headers, body }: Asked): Promise<Outcome> {
  return new Promise((resolve) => {
    const outcome: Outcome = { status: 0, headers: {}, body: '', trailers: {}, end: 'whole' };
    const plain = (fields: object) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    const request = session.request(
      { ':method': method, ':path': '/', ...Object.fromEntries(headers) },
      { endStream: body === null },
    );
    request.on('response', ({ [wholly]: status = 0, ...rest }) => {
      outcome.status = Number(status);
      outcome.headers = plain(rest);
    });
    request.on('data', (chunk) => {
      outcome.body += Buffer.from(chunk).toString('latin1');
    });
    request.on('trailers', (rest) => {
      outcome.trailers = plain(rest);
    });
    request.on('error', () => {});
    request.on('close', () => {
      if (request.rstCode !== 0) outcome.end = errorName(request.rstCode ?? 0);
      resolve(comparable(outcome));
    });
    if (body !== null) request.end(Buffer.alloc(body, 'z'));
  });
}

// A reset is one however it is told, and what came of the body before it is a matter of time.
function comparable(outcome: Outcome): Outcome {
  const { date: _, ...headers } = outcome.headers;
  const code = /\(([A-Z_]+)\)/.exec(outcome.end)?.[1];
  const end = code ?? outcome.end;
  return { ...outcome, headers, end, ...(end === 'whole' ? {} : { body: '', status: 0, headers: {}, trailers: {} }) };
}

function listening(server: Http2Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}
