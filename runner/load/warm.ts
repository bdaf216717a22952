// Every new thread rehearses before the first load, and before the first one over HTTP/2.
import type { Socket } from 'node:net';
import type { HttpLoad } from '../model/task.ts';
import { encodeFields } from '../wire/hpack/encoder.ts';
import { flags, frameTypes } from '../wire/http2/codes.ts';
import { createHttpSlots } from './http/slots.ts';
import { inShort, rehearse } from './rehearsal.ts';
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
  return rehearse(answerHttp1, (address) => rehearsal(address, false), createHttpSlots);
}

let overHttp2: Promise<void> | undefined;

export function warmUpHttp2(): Promise<void> {
  overHttp2 ??= rehearse(
    (socket) => answerHttp2(socket, http2Answer),
    (address) => rehearsal(address, true),
    createHttpSlots,
  );
  return overHttp2;
}

function answerHttp1(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('data', () => socket.write(answer));
  socket.on('error', () => socket.destroy());
}

function rehearsal(address: string, http2: boolean): HttpLoad {
  return {
    ...inShort(requests, longestMs),
    protocol: 'http',
    http2,
    url: `http://${address}/`,
    method: 'GET',
    headers: [],
    body: null,
    maxRequestsPerConnection: 0,
    tls: { insecure: false },
    followRedirects: false,
    errorRanges: [],
    expect: {},
  };
}
