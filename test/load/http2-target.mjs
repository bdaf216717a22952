// A target that speaks HTTP/2, in a process of its own. Takes its behaviour as JSON in the first argument; tells over
// IPC where it listens and what it has seen.
import { constants, createSecureServer, createServer } from 'node:http2';

const behaviour = JSON.parse(process.argv[2] ?? '{}');
const { tls, allowHttp1 = false, delayMs = 0, status = 200, body = 'ok', maxStreams, redirectTo } = behaviour;
const { silentFirst = 0, refuseFirst = 0, refuseEach = 0, abortEach = 0, leaveEach = 0, disownEach = 0 } = behaviour;

const seen = { requests: 0, connections: 0, open: 0, bodyBytes: 0, versions: {}, arrivals: [] };

function handle(request, response) {
  const number = ++seen.requests;
  const { httpVersion, stream } = request;
  const session = stream?.session;
  seen.versions[httpVersion] = (seen.versions[httpVersion] ?? 0) + 1;
  seen.arrivals.push(performance.now());
  request.on('data', (chunk) => {
    seen.bodyBytes += chunk.length;
  });
  if (number <= silentFirst) return;
  if (number <= refuseFirst || number % refuseEach === 0) {
    stream.close(constants.NGHTTP2_REFUSED_STREAM);
  } else if (number % abortEach === 0) {
    stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  } else if (number % disownEach === 0) {
    session.goaway(constants.NGHTTP2_NO_ERROR, stream.id - 2);
    setTimeout(() => session.destroy(), 20);
  } else {
    if (number % leaveEach === 0) session.close();
    request.on('end', () => setTimeout(answer, delayMs, request, response));
  }
}

function answer(request, response) {
  if (redirectTo !== undefined && request.url === '/') response.writeHead(302, { location: redirectTo }).end();
  else response.writeHead(status).end(body);
}

const settings = maxStreams === undefined ? {} : { settings: { maxConcurrentStreams: maxStreams } };
const server =
  tls === undefined
    ? createServer(settings, handle)
    : createSecureServer({ ...settings, ...tls, allowHTTP1: allowHttp1 }, handle);
server.on(tls === undefined ? 'connection' : 'secureConnection', (socket) => {
  seen.connections++;
  seen.open++;
  socket.on('error', () => {});
  socket.once('close', () => seen.open--);
});
server.on('session', (session) => session.on('error', () => {}));
server.on('sessionError', () => {});
server.listen(0, '127.0.0.1', 4096, () => process.send(server.address().port));
process.on('message', () => process.send(seen));
process.on('disconnect', () => process.exit());
