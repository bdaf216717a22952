// Between a controller and the real API server: passes on, fails as it is told to, and remembers every request.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../lab.ts';

export type Mode =
  | { kind: 'pass'; slow?: { part: string; ms: number } } // paths with that part are passed on so much later
  | { kind: 'answer'; status: number; retryAfter?: number } // in place of the API server
  | { kind: 'lost' } // writes that are done are answered as if they were not
  | { kind: 'hang' } // nothing is answered; what was asked then, and the watches that ran, never are
  | { kind: 'reset' };

export interface Seen {
  method: string;
  path: string; // without the query
  isWatch: boolean;
  body: { metadata?: { name?: string }; preconditions?: { uid?: string } };
  at: number; // performance.now()
  answered?: number; // by the API server; undefined: it was never asked, or said nothing
}

export interface ApiProxy {
  url: string;
  seen: readonly Seen[];
  set(mode: Mode): void;
  cutWatches(): void;
  expireWatches(): void; // ends those that run; the next of each is told that its version is gone, as after a compaction
  close(): void;
}

interface Upstream {
  hostname: string;
  port: string;
  ca: Buffer;
}

// For describe blocks: proxies that end after them.
export function useApiProxies(): () => Promise<ApiProxy> {
  const open: ApiProxy[] = [];
  afterAll(() => {
    for (const proxy of open) proxy.close();
  });
  return async () => {
    const proxy = await startApiProxy(await upstreamOf());
    open.push(proxy);
    return proxy;
  };
}

async function upstreamOf(): Promise<Upstream> {
  const view = await ok('kubectl', ['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json']);
  const { server, 'certificate-authority-data': ca } = JSON.parse(view).clusters[0].cluster;
  const { hostname, port } = new URL(server);
  return { hostname, port: port || '443', ca: Buffer.from(ca, 'base64') };
}

async function startApiProxy(upstream: Upstream): Promise<ApiProxy> {
  const agent = new Agent({ keepAlive: true, ca: upstream.ca });
  const seen: Seen[] = [];
  const watches = new Map<ServerResponse, { path: string; silence(): void }>();
  const expired = new Set<string>();
  let mode: Mode = { kind: 'pass' };

  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => response.destroy());
    const { method = '', url = '/' } = request;
    const { pathname: path, searchParams: query } = new URL(url, 'http://proxy');
    const sent = await text(request);
    const isWatch = query.get('watch') === 'true';
    const one: Seen = { method, path, isWatch, body: sent === '' ? {} : JSON.parse(sent), at: performance.now() };
    seen.push(one);
    if (mode.kind === 'hang') return;
    if (mode.kind === 'reset') return void request.socket.destroy();
    if (mode.kind === 'answer') return refuse(response, mode.status, mode.retryAfter);
    if (isWatch && expired.delete(path)) return gone(response);
    const isLost = mode.kind === 'lost' && method !== 'GET';
    const slow = mode.kind === 'pass' && mode.slow !== undefined && path.includes(mode.slow.part) ? mode.slow.ms : 0;
    if (slow > 0) await sleep(slow);
    pass(one, request, sent, response, isLost);
  }

  function pass(one: Seen, asked: IncomingMessage, sent: string, response: ServerResponse, isLost: boolean): void {
    const { connection: _, host: __, ...headers } = asked.headers;
    const request = httpsRequest({ ...upstream, agent, method: one.method, path: asked.url, headers });
    request.on('error', () => response.destroy());
    response.on('close', () => request.destroy());
    request.on('response', (answer) => {
      one.answered = answer.statusCode ?? 0;
      if (isLost && one.answered < 300) return void answer.resume().on('end', () => refuse(response, 500));
      const { connection: ___, 'transfer-encoding': ____, ...told } = answer.headers;
      response.writeHead(one.answered, told);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
      if (!one.isWatch) return;
      response.flushHeaders();
      watches.set(response, { path: one.path, silence: () => answer.unpipe(response) });
      response.on('close', () => watches.delete(response));
    });
    request.end(sent);
  }

  function cutWatches(): void {
    for (const response of watches.keys()) response.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    set(next) {
      mode = next;
      if (next.kind === 'hang') for (const { silence } of watches.values()) silence();
    },
    cutWatches,
    expireWatches() {
      for (const { path } of watches.values()) expired.add(path);
      cutWatches();
    },
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

function refuse(response: ServerResponse, status: number, retryAfter?: number): void {
  const about = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'of the test', code: status };
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(status, { 'content-type': 'application/json', ...wait }).end(JSON.stringify(about));
}

function gone(response: ServerResponse): void {
  const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', message: 'old', code: 410 };
  response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
}
