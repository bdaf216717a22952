// A gRPC server on node:http2 in a process of its own: how it behaves comes as JSON in the first argument, where it
// listens and what it has seen go over IPC. Messages are counted, not decoded.
import { createSecureServer, createServer } from 'node:http2';

const behaviour = JSON.parse(process.argv[2] ?? '{}');
const { path, port = 0, tls, settings = {}, messages = 1, messageBytes = 3, untilEnd = true } = behaviour;
const { delaysMs = [0], delayBetweenMs = 0, status = 0, words, trailersOnly = false, silent = false } = behaviour;
const { http, flag = 0, encoding, noTrailers = false, cutMessage = false, echo = false } = behaviour;
const { resetWith, resetFirst = Number.POSITIVE_INFINITY, goAwayEvery = 0, killEvery = 0, killAt } = behaviour;

const seen = {
  calls: 0,
  ended: 0,
  connections: 0,
  cancelled: 0,
  mostOpen: 0,
  messages: 0,
  bytes: 0,
  headers: {},
  body: '',
};
const arrivals = [];
const numbers = [];
const inFlight = [];
const sessions = new Set();
const sockets = new Map();
let open = 0;

function serve(stream, headers) {
  seen.calls++;
  open++;
  seen.mostOpen = Math.max(seen.mostOpen, open);
  if (arrivals.length < 20_000) arrivals.push(performance.now());
  inFlight.push(open);
  if (seen.calls === 1) seen.headers = { ...headers };
  if (headers.number !== undefined) numbers.push(headers.number);
  const number = seen.calls;
  const incoming = createCounter(stream, number === 1);
  stream.on('error', () => {});
  stream.on('close', () => {
    open--;
    if (stream.rstCode !== 0) seen.cancelled++;
  });
  const { session } = stream;
  if (goAwayEvery > 0 && number % goAwayEvery === 0) session.goaway(0, stream.id);
  if (killEvery > 0 && number % killEvery === 0) return sockets.get(session.socket.remotePort).destroy();
  if (killAt === number) process.exit(0);
  if (resetWith !== undefined && number <= resetFirst) return stream.close(resetWith);
  if (silent) return stream.resume();
  const start = () => wait(delaysMs[(number - 1) % delaysMs.length], () => answer(stream));
  if (echo) return begin(stream);
  if (untilEnd) stream.on('end', start);
  else start();

  // Every message is sent back as it comes.
  function begin() {
    respond(stream);
    incoming.onMessage = () => stream.write(message);
    stream.on('end', () => stream.end());
  }
}

function wait(ms, then) {
  if (ms > 0) setTimeout(then, ms);
  else then();
}

function createCounter(stream, keeps) {
  let buffered = Buffer.alloc(0);
  let left = 0;
  const counter = { onMessage() {} };
  stream.on('data', (chunk) => {
    seen.bytes += chunk.length;
    if (keeps && seen.body.length < 200) seen.body += chunk.toString('hex');
    let bytes = chunk;
    while (bytes.length > 0) {
      if (left > 0) {
        const part = Math.min(left, bytes.length);
        left -= part;
        bytes = bytes.subarray(part);
        if (left === 0) counted();
        continue;
      }
      buffered = Buffer.concat([buffered, bytes.subarray(0, 5 - buffered.length)]);
      bytes = bytes.subarray(Math.min(bytes.length, 5));
      if (buffered.length < 5) return;
      left = buffered.readUInt32BE(1);
      buffered = Buffer.alloc(0);
      if (left === 0) counted();
    }
  });
  return counter;

  function counted() {
    seen.messages++;
    counter.onMessage();
  }
}

const message = Buffer.alloc(5 + messageBytes, 1);
message[0] = flag;
message.writeUInt32BE(messageBytes, 1);

function respond(stream) {
  const headers = {
    ':status': 200,
    'content-type': 'application/grpc',
    ...(encoding && { 'grpc-encoding': encoding }),
  };
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    seen.ended++;
    if (noTrailers) stream.close();
    else stream.sendTrailers(ending());
  });
}

function ending() {
  return { 'grpc-status': String(status), ...(words !== undefined && { 'grpc-message': words }) };
}

function answer(stream) {
  if (stream.destroyed) return;
  if (http !== undefined) {
    seen.ended++;
    stream.respond({ ':status': http.status, ...(http.type && { 'content-type': http.type }) });
    stream.end('<html>no gRPC here</html>');
    return;
  }
  if (trailersOnly) {
    seen.ended++;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...ending() }, { endStream: true });
    return;
  }
  respond(stream);
  say(stream, messages);
}

function say(stream, left) {
  if (stream.destroyed) return;
  if (left <= 0) {
    stream.end();
    return;
  }
  const bytes = cutMessage ? message.subarray(0, -1) : message;
  if (delayBetweenMs > 0) {
    stream.write(bytes);
    setTimeout(say, delayBetweenMs, stream, left - 1);
  } else stream.write(bytes, () => setImmediate(say, stream, left - 1)); // a turn for what the client says meanwhile
}

const server = tls === undefined ? createServer({ settings }) : createSecureServer({ ...tls, settings });
server.on('session', (session) => {
  seen.connections++;
  sessions.add(session);
  session.on('error', () => {});
  session.on('close', () => sessions.delete(session));
});
server.on('connection', (socket) => sockets.set(socket.remotePort, socket));
server.on('stream', serve);
server.on('sessionError', () => {});
server.on('error', (error) => {
  throw error;
});
server.listen(path ?? { port, host: '127.0.0.1' }, () => process.send(path === undefined ? server.address().port : 0));

process.on('message', (asked) => {
  if (asked === 'seen') process.send({ ...seen, arrivals, inFlight, numbers });
  else if (asked === 'goaway') for (const session of sessions) session.close();
});
process.on('disconnect', () => process.exit());
