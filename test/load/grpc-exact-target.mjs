// Answers each call of gRPC a known time after its last byte was read, to some hundredths of a millisecond: frames
// written by hand, and a loop that watches the clock. Delays come as JSON in the first argument, one call after the other.
import { createServer } from 'node:net';

const delaysMs = JSON.parse(process.argv[2]);
const due = []; // {at, socket, id}
let calls = 0;
let [timer, turn] = [];

const frame = (type, flags, payload) => {
  const bytes = Buffer.alloc(9 + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  payload.copy(bytes, 9);
  return bytes;
};
const literal = (name, value) => [0, name.length, ...Buffer.from(name), value.length, ...Buffer.from(value)];
const parts = [
  frame(1, 4, Buffer.from([0x88, ...literal('content-type', 'application/grpc')])),
  frame(0, 0, Buffer.from([0, 0, 0, 0, 2, 8, 1])),
  frame(1, 5, Buffer.from(literal('grpc-status', '0'))),
];

const server = createServer({ noDelay: true }, (socket) => {
  let unread = Buffer.alloc(0);
  let skip = 24; // the preface
  socket.on('error', () => socket.destroy());
  socket.write(frame(4, 0, Buffer.alloc(0)));
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    if (unread.length < skip) return;
    let at = skip;
    skip = 0;
    while (unread.length - at >= 9 && unread.length - at >= 9 + unread.readUIntBE(at, 3)) {
      const [type, flags, id] = [unread[at + 3], unread[at + 4], unread.readUInt32BE(at + 5)];
      if (type === 4 && (flags & 1) === 0) socket.write(frame(4, 1, Buffer.alloc(0)));
      if (type <= 1 && (flags & 1) === 1) take(socket, id);
      at += 9 + unread.readUIntBE(at, 3);
    }
    unread = unread.subarray(at);
  });
});

function take(socket, id) {
  due.push({ at: performance.now() + delaysMs[calls++ % delaysMs.length], socket, id });
  watch();
}

function watch() {
  const now = performance.now();
  for (let i = due.length - 1; i >= 0; i--) {
    if (due[i].at > now) continue;
    const [{ socket, id }] = due.splice(i, 1);
    socket.write(Buffer.concat(parts.map((part) => numbered(part, id))));
  }
  clearTimeout(timer);
  clearImmediate(turn);
  if (due.length === 0) return;
  const next = Math.min(...due.map(({ at }) => at));
  if (next - now > 3) timer = setTimeout(watch, next - now - 2);
  else turn = setImmediate(watch);
}

function numbered(part, id) {
  const bytes = Buffer.from(part);
  bytes.writeUInt32BE(id, 5);
  return bytes;
}

server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
