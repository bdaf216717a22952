import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { steadily } from '../../test/steady.ts';
import { countBelow, quantile } from '../model/histogram.ts';
import type { LoadMeasurement } from '../model/measurement.ts';
import type { HttpLoad } from '../model/task.ts';
import type { Alarm } from './alarm.ts';
import { clockFrom } from './clock.ts';
import { createHttpSlots } from './http/slots.ts';
import { isClosedLoop } from './schedule.ts';
import { runShare, type ShareRun } from './share-run.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function load(url: string, more: Partial<HttpLoad> = {}): HttpLoad {
  return {
    protocol: 'http',
    http2: false,
    url,
    method: 'GET',
    headers: [],
    body: null,
    connections: 2,
    maxRequestsPerConnection: 0,
    timeoutMs: 2000,
    connectTimeoutMs: 1000,
    tls: { insecure: false },
    followRedirects: false,
    errorRanges: [{ lower: 400 }],
    expect: {},
    abortOn: null,
    schedule: { arrival: 'constant', stages: [{ qps: 0, durationMs: Number.POSITIVE_INFINITY }], requests: 20 },
    maxDurationMs: 10_000,
    seed: 1,
    ...more,
  };
}

// Rings every millisecond.
function tickingAlarm(): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    start(onWake) {
      timer = setInterval(onWake, 1);
    },
    postpone() {},
    stop() {
      clearInterval(timer);
    },
  };
}

// Rings for each due once, as the pacer does: what was due while nobody listened is not rung for again.
function pacerLike(gapMs: number): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let [next, shift] = [0, 0];
  return {
    start(onWake) {
      const start = performance.now() + 1;
      timer = setInterval(() => {
        const before = next;
        while (start + next * gapMs + shift <= performance.now()) next++;
        if (next > before) onWake();
      }, 1);
    },
    postpone(totalMs) {
      shift = totalMs;
    },
    stop() {
      clearInterval(timer);
    },
  };
}

function prepare(request: HttpLoad, alarm = tickingAlarm()): { run: ShareRun; now(): number } {
  const base = Date.now();
  const now = clockFrom(base);
  const closed = isClosedLoop(request.schedule);
  const share = {
    index: 0,
    of: 1,
    connections: request.connections,
    slots: request.connections,
    limits: [{ fromMs: 0, slots: request.connections }],
    requests: request.schedule.requests,
    skip: 0,
  };
  return { run: runShare({ request, share, base, now, alarm: closed ? null : alarm }, createHttpSlots), now };
}

async function begin(request: HttpLoad, alarm = tickingAlarm()): Promise<ShareRun> {
  const { run, now } = prepare(request, alarm);
  await run.ready;
  run.start(now() + 1);
  return run;
}

async function measure(request: HttpLoad): Promise<LoadMeasurement> {
  return (await begin(request)).finished;
}

const rate = (qps: number, requests: number | null, durationMs = Number.POSITIVE_INFINITY) => ({
  arrival: 'constant' as const,
  stages: [{ qps, durationMs }],
  requests,
});

test.each([
  [1, 7],
  [3, 20],
  [8, 5],
])('over %p connections exactly %p requests reach the target', async (connections, requests) => {
  let seen = 0;
  const url = await serve((_, response) => {
    seen++;
    response.end('ok');
  });
  const m = await measure(load(url, { connections, schedule: { ...load(url).schedule, requests } }));
  expect([seen, m.sent, m.answered, m.latency.count, m.service.count]).toEqual(Array(5).fill(requests));
  expect(m.statuses).toEqual({ 200: requests });
});

test('answers within the error ranges count as errors and as latencies', async () => {
  const url = await serve((_, response) => response.writeHead(503).end());
  expect(await measure(load(url))).toMatchObject({ errors: 20, answered: 20, failures: {}, statuses: { 503: 20 } });
});

test('a refused connection is an error without a latency, and the load goes on', async () => {
  const m = await measure(load('http://127.0.0.1:1/'));
  expect(m).toMatchObject({ sent: 20, answered: 0, errors: 20, failures: { refused: 20 } });
  expect(m.latency.count + m.bounds.count).toBe(0);
  expect(m.failureExamples.refused).toContain('127.0.0.1');
});

test('a request that gets no answer is given up, and its latency known as a lower bound', async () => {
  const server = createTcpServer(() => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const m = await measure(load(url, { timeoutMs: 100, schedule: { ...load(url).schedule, requests: 2 } }));
  server.close();
  expect(m.failures).toEqual({ timeout: 2 });
  expect(m.latency.count).toBe(0);
  expect(m.bounds.min).toBeGreaterThanOrEqual(99);
  expect(m.bounds.max).toBeLessThan(1000);
});

test('waiting for a busy target counts as latency; service time does not hold it', async () => {
  const url = await serve((_, response) => setTimeout(() => response.end(), 50));
  const m = await measure(load(url, { connections: 1, schedule: rate(100, 10) }));
  expect(m.sent).toBe(10);
  expect(quantile(m.latency, 1)).toBeGreaterThan(350 - m.stalls.totalMs); // nothing is due while the generator stands still
  expect(quantile(m.service, 0.5)).toBeLessThan(Math.max(150, (quantile(m.latency, 0.5) ?? 0) / 2));
});

test('an answer that came while this thread stood still is no timeout', async () => {
  const url = await serve((_, response) => {
    response.end();
    const until = performance.now() + 300;
    while (performance.now() < until);
  });
  const m = await measure(
    load(url, { connections: 1, timeoutMs: 100, schedule: { ...load(url).schedule, requests: 2 } }),
  );
  expect(m).toMatchObject({ sent: 2, answered: 2, failures: {} });
});

test('requests that were due and never sent are dropped, with what they waited at least', async () => {
  const url = await serve((_, response) => setTimeout(() => response.end(), 100));
  const once = () => measure(load(url, { connections: 1, schedule: rate(100, null, 500) }));
  let m = await once();
  for (let more = 30; m.stalls.totalMs > 250 && more > 0; more--) m = await once();
  const { count, totalMs } = m.stalls; // while the generator stood still nothing was due
  expect(totalMs).toBeLessThanOrEqual(250);
  expect(m.sent + m.dropped).toBeGreaterThanOrEqual(45 - totalMs / 10 - count);
  expect(m.sent + m.dropped).toBeLessThanOrEqual(50);
  expect(m.dropped).toBeGreaterThan(35 - totalMs / 10 - count);
  expect(m.bounds.count).toBe(m.dropped);
  expect(m.bounds.max).toBeGreaterThan(350 - totalMs);
});

test('a stop ends the load at once and says how much was in flight', async () => {
  const url = await serve(() => {});
  await steadily(50, async () => {
    const run = await begin(load(url, { schedule: rate(100, null, 60_000) }));
    setTimeout(run.stop, 200);
    const m = await run.finished;
    expect(m.unfinished).toBe(2);
    expect(m.errors).toBe(0);
    expect(m.dropped).toBeGreaterThan(5);
  });
});

test('a connection is replaced after its number of requests', async () => {
  const sockets = new Set();
  const url = await serve((request, response) => {
    sockets.add(request.socket);
    response.end();
  });
  const m = await measure(load(url, { connections: 1, maxRequestsPerConnection: 5 }));
  expect(sockets.size).toBe(4);
  expect(m).toMatchObject({ answered: 20, errors: 0 });
  expect(Object.values(m.peers)).toEqual([20]);
});

test('a target that closes each connection gets every request', async () => {
  const url = await serve((_, response) => response.setHeader('connection', 'close').end('bye'));
  expect(await measure(load(url))).toMatchObject({ answered: 20, errors: 0, connections: 20 });
});

test('redirects are followed where asked for, also to another origin, and otherwise count as they come', async () => {
  const other = await serve((_, response) => response.end('there'));
  const url = await serve((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/next' }).end();
    else response.writeHead(307, { location: other }).end();
  });
  expect(await measure(load(url, { followRedirects: true }))).toMatchObject({ statuses: { 200: 20 }, errors: 0 });
  expect(await measure(load(url))).toMatchObject({ statuses: { 302: 20 }, errors: 0 });
});

test('the service time of a redirected request is that of the whole chain', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/') setTimeout(() => response.writeHead(302, { location: '/next' }).end(), 60);
    else response.end();
  });
  const m = await measure(load(url, { followRedirects: true, schedule: { ...load(url).schedule, requests: 2 } }));
  expect(m.service.min).toBeGreaterThan(55);
});

test('a first connection that breaks while a redirect is followed over another takes no request with it', async () => {
  const sockets: Socket[] = [];
  // Answers once the connection that led there is broken.
  const other = await serve(({ url = '' }, response) => {
    const first = sockets[Number(url.slice(1))];
    first?.once('close', () => response.end());
    first?.write('what nobody asked for');
  });
  const broken = createTcpServer((socket) => {
    const location = `${other}/${sockets.push(socket) - 1}`;
    socket.on('error', () => {});
    socket.on('data', () => socket.write(`HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ${location}\r\n\r\n`));
  });
  broken.listen(0, '127.0.0.1');
  await once(broken, 'listening');
  const url = `http://127.0.0.1:${(broken.address() as AddressInfo).port}/`;
  const m = await measure(load(url, { followRedirects: true, schedule: { ...load(url).schedule, requests: 4 } }));
  broken.close();
  expect(m).toMatchObject({ sent: 4, answered: 4, errors: 0, failures: {}, statuses: { 200: 4 } });
});

test('where a request may take any time, the longest duration of the load ends it', async () => {
  const url = await serve(() => {});
  const schedule = { ...load(url).schedule, requests: 2 };
  const m = await measure(load(url, { timeoutMs: Number.POSITIVE_INFINITY, maxDurationMs: 500, schedule }));
  expect(m).toMatchObject({ sent: 2, answered: 0, unfinished: 2, errors: 0 });
});

test('redirects without end are a failure', async () => {
  const url = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
  const m = await measure(load(url, { followRedirects: true, schedule: { ...load(url).schedule, requests: 2 } }));
  expect(m.failures).toEqual({ redirect: 2 });
});

test('credentials are not sent to where a redirect leads', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const url = await serve((_, response) => response.writeHead(302, { location: other }).end());
  const schedule = { ...load(url).schedule, requests: 1 };
  await measure(load(url, { followRedirects: true, headers: [['Authorization', 'Bearer x']], schedule }));
  expect(seen).toEqual([undefined]);
});

test.each([
  [{ status: [204] }, { 'expect-status': 20 }],
  [{ bodyContains: 'absent' }, { 'expect-body': 20 }],
  [{ bodyMatches: '^h.*o$' }, {}],
  [{ status: [200, 201], bodyContains: 'ell' }, {}],
])('an answer that is not as expected (%p) is an error', async (expected, failures) => {
  const url = await serve((_, response) => response.end('hello'));
  const m = await measure(load(url, { expect: expected }));
  expect(m.failures).toEqual(failures);
  expect(m.errors).toBe('expect-status' in failures || 'expect-body' in failures ? 20 : 0);
  expect(m.latency.count).toBe(20);
});

test('a payload of any bytes arrives as it is', async () => {
  const body = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
  const same: boolean[] = [];
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      same.push(Buffer.concat(chunks).equals(body));
      response.end();
    });
  });
  await measure(load(url, { method: 'POST', body, schedule: { ...load(url).schedule, requests: 3 } }));
  expect(same).toEqual([true, true, true]);
});

test('after a stall of the generator the load goes on at its rate', async () => {
  const url = await serve((_, response) => response.end());
  const run = await begin(load(url, { schedule: rate(200, null, 1200) }), pacerLike(5));
  // Ours, and what the machine adds to it: all that this process stood still.
  let [ticked, stoodMs] = [performance.now(), 0];
  const clock = setInterval(() => {
    const now = performance.now();
    if (now - ticked > 5) stoodMs += now - ticked;
    ticked = now;
  }, 1);
  setTimeout(() => {
    const until = performance.now() + 400;
    while (performance.now() < until);
  }, 200);
  const m = await run.finished;
  clearInterval(clock);
  expect(m.stalls.longestMs).toBeGreaterThan(350);
  expect(m.stalls.totalMs).toBeLessThan(stoodMs + 20);
  expect(m.sent).toBeGreaterThan(0.2 * (1200 - m.stalls.totalMs) - 10 - m.stalls.count);
  expect(m.dropped).toBe(0);
  // Only what was in flight when one began, over one of the two connections, was kept from being read in time.
  expect(m.latency.count - countBelow(m.latency, 300)).toBeLessThanOrEqual(2 * m.stalls.count);
});

test('a load that was stopped before its start sends nothing, not even when it is told to start', async () => {
  let seen = 0;
  const url = await serve((_, response) => {
    seen++;
    response.end();
  });
  for (const schedule of [rate(1000, null, 60_000), load(url).schedule]) {
    const { run, now } = prepare(load(url, { schedule }));
    await new Promise((resolve) => setTimeout(resolve, 30));
    run.stop();
    run.start(now());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await run.finished).toMatchObject({ sent: 0, dropped: 0, stalls: { count: 0 } });
  }
  expect(seen).toBe(0);
});

test('a duration longer than a timer can be is no duration of nothing', async () => {
  let run: ShareRun | undefined;
  let seen = 0;
  const url = await serve((_, response) => {
    if (++seen === 10) run?.stop();
    response.end();
  });
  const longest = 2 ** 31;
  run = await begin(load(url, { schedule: rate(500, null, longest), maxDurationMs: 2 * longest }));
  expect((await run.finished).sent).toBeGreaterThan(5);
});
