// A thread that has never sent is slow at first: its first requests would show the generator's start in the target's
// latency. So each new thread sends a few hundred requests to a socket of its own before the first load, and before the
// first one over HTTP/2.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { HttpLoad } from '../model/task.ts';
import { encodeFields } from '../wire/hpack/encoder.ts';
import { flags, frameTypes } from '../wire/http2/codes.ts';
import { clockFrom } from './clock.ts';
import { createHttpSlots } from './http/slots.ts';
import { runShare } from './share-run.ts';
import { answerHttp2, frame } from './stand-in.ts';

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok';
const http2Fields = encodeFields([
  [':status', '200'],
  ['content-type', 'text/plain'],
  ['date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
]);
const http2Answer = [
  frame(frameTypes.headers, flags.endHeaders, http2Fields),
  frame(frameTypes.data, flags.endStream, Buffer.from('ok')),
];
const requests = 300;
const longestMs = 200;

export function warmUp(): Promise<void> {
  return rehearse(false, (socket) => {
    socket.setNoDelay(true);
    socket.on('data', () => socket.write(answer));
    socket.on('error', () => socket.destroy());
  });
}

let overHttp2: Promise<void> | undefined;

export function warmUpHttp2(): Promise<void> {
  overHttp2 ??= rehearse(true, (socket) => answerHttp2(socket, http2Answer));
  return overHttp2;
}

async function rehearse(http2: boolean, serve: (socket: Socket) => void): Promise<void> {
  const server = createServer(serve);
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = Date.now();
    const now = clockFrom(base);
    const share = { index: 0, of: 1, connections: 2, slots: 2, limits: [{ fromMs: 0, slots: 2 }], requests, skip: 0 };
    const request = rehearsal((server.address() as AddressInfo).port, http2);
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

function rehearsal(port: number, http2: boolean): HttpLoad {
  return {
    protocol: 'http',
    http2,
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
