// A target in a process of its own, so that it does not share the generator's event loop. Takes its behaviour as JSON
// in the first argument; tells over IPC where it listens and what it has seen.
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';

const behaviour = JSON.parse(process.argv[2] ?? '{}');
const { host = '127.0.0.1', tls, delayMs = 0, status = 200, body = 'ok', bodyBytes = 0, close = false } = behaviour;
const { redirectTo, silent = false, perSecond = 0, stall, failAfter = Number.POSITIVE_INFINITY } = behaviour;

const seen = { requests: 0, connections: 0, open: 0, byLocalAddress: {}, arrivals: [], stalls: [] };
const mostArrivals = 20_000;
const block = Buffer.alloc(1 << 20);
let freeAt = 0;

// What came while this process stood still comes at once, however it was sent.
let ticked = performance.now();
setInterval(() => {
  const now = performance.now();
  if (now - ticked > 14) seen.stalls.push(now);
  ticked = now;
}, 4);

function handle(request, response) {
  seen.requests++;
  if (seen.arrivals.length < mostArrivals) seen.arrivals.push(performance.now());
  const address = request.socket.localAddress;
  seen.byLocalAddress[address] = (seen.byLocalAddress[address] ?? 0) + 1;
  if (seen.requests === 1 && stall !== undefined) setTimeout(standStill, stall.afterMs);
  if (silent) return;
  request.resume();
  const wait = perSecond > 0 ? queue(1000 / perSecond) : delayMs;
  if (wait > 0) setTimeout(answer, wait, request, response);
  else answer(request, response);
}

// One request after the other, each taking its time.
function queue(ms) {
  const now = performance.now();
  freeAt = Math.max(now, freeAt) + ms;
  return freeAt - now;
}

function standStill() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stall.forMs);
}

function answer(request, response) {
  const headers = { ...(close ? { connection: 'close' } : {}) };
  if (redirectTo !== undefined && request.url === '/') {
    response.writeHead(302, { ...headers, location: redirectTo }).end();
    return;
  }
  const code = seen.requests > failAfter ? 503 : status;
  if (bodyBytes === 0) response.writeHead(code, { ...headers, 'content-length': body.length }).end(body);
  else big(response.writeHead(code, { ...headers, 'content-length': bodyBytes }), bodyBytes);
}

function big(response, left) {
  if (response.destroyed) return;
  if (left <= 0) response.end();
  else response.write(left < block.length ? block.subarray(0, left) : block, () => big(response, left - block.length));
}

const server = tls === undefined ? createHttp(handle) : createHttps(tls, handle);
server.keepAliveTimeout = 600_000;
server.on(tls === undefined ? 'connection' : 'secureConnection', (socket) => {
  seen.connections++;
  seen.open++;
  socket.on('error', () => {});
  socket.once('close', () => seen.open--);
});
server.listen(0, host, 4096, () => process.send(server.address().port));
process.on('message', () => process.send(seen));
process.on('disconnect', () => process.exit());
