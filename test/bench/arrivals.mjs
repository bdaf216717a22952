// A target that remembers when each request arrived, and tells over IPC.
import { createServer } from 'node:http';

const times = [];
const server = createServer((_, response) => {
  times.push(performance.now());
  response.end('ok');
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/` }));
process.on('message', () => process.send(times));
process.on('disconnect', () => process.exit());
