// What a call comes to: its status, its counts, what is said of it.
import { grpcLoad } from '../../runner/load/grpc/load.fixture.ts';
import type { GrpcLoad } from '../../runner/model/task.ts';
import { startGrpcTarget, stopGrpcTargets } from './grpc-harness.ts';
import { closeEngines, measure, paced, requests } from './harness.ts';

afterEach(stopGrpcTargets);
afterAll(closeEngines);

type Behaviour = Parameters<typeof startGrpcTarget>[0];

async function call(behaviour: Behaviour, more: Partial<GrpcLoad> = {}) {
  const target = await startGrpcTarget(behaviour);
  const m = await measure(grpcLoad(target.host, more));
  return { m, seen: await target.seen() };
}

test.each([
  [1, 1, 1],
  [1, 4, 50],
  [2, 3, 7],
  [3, 3, 50],
  [3, 8, 5],
])(
  '%p workers, %p connections, %p in flight: every call is made and answered once',
  async (workers, connections, calls) => {
    const target = await startGrpcTarget();
    const more = { connections, concurrency: [{ calls, durationMs: Number.POSITIVE_INFINITY }] };
    const closed = await measure(grpcLoad(target.host, { ...more, schedule: requests(101) }), workers);
    const open = await measure(grpcLoad(target.host, { ...more, schedule: paced(2000, { n: 101 }) }), workers);
    for (const m of [closed, open]) {
      expect(m).toMatchObject({ sent: 101, answered: 101, errors: 0, dropped: 0, unfinished: 0, failures: {} });
      expect(m.statuses).toEqual({ OK: 101 });
      expect([m.latency.count, m.service.count, m.connections]).toEqual([101, 101, connections]);
      expect(m.peers).toEqual({ [target.host]: 101 });
      expect(m).not.toHaveProperty('streams');
    }
    const seen = await target.seen();
    expect([seen.calls, seen.messages]).toEqual([202, 202]);
    expect(seen.mostOpen).toBeLessThanOrEqual(calls);
  },
);

test('a call says who it is, what it takes and how long it waits', async () => {
  const message = Uint8Array.from([8, 143, 253]);
  const { seen } = await call(
    {},
    {
      metadata: [
        ['x-tenant', 'blue'],
        ['trace-bin', 'AAEC'],
      ],
      authority: 'features.example:8443',
      messages: { kind: 'encoded', messages: [message] },
      timeoutMs: 1500,
      path: '/routeguide.RouteGuide/GetFeature',
    },
  );
  expect(seen.headers).toMatchObject({
    ':method': 'POST',
    ':scheme': 'http',
    ':authority': 'features.example:8443',
    ':path': '/routeguide.RouteGuide/GetFeature',
    te: 'trailers',
    'content-type': 'application/grpc',
    'grpc-timeout': '1500000u',
    'x-tenant': 'blue',
    'trace-bin': 'AAEC',
  });
  expect(seen.headers).not.toHaveProperty('content-length');
  expect(seen.body).toBe('0000000003088ffd');
});

test('without a timeout there is no deadline on the wire', async () => {
  const { m, seen } = await call({}, { timeoutMs: Number.POSITIVE_INFINITY });
  expect(m.statuses).toEqual({ OK: 20 });
  expect(seen.headers).not.toHaveProperty('grpc-timeout');
});

test('a list of messages is sent one after the other, a call each', async () => {
  const messages = [1, 2, 3].map((length) => new Uint8Array(length));
  const { seen } = await call({}, { messages: { kind: 'encoded', messages } });
  expect([seen.calls, seen.bytes]).toEqual([20, 20 * 5 + 7 * 1 + 7 * 2 + 6 * 3]);
});

test.each([1, 3])('every call has its own number, and the name of its slot, over %p workers', async (workers) => {
  const target = await startGrpcTarget();
  const load = grpcLoad(target.host, {
    metadata: [['number', '{{.RequestNumber}} {{.WorkerID}}']],
    templates: 'all',
    connections: 3,
    concurrency: [{ calls: 7, durationMs: Number.POSITIVE_INFINITY }],
    schedule: requests(60),
  });
  expect((await measure(load, workers)).statuses).toEqual({ OK: 60 });
  const said = (await target.seen()).numbers.map((text) => text.split(' '));
  expect(said.map(([number]) => Number(number)).sort((a, b) => a - b)).toEqual([...Array(60).keys()]);
  const names = Array.from({ length: 7 }, (_, i) => `g${i}c${i % 3}`);
  expect([...new Set(said.map(([, name]) => name))].sort()).toEqual(names);
});

test.each([
  ['an answer with trailers', false],
  ['trailers alone', true],
])('a status in %s counts by its name, with a message, and as a latency', async (_, trailersOnly) => {
  const { m } = await call({ status: 5, words: 'no feature at 100%25 gr%C3%BCn', trailersOnly, messages: 0 });
  expect(m).toMatchObject({ sent: 20, answered: 20, errors: 20, failures: {}, statuses: { NOT_FOUND: 20 } });
  expect(m.failureExamples).toEqual({ NOT_FOUND: 'no feature at 100% grün' });
  expect([m.latency.count, m.bounds.count]).toEqual([20, 0]);
});

test.each(['x'.repeat(301), '%20'.repeat(301)])(
  'a long message of the server says that it was cut off',
  async (words) => {
    const { m } = await call({ status: 5, words, trailersOnly: true, messages: 0 });
    expect(m.failureExamples.NOT_FOUND).toMatch(/^.{299}…$|^.{300}…$/);
  },
);

test('a deadline that the server says has passed is a lower bound, and no failure', async () => {
  const { m } = await call({ status: 4, trailersOnly: true, delaysMs: [30] });
  expect(m).toMatchObject({ answered: 20, errors: 20, failures: {}, statuses: { DEADLINE_EXCEEDED: 20 } });
  expect([m.latency.count, m.bounds.count]).toEqual([0, 20]);
  expect(m.bounds.min).toBeGreaterThanOrEqual(29);
});

test('a deadline that passes here ends the call alone: its connection goes on', async () => {
  const { m, seen } = await call({ silent: true }, { timeoutMs: 80, schedule: requests(6) });
  expect(m).toMatchObject({ sent: 6, answered: 0, errors: 6, statuses: { DEADLINE_EXCEEDED: 6 }, connections: 1 });
  expect(m.failures).toEqual({ timeout: 6 });
  expect(m.failureExamples.timeout).toContain('80 ms');
  expect([m.latency.count, m.bounds.count]).toEqual([0, 6]);
  expect(m.bounds.min).toBeGreaterThanOrEqual(80);
  expect(m.bounds.max).toBeLessThan(400);
  expect(seen).toMatchObject({ calls: 6, connections: 1, cancelled: 6 });
});

test.each([
  [{ status: 503, type: 'text/html' }, 'UNAVAILABLE', 'HTTP 503 with content-type "text/html"'],
  [{ status: 200, type: 'text/html' }, 'UNKNOWN', 'HTTP 200 with content-type "text/html"'],
  [{ status: 401 }, 'UNAUTHENTICATED', 'HTTP 401 without a content-type'],
  [{ status: 404, type: 'application/grpc' }, 'UNIMPLEMENTED', 'HTTP 404 and has no grpc-status'],
])('an answer that is no gRPC (%j) is %s, and is explained', async (http, status, words) => {
  const { m } = await call({ http });
  expect(m).toMatchObject({ answered: 0, errors: 20, failures: { protocol: 20 }, statuses: { [status]: 20 } });
  expect(m.failureExamples.protocol).toContain(words);
  expect(m.latency.count + m.bounds.count).toBe(0);
});

test('an answer without a status is a failure', async () => {
  const { m } = await call({ noTrailers: true });
  expect(m).toMatchObject({ answered: 0, errors: 20, failures: { protocol: 20 }, statuses: { UNKNOWN: 20 } });
  expect(m.failureExamples.protocol).toContain('without a grpc-status');
});

test.each([
  [{ messages: 0 }, 'the answer has 0 messages, not one'],
  [{ messages: 2 }, 'the answer has 2 messages, not one'],
  [{ cutMessage: true }, 'the answer ended in the midst of a message'],
])('an answer of OK that is not one whole message (%j) is INTERNAL', async (behaviour, words) => {
  const { m } = await call(behaviour);
  expect(m).toMatchObject({ answered: 20, errors: 20, failures: {}, statuses: { INTERNAL: 20 } });
  expect(m.failureExamples.INTERNAL).toBe(words);
});

test('a message that is larger than allowed is RESOURCE_EXHAUSTED, and its connection goes on', async () => {
  const { m } = await call({ messageBytes: 5000 }, { mostReceiveBytes: 4999 });
  expect(m).toMatchObject({ errors: 20, failures: { 'too-large': 20 }, connections: 1 });
  expect(m.statuses).toEqual({ RESOURCE_EXHAUSTED: 20 });
  expect(m.failureExamples['too-large']).toContain('5000 bytes');
});

test('requests are compressed where that is asked for; compressed answers are counted', async () => {
  const messages = [new Uint8Array(10_000).fill(7)];
  const more = { compress: true, messages: { kind: 'encoded' as const, messages } };
  const { m, seen } = await call({ flag: 1, encoding: 'gzip' }, more);
  expect(m.statuses).toEqual({ OK: 20 });
  expect(seen.headers).toMatchObject({ 'grpc-encoding': 'gzip', 'grpc-accept-encoding': 'identity,gzip' });
  expect(seen.body).toMatch(/^01000000..1f8b/);
  expect(seen.bytes).toBeLessThan(20 * 100);
});

test.each([undefined, 'identity'])(
  'an answer that is compressed nobody knows how is a failure: %s',
  async (encoding) => {
    const { m } = await call({ flag: 1, ...(encoding === undefined ? {} : { encoding }) });
    expect(m).toMatchObject({ failures: { protocol: 20 }, statuses: { INTERNAL: 20 } });
    expect(m.failureExamples.protocol).toContain('no grpc-encoding');
  },
);
