// Answers each request a fixed time after it was read, to a few microseconds: it spins. Prints its port.
import { createServer } from 'node:net';

const micros = Number(process.argv[2] ?? 300);
const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok';

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', () => {
    const until = process.hrtime.bigint() + BigInt(micros * 1000);
    while (process.hrtime.bigint() < until);
    socket.write(answer);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
