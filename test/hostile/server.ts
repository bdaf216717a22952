// Real servers on loopback that send exact bytes.
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

export interface HostileServer {
  port: number;
  connections: number; // taken so far
  requests: number; // heads seen so far, by their empty line
  close(): Promise<void>;
}

// Called once for each request; `count` is the number of the request on its connection, from 1.
export type Behaviour = (socket: Socket, count: number) => void;

export function serve(behaviour: Behaviour, options: { onConnection?: (socket: Socket) => void; host?: string } = {}) {
  const server = createServer({ noDelay: true, allowHalfOpen: true });
  return listen(server, 'connection', behaviour, options);
}

export function serveTls(tls: TlsOptions, behaviour: Behaviour, onConnection?: (socket: TLSSocket) => void) {
  const server = createTlsServer({ allowHalfOpen: true, ...tls });
  server.on('tlsClientError', () => {});
  return listen(server, 'secureConnection', behaviour, onConnection === undefined ? {} : { onConnection });
}

// Sends these bytes for every request.
export const sending =
  (bytes: string): Behaviour =>
  (socket) =>
    void socket.write(bytes, 'latin1');

// Sends them and ends the stream.
export const ending =
  (bytes: string): Behaviour =>
  (socket) =>
    void socket.end(bytes, 'latin1');

async function listen<S extends Socket>(
  server: Server,
  event: 'connection' | 'secureConnection',
  behaviour: Behaviour,
  { onConnection, host = '127.0.0.1' }: { onConnection?: (socket: S) => void; host?: string },
): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const self: HostileServer = { port: 0, connections: 0, requests: 0, close };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.on(event, (socket: S) => {
    self.connections++;
    let count = 0;
    let tail = '';
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const parts = (tail + bytes.toString('latin1')).split('\r\n\r\n');
      tail = (parts.pop() ?? '').slice(-3); // what an empty line may begin with
      for (const _ of parts) {
        self.requests++;
        behaviour(socket, ++count);
      }
    });
    socket.on('end', () => socket.end());
    onConnection?.(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const address = server.address();
  self.port = typeof address === 'object' && address !== null ? address.port : 0;
  return self;

  function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}
