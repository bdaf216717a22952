// Loads over HTTP/2, seen from targets in other processes: what they count is what was asked for and what we say.
import { type Certificates, hasOpenssl, makeCertificates } from '../hostile/certificates.ts';
import { eventually } from '../steady.ts';
import {
  closeEngines,
  fromProgram,
  load,
  measure,
  paced,
  requests,
  startTarget,
  stopTargets,
  valueAt,
} from './harness.ts';

interface Behaviour {
  tls?: { key: string; cert: string };
  allowHttp1?: boolean;
  delayMs?: number;
  status?: number;
  body?: string;
  maxStreams?: number;
  redirectTo?: string; // from /
  silentFirst?: number; // so many requests get no answer
  refuseFirst?: number; // so many are refused, with nothing done
  refuseEach?: number; // every so many-th
  abortEach?: number; // is given up
  leaveEach?: number; // and the connection is left after it
  disownEach?: number; // the connection is left before it
}

interface Seen {
  requests: number;
  connections: number;
  open: number;
  bodyBytes: number;
  versions: Record<string, number>;
}

const target = (behaviour: Behaviour = {}) => fromProgram<Seen>('http2-target.mjs', behaviour);
const http2 = (url: string, ...[schedule, more]: [Parameters<typeof load>[1], Parameters<typeof load>[2]?]) =>
  load(url, schedule, { http2: true, ...more });

afterEach(stopTargets);
afterAll(closeEngines);

test.each([
  [1, 1],
  [1, 7],
  [3, 7],
])('%p workers with %p connections send exactly the number of requests', async (workers, connections) => {
  const one = await target();
  const closed = await measure(http2(one.url, requests(101), { connections }), workers);
  const open = await measure(http2(one.url, paced(2000, { n: 101 }), { connections }), workers);
  for (const m of [closed, open]) {
    expect(m).toMatchObject({ sent: 101, answered: 101, errors: 0, connections, statuses: { 200: 101 } });
    expect(Object.values(m.peers)).toEqual([101]);
    expect(m.bytesIn).toBeGreaterThan(101 * 20);
  }
  expect(await one.seen()).toMatchObject({ requests: 202, connections: 2 * connections, versions: { '2.0': 202 } });
});

test('a payload is sent whole, also one that is longer than the window', async () => {
  const one = await target();
  const body = Buffer.alloc(300_000, 'x');
  const m = await measure(http2(one.url, requests(10), { method: 'POST', body }));
  expect(m).toMatchObject({ answered: 10, errors: 0 });
  expect((await one.seen()).bodyBytes).toBe(10 * body.length);
});

test('statuses count, and bodies are held to what is expected of them', async () => {
  const { url } = await target({ status: 503, body: 'sorry' });
  expect(await measure(http2(url, requests(8)))).toMatchObject({ answered: 8, errors: 8, statuses: { 503: 8 } });
  const m = await measure(http2(url, requests(8), { errorRanges: [], expect: { bodyContains: 'welcome' } }));
  expect(m).toMatchObject({ answered: 8, errors: 8, failures: { 'expect-body': 8 } });
});

test('redirects are followed on the same target and to another one', async () => {
  const there = await target({ body: 'there' });
  const away = await target({ redirectTo: there.url });
  const within = await target({ redirectTo: '/there', body: 'there' });
  const more = { followRedirects: true, expect: { bodyContains: 'there' } };
  for (const one of [away, within]) {
    const m = await measure(http2(one.url, requests(20), more));
    expect(m).toMatchObject({ sent: 20, answered: 20, errors: 0, statuses: { 200: 20 } });
  }
  expect([(await away.seen()).requests, (await there.seen()).requests]).toEqual([20, 20]);
  expect(await within.seen()).toMatchObject({ requests: 40, connections: 4 });
});

test.each([true, false])('a connection to where a redirect leads is not left open (http2: %p)', async (http2Too) => {
  const there = http2Too ? await target() : await startTarget();
  const here = http2Too ? await target({ redirectTo: there.url }) : await startTarget({ redirectTo: there.url });
  await measure(load(here.url, requests(20), { http2: http2Too, followRedirects: true, connections: 1 }));
  await eventually(20, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await there.seen()).toMatchObject({ requests: 20, connections: 20, open: 0 });
  });
});

test.each([5, 20, 80])('the latency of a target with a delay of %p ms is that delay', async (delayMs) => {
  const one = await target({ delayMs });
  await eventually(4, async () => {
    const m = await measure(http2(one.url, paced(50, { n: 60 }), { connections: 16 }));
    expect(m.latency.min).toBeGreaterThanOrEqual(delayMs - 1);
    expect(valueAt(m.latency, 0.5)).toBeLessThan(delayMs + 5);
  });
});

test('a timeout gives its request up and keeps the connection', async () => {
  const one = await target({ silentFirst: 3 });
  const m = await measure(http2(one.url, requests(8), { connections: 1, timeoutMs: 700 }));
  expect(m).toMatchObject({ sent: 8, answered: 5, errors: 3, failures: { timeout: 3 }, connections: 1 });
  expect(m.bounds.count).toBe(3);
  expect(await one.seen()).toMatchObject({ requests: 8, connections: 1 });
});

test('a stream that the server resets is an error, and the connection goes on', async () => {
  const one = await target({ abortEach: 4 });
  const m = await measure(http2(one.url, requests(40), { connections: 2 }));
  expect(m).toMatchObject({ sent: 40, answered: 30, failures: { reset: 10 }, connections: 2 });
  expect(m.failureExamples.reset).toMatch(/INTERNAL_ERROR/);
});

test('no request is lost to servers that leave their connections in the midst of a load', async () => {
  const one = await target({ leaveEach: 10 });
  const m = await measure(http2(one.url, requests(200)));
  expect(m).toMatchObject({ sent: 200, answered: 200, errors: 0 });
  expect((await one.seen()).requests).toBe(200);
  expect(m.connections).toBeGreaterThanOrEqual(20);
});

test.each<[string, Behaviour]>([
  ['that was refused', { refuseEach: 5 }],
  ['above the last stream of a GOAWAY', { disownEach: 5 }],
])('a request %s is sent again, and counts once', async (_, behaviour) => {
  const one = await target(behaviour);
  const m = await measure(http2(one.url, requests(100), { connections: 1 }));
  expect(m).toMatchObject({ sent: 100, answered: 100, errors: 0, latency: { count: 100 } });
  expect(Object.values(m.peers)).toEqual([100]);
  expect((await one.seen()).requests).toBe(124);
});

test('a request that is refused again and again is an error in the end', async () => {
  const one = await target({ refuseFirst: 1000 });
  const m = await measure(http2(one.url, requests(3), { connections: 1 }));
  expect(m).toMatchObject({ sent: 3, answered: 0, failures: { reset: 3 } });
  expect(m.failureExamples.reset).toMatch(/did not take the request, on 4 connections: .*REFUSED_STREAM/);
  expect((await one.seen()).requests).toBe(12);
});

test('a server that takes no streams is waited for until the timeout', async () => {
  const { url } = await target({ maxStreams: 0 });
  const m = await measure(http2(url, requests(4), { timeoutMs: 600 }));
  expect(m).toMatchObject({ sent: 4, answered: 0, failures: { timeout: 4 }, connections: 4 });
});

test('a connection is left after its number of requests', async () => {
  const one = await target();
  const m = await measure(http2(one.url, requests(100), { connections: 1, maxRequestsPerConnection: 10 }));
  expect(m).toMatchObject({ answered: 100, errors: 0, connections: 10 });
});

test('a server of HTTP/1.1 is known as such', async () => {
  const { url } = await startTarget();
  const m = await measure(http2(url, requests(4)));
  expect(m).toMatchObject({ answered: 0, failures: { protocol: 4 } });
  expect(m.failureExamples.protocol).toMatch(/speaks HTTP\/1\.1 and not HTTP\/2/);
});

test('what the server chooses is HTTP/1.1 in plain text', async () => {
  const { url } = await startTarget();
  expect(await measure(http2(url, requests(4), { http2: 'auto' }))).toMatchObject({ answered: 4, errors: 0 });
});

const group = hasOpenssl() ? describe : describe.skip;

group(`over TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates();
  });
  const trusting = () => ({ tls: { insecure: false, ca: made.ca } });

  test('HTTP/2 is asked for by ALPN', async () => {
    const one = await target({ tls: made.good });
    const m = await measure(http2(one.url, requests(40), trusting()));
    expect(m).toMatchObject({ answered: 40, errors: 0, connections: 4 });
    expect((await one.seen()).versions).toEqual({ '2.0': 40 });
  });

  test('what the server chooses is spoken', async () => {
    for (const http2Too of [true, false]) {
      const both = await target({ tls: made.good, allowHttp1: true });
      const old = await startTarget({ tls: made.good });
      const { url } = http2Too ? both : old;
      const m = await measure(http2(url, requests(40), { ...trusting(), http2: 'auto' }));
      expect(m).toMatchObject({ answered: 40, errors: 0, connections: 4, statuses: { 200: 40 } });
      expect(Object.values(m.peers)).toEqual([40]);
      expect((await both.seen()).versions).toEqual(http2Too ? { '2.0': 40 } : {});
    }
  });

  test('HTTP/1.1 stays HTTP/1.1 where nobody asks for more', async () => {
    const one = await target({ tls: made.good, allowHttp1: true });
    expect(await measure(load(one.url, requests(4), trusting()))).toMatchObject({ answered: 4 });
    expect((await one.seen()).versions).toEqual({ '1.1': 4 });
  });

  test('a server that offers HTTP/1.1 alone is known as such', async () => {
    const { url } = await startTarget({ tls: made.good });
    const m = await measure(http2(url, requests(4), trusting()));
    expect(m).toMatchObject({ answered: 0, failures: { protocol: 4 } });
    expect(m.failureExamples.protocol).toMatch(/does not offer HTTP\/2 over TLS/);
  });

  test('TLS where plain text was meant, and the reverse, are told apart', async () => {
    const secure = await target({ tls: made.good });
    const plain = await target();
    const asPlain = await measure(http2(secure.url.replace('https', 'http'), requests(4)));
    expect(asPlain.failureExamples.closed).toMatch(/without a word of HTTP\/2: .* over TLS or in plain text/);
    const asSecure = await measure(http2(plain.url.replace('http', 'https'), requests(4), trusting()));
    expect(asSecure.failureExamples.tls).toMatch(/plain text: is it http:\/\//);
  });
});
