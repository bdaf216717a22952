// A server on loopback that answers one request after the other as a test has written it.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Seen {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

interface ScriptedServer {
  port: number;
  seen: Seen[]; // requests so far
  script(...handlers: Handler[]): void; // the last one answers all that follow, too
  close(): Promise<void>;
}

export async function scriptedServer(tls?: ServerOptions): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  let handlers: Handler[] = [];
  const listener: RequestListener = async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await text(request).catch(() => '');
    seen.push({ method, url: new URL(url, 'http://server'), headers, body });
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
    handler?.(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    script(...given) {
      handlers = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function status(code: number, reason: string, more: Record<string, unknown> = {}, headers = {}): Handler {
  const message = `the server says ${reason}`;
  return json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, ...more }, code, headers);
}

export function page(body: string, code = 200): Handler {
  return (_, response) => void response.writeHead(code, { 'content-type': 'text/html' }).end(body);
}

export const never: Handler = () => undefined;

export const cutOff: Handler = (request) => void request.socket.destroy();

// Half of what its length promises.
export const torn: Handler = (request, response) => {
  response.writeHead(200, { 'content-length': 1000 }).write('{"kind":"Secret","metadata":{"na');
  setTimeout(() => request.socket.destroy(), 5);
};

// Lines of a watch; the connection stays, or is cut off after them.
export function lines(events: readonly unknown[], then: 'stays' | 'is cut off' | 'ends' = 'stays'): Handler {
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    for (const event of events) response.write(typeof event === 'string' ? event : `${JSON.stringify(event)}\n`);
    if (then === 'ends') response.end();
    if (then === 'is cut off') setTimeout(() => request.socket.destroy(), 5);
  };
}
