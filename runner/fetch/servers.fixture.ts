// Servers on loopback that tests download from, and a proxy that counts what goes through it.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server as NetServer } from 'node:net';

export interface Started {
  port: number;
  close(): Promise<void>;
}

export async function start(server: NetServer): Promise<Started> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => sockets.add(socket));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function plain(listener: RequestListener): Promise<Started> {
  return start(createServer(listener));
}

export function tls(pair: { key: string; cert: string }, listener: RequestListener): Promise<Started> {
  return start(createTlsServer(pair, listener));
}

// Forwards absolute-form requests and CONNECT tunnels to loopback, whatever host they name.
export async function proxyTo(target: Started, seen: string[]): Promise<Started> {
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    response.end('from the proxy');
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    const onward = connect(target.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].map((other) => other.destroy()));
  });
  return start(server);
}
