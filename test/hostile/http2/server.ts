// Servers on loopback that speak HTTP/2 in exact bytes, well or badly.
import { createServer, type Socket } from 'node:net';
import { type Frame, framesIn, settings, wordsOf } from './frames.ts';

export interface FrameServer {
  port: number;
  frames: string[]; // that came, in words
  sockets: Set<Socket>;
  close(): Promise<void>;
}

const prefaceBytes = 24;

// Called for each frame of a client; what it says first is `first`.
export async function serveFrames(
  behaviour: (socket: Socket, frame: Frame) => void,
  first: Buffer = settings(),
): Promise<FrameServer> {
  const server = createServer({ noDelay: true });
  const self: FrameServer = { port: 0, frames: [], sockets: new Set(), close };
  server.on('connection', (socket) => {
    self.sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => self.sockets.delete(socket));
    if (first.length > 0) socket.write(first);
    let bytes: Buffer = Buffer.alloc(0);
    let isOpen = false;
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (!isOpen && bytes.length < prefaceBytes) return;
      const { frames, rest } = framesIn(isOpen ? bytes : bytes.subarray(prefaceBytes));
      isOpen = true;
      bytes = rest;
      for (const frame of frames) {
        self.frames.push(wordsOf(frame));
        behaviour(socket, frame);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  self.port = typeof address === 'object' && address !== null ? address.port : 0;
  return self;

  function close(): Promise<void> {
    for (const socket of self.sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

// Answers each request, once it was sent to its end, with these bytes.
export function answering(answer: (id: number) => Buffer) {
  return (socket: Socket, { type, flags, id }: Frame): void => {
    if (type <= 1 && (flags & 1) === 1) socket.write(answer(id));
  };
}
