// A node:http2 server that answers every call as a gRPC server does; prints its port.
import { createServer } from 'node:http2';

const message = Buffer.from('0000000002080a', 'hex').subarray(0, 7);
const server = createServer();
server.on('stream', (stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.on('error', () => {});
  stream.end(message);
  stream.resume();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
