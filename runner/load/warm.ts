// A thread that has never sent is slow at first: its first requests would show the generator's start in the target's
// latency. So each new thread sends a few hundred requests to a socket of its own before the first load.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { HttpLoad } from '../model/task.ts';
import { clockFrom } from './clock.ts';
import { createHttpSlots } from './http/slots.ts';
import { runShare } from './share-run.ts';

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok';
const requests = 300;
const longestMs = 200;

export async function warmUp(): Promise<void> {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('data', () => socket.write(answer));
    socket.on('error', () => socket.destroy());
  });
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = Date.now();
    const now = clockFrom(base);
    const share = { index: 0, of: 1, connections: 2, slots: 2, limits: [{ fromMs: 0, slots: 2 }], requests, skip: 0 };
    const request = rehearsal((server.address() as AddressInfo).port);
    const run = runShare({ request, share, base, now, alarm: null }, createHttpSlots);
    await run.ready;
    run.start(now());
    await run.finished;
  } catch {
    // Where there is no loopback the load starts cold, no more.
  } finally {
    server.close();
  }
}

function rehearsal(port: number): HttpLoad {
  return {
    protocol: 'http',
    http2: false,
    url: `http://127.0.0.1:${port}/`,
    method: 'GET',
    headers: [],
    body: null,
    connections: 2,
    maxRequestsPerConnection: 0,
    timeoutMs: longestMs,
    connectTimeoutMs: longestMs,
    tls: { insecure: false },
    followRedirects: false,
    errorRanges: [],
    expect: {},
    abortOn: null,
    schedule: { arrival: 'constant', stages: [{ qps: 0, durationMs: longestMs }], requests },
    maxDurationMs: longestMs,
    seed: 1,
  };
}
