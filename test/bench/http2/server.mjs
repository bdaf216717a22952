// A node:http2 server that answers every call as a gRPC server does. usage: ADDRESS
import { createServer } from 'node:http2';

const message = Buffer.from('00000000020800', 'hex');
const server = createServer();
server.on('stream', (stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.on('error', () => {});
  stream.end(message);
  stream.resume();
});
const [host, port] = process.argv[2].split(':');
server.listen(Number(port), host);
