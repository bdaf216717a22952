// What goes wrong between client and server, and that no call is lost from the counts.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { grpcLoad } from '../../runner/load/grpc/load.fixture.ts';
import type { LoadMeasurement } from '../../runner/model/measurement.ts';
import type { GrpcLoad } from '../../runner/model/task.ts';
import { type Certificates, hasOpenssl, makeCertificates } from '../hostile/certificates.ts';
import { eventually } from '../steady.ts';
import { startGrpcTarget, stopGrpcTargets } from './grpc-harness.ts';
import { closeEngines, measure, paced, requests, send, valueAt } from './harness.ts';

const endless = Number.POSITIVE_INFINITY;
const folder = mkdtempSync(path.join(tmpdir(), 'iter8-grpc-'));

afterEach(stopGrpcTargets);
afterAll(async () => {
  await closeEngines();
  rmSync(folder, { recursive: true, force: true });
});

const inFlight = (calls: number): Partial<GrpcLoad> => ({ concurrency: [{ calls, durationMs: endless }] });

// Every call that was sent is one of these, and one alone.
function expectBalance(m: LoadMeasurement): void {
  const { OK = 0, ...others } = m.statuses;
  const wrong = Object.values(others).reduce((sum, n) => sum + n, 0);
  expect(OK + wrong + m.unfinished).toBe(m.sent);
  expect(m.errors).toBe(wrong);
  const unanswered = Object.values(m.failures).reduce((sum, n) => sum + n, 0);
  expect(m.answered + unanswered + m.unfinished).toBe(m.sent);
}

test.each([
  [2, 'INTERNAL', 'INTERNAL_ERROR'],
  [8, 'CANCELLED', 'CANCEL'],
  [11, 'RESOURCE_EXHAUSTED', 'ENHANCE_YOUR_CALM'],
  [12, 'PERMISSION_DENIED', 'INADEQUATE_SECURITY'],
])('a stream that is reset with code %p is %s', async (resetWith, status, words) => {
  const target = await startGrpcTarget({ resetWith, resetFirst: 5 });
  const m = await measure(grpcLoad(target.host));
  expect(m).toMatchObject({ sent: 20, answered: 15, failures: { reset: 5 }, statuses: { OK: 15, [status]: 5 } });
  expect(m.failureExamples.reset).toContain(words);
  expect([m.latency.count, m.bounds.count, m.connections]).toEqual([15, 0, 1]);
});

test('a call that the server refuses without a look is sent again, and counts once', async () => {
  const target = await startGrpcTarget({ resetWith: 7, resetFirst: 3 });
  const m = await measure(grpcLoad(target.host, { ...inFlight(1), schedule: requests(5) }));
  expect(m).toMatchObject({ sent: 5, answered: 5, errors: 0, statuses: { OK: 5 } });
  expect((await target.seen()).calls).toBe(8);
});

test('a call that the server refuses four times is UNAVAILABLE', async () => {
  const target = await startGrpcTarget({ resetWith: 7 });
  const m = await measure(grpcLoad(target.host, { ...inFlight(1), schedule: requests(3) }));
  expect(m).toMatchObject({ sent: 3, errors: 3, failures: { reset: 3 }, statuses: { UNAVAILABLE: 3 } });
  expect((await target.seen()).calls).toBe(12);
});

test('a server that leaves finishes its calls; those after it go over a new connection', async () => {
  const target = await startGrpcTarget({ goAwayEvery: 50, delaysMs: [5] });
  const m = await measure(grpcLoad(target.host, { ...inFlight(10), connections: 2, schedule: requests(500) }));
  expect(m).toMatchObject({ sent: 500, answered: 500, errors: 0, statuses: { OK: 500 }, failures: {} });
  expect(m.connections).toBeGreaterThanOrEqual(10);
  expect(Object.values(m.peers)).toEqual([500]);
  expect((await target.seen()).ended).toBe(500);
});

test('calls of a connection that is cut are UNAVAILABLE, and the connection is replaced', async () => {
  const target = await startGrpcTarget({ killEvery: 100, delaysMs: [2] });
  const m = await measure(grpcLoad(target.host, { ...inFlight(10), connections: 2, schedule: requests(1000) }));
  expectBalance(m);
  expect(m.sent).toBe(1000);
  expect(m.statuses.UNAVAILABLE).toBeGreaterThanOrEqual(10);
  expect(Object.keys(m.statuses).sort()).toEqual(['OK', 'UNAVAILABLE']);
  expect(Object.keys(m.failures).every((kind) => kind === 'reset' || kind === 'closed')).toBe(true);
  expect(m.connections).toBeGreaterThanOrEqual(10);
  // What it said as the connection was cut was not heard.
  expect((await target.seen()).ended).toBeGreaterThanOrEqual(m.statuses.OK ?? 0);
});

test('a server that is restarted in the midst of a load loses the calls of that time alone', async () => {
  const first = await startGrpcTarget({ killAt: 100, delaysMs: [5] });
  const load = grpcLoad(first.host, { ...inFlight(8), connections: 2, schedule: paced(200, { forMs: 4000 }) });
  const measured = measure(load);
  await once(first.child, 'exit');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const second = await startGrpcTarget({ port: first.port, delaysMs: [5] });
  const m = await measured;
  expectBalance(m);
  expect(m.sent + m.dropped).toBeGreaterThan(790 - 0.2 * m.stalls.totalMs);
  expect(m.statuses.UNAVAILABLE).toBeGreaterThan(20);
  expect(m.failures.refused).toBeGreaterThan(20);
  expect((await second.seen()).ended).toBeGreaterThan(150);
  expect(m.statuses.OK).toBeLessThanOrEqual(100 + (await second.seen()).ended);
});

test('a call that never came to a connection has no messages', async () => {
  const target = await startGrpcTarget();
  const streams = { client: true, server: false };
  const measured = measure(grpcLoad(target.host, { ...inFlight(1), streams, schedule: paced(20, { n: 60 }) }));
  while ((await target.seen()).calls < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  target.child.kill('SIGKILL');
  const m = await measured;
  expectBalance(m);
  expect(m.failures.refused).toBeGreaterThan(5);
  const connected = m.sent - (m.failures.refused ?? 0);
  // The server may have died between a message and the end of its answer.
  const { messagesIn = 0, messagesOut } = m.streams ?? {};
  expect(messagesIn).toBeGreaterThanOrEqual(m.statuses.OK ?? 0);
  expect(messagesIn).toBeLessThanOrEqual(connected);
  expect(messagesOut).toBeLessThanOrEqual(connected);
});

test('a load that is stopped by hand keeps what is in flight as unfinished', async () => {
  const target = await startGrpcTarget({ delaysMs: [5, 5, 5, 5, 60_000] });
  const stop = new AbortController();
  const load = grpcLoad(target.host, { ...inFlight(10), connections: 2, schedule: paced(200, { forMs: 60_000 }) });
  const sending = send(load, { signal: stop.signal });
  while ((await target.seen()).calls < 30) await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  const { measurement: m, stopped } = await sending;
  expect(stopped).toBe('interrupted');
  expectBalance(m);
  expect(m.errors).toBe(0);
  expect(m.unfinished).toBeGreaterThanOrEqual(6);
});

test('where one call at a time is allowed on a connection, the others wait', async () => {
  const target = await startGrpcTarget({ settings: { maxConcurrentStreams: 1 }, delaysMs: [10] });
  const m = await measure(grpcLoad(target.host, { ...inFlight(10), connections: 2, schedule: requests(40) }));
  expect(m).toMatchObject({ sent: 40, answered: 40, errors: 0, connections: 2 });
  const seen = await target.seen();
  expect([seen.mostOpen, seen.calls]).toEqual([2, 40]);
  expect(valueAt(m.service, 0.5)).toBeLessThan(valueAt(m.latency, 0.5) / 2);
});

test('calls that wait for room are given up at their deadline', async () => {
  const target = await startGrpcTarget({ settings: { maxConcurrentStreams: 1 }, silent: true });
  const m = await measure(grpcLoad(target.host, { ...inFlight(4), timeoutMs: 100, schedule: requests(4) }));
  expect(m).toMatchObject({ sent: 4, failures: { timeout: 4 }, statuses: { DEADLINE_EXCEEDED: 4 } });
});

test('a server that is silent, PINGs included, is given up where keepalive asks for that', async () => {
  const target = await startGrpcTarget({ silent: true });
  const load = grpcLoad(target.host, { keepAliveMs: 150, connectTimeoutMs: 1000, schedule: requests(2) });
  const measured = measure(load);
  while ((await target.seen()).calls < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  target.child.kill('SIGSTOP');
  const m = await measured;
  expect(m).toMatchObject({ sent: 2, failures: { reset: 2 }, statuses: { UNAVAILABLE: 2 } });
  expect(m.failureExamples.reset).toContain('PING');
});

test('a server that answers PINGs is not given up, however long a call takes', async () => {
  const target = await startGrpcTarget({ delaysMs: [800] });
  await eventually(4, async () => {
    const m = await measure(grpcLoad(target.host, { keepAliveMs: 150, schedule: requests(2) }));
    expect(m).toMatchObject({ statuses: { OK: 2 }, connections: 1 });
  });
});

test('nothing listens: every call is UNAVAILABLE, and says why', async () => {
  const m = await measure(grpcLoad('127.0.0.1:1'));
  expect(m).toMatchObject({ sent: 20, answered: 0, errors: 20, statuses: { UNAVAILABLE: 20 } });
  expect(m).toMatchObject({ failures: { refused: 20 }, latency: { count: 0 } });
  expect(m.failureExamples.refused).toContain('127.0.0.1:1');
});

test('calls go over the socket of a path', async () => {
  const target = await startGrpcTarget({ path: path.join(folder, 'grpc.sock') });
  const m = await measure(grpcLoad(target.host, { authority: 'localhost' }));
  expect(m).toMatchObject({ sent: 20, answered: 20, errors: 0, peers: { [target.host]: 20 } });
  expect((await target.seen()).headers[':authority']).toBe('localhost');
});

test('a path without a socket is refused', async () => {
  const m = await measure(grpcLoad(`unix:${folder}/none.sock`, { authority: 'localhost', schedule: requests(2) }));
  expect(m).toMatchObject({ failures: { refused: 2 }, statuses: { UNAVAILABLE: 2 } });
});

test('a server that speaks HTTP/1.1 alone is explained', async () => {
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const m = await measure(grpcLoad(`127.0.0.1:${(server.address() as AddressInfo).port}`, { schedule: requests(2) }));
  server.close();
  expect(m).toMatchObject({ failures: { protocol: 2 }, statuses: { UNAVAILABLE: 2 } });
  expect(m.failureExamples.protocol).toContain('HTTP/1.1 and not HTTP/2');
});

const group = hasOpenssl() ? describe : describe.skip;

group(`TLS${hasOpenssl() ? '' : ' (left out: there is no openssl on PATH to make certificates)'}`, () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates();
  });
  const trusting = (more: Partial<GrpcLoad> = {}): Partial<GrpcLoad> => {
    return { tls: { insecure: false, ca: made.ca }, authority: 'localhost', schedule: requests(3), ...more };
  };

  test('calls go over TLS to the host that the authority names', async () => {
    const target = await startGrpcTarget({ tls: made.good });
    const m = await measure(grpcLoad(target.host, trusting()));
    expect(m).toMatchObject({ answered: 3, errors: 0, statuses: { OK: 3 } });
    expect((await target.seen()).headers).toMatchObject({ ':scheme': 'https', ':authority': 'localhost' });
  });

  test('a certificate for another name is refused, unless that name is asked for', async () => {
    const target = await startGrpcTarget({ tls: made.otherName });
    const wrong = await measure(grpcLoad(target.host, trusting()));
    expect(wrong).toMatchObject({ failures: { tls: 3 }, statuses: { UNAVAILABLE: 3 } });
    expect(wrong.failureExamples.tls).toContain('other.test');
    const tls = { insecure: false, ca: made.ca, serverName: 'other.test' };
    expect(await measure(grpcLoad(target.host, trusting({ tls })))).toMatchObject({ statuses: { OK: 3 } });
  });

  test('TLS to a port of plain text says so', async () => {
    const target = await startGrpcTarget();
    const m = await measure(grpcLoad(target.host, trusting()));
    expect(m).toMatchObject({ failures: { tls: 3 }, statuses: { UNAVAILABLE: 3 } });
    expect(m.failureExamples.tls).toContain('plain text');
  });

  test('plain text to a port of TLS says so', async () => {
    const target = await startGrpcTarget({ tls: made.good });
    const m = await measure(grpcLoad(target.host, { schedule: requests(3) }));
    expect(m).toMatchObject({ errors: 3, statuses: { UNAVAILABLE: 3 } });
    expect(Object.values(m.failureExamples)[0]).toContain('TLS');
  });
});
