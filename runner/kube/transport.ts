// One request over a connection that is kept, to the head of its answer, or to why there is none.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { Access } from './access.ts';
import { untilAborted } from './life.ts';
import { NetworkFailure, networkFailure } from './network-failure.ts';

export interface Asked {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: { type: string; text: string };
}

interface Limits {
  signal: AbortSignal;
  connectMs: number;
  answerMs: number; // to the head of the answer; 0: no limit
  fresh: boolean; // credentials that are not those of before
}

type Send = (asked: Asked, limits: Limits) => Promise<IncomingMessage>;

const keepAliveMs = 15_000; // between probes of a connection on which nothing happens

export function createTransport(access: Access): Send {
  const base = new URL(access.server);
  const isSecure = base.protocol === 'https:';
  const prefix = base.pathname.replace(/\/$/, '');
  let kept: HttpAgent | undefined;

  return async (asked, limits) => {
    const { headers, tls } = await untilAborted(access.credentials(limits.fresh), limits.signal);
    kept ??= await newAgent(access.proxy, isSecure);
    const options: RequestOptions = {
      agent: kept,
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port,
      method: asked.method,
      path: `${prefix}${asked.path}`,
      headers: { ...fixedHeaders(asked), ...headers },
      ...(isSecure ? tls : {}),
    };
    return exchange(isSecure, options, asked.body?.text, limits);
  };
}

function fixedHeaders({ body }: Asked): Record<string, string | number> {
  const always = { 'user-agent': 'iter8', accept: 'application/json' };
  if (body === undefined) return always;
  return { ...always, 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) };
}

function exchange(
  isSecure: boolean,
  options: RequestOptions,
  body: string | undefined,
  { signal, connectMs, answerMs }: Limits,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let reached = false;
    const request = (isSecure ? httpsRequest : httpRequest)(options);
    const giveUp = (why: string) => request.destroy(new NetworkFailure(why, { reached }));
    const stop = () => request.destroy(networkFailure(signal.reason, reached));
    const connecting = setTimeout(() => giveUp('nobody answered the connection attempt'), connectMs);
    const waiting = answerMs > 0 ? setTimeout(() => giveUp('it does not answer'), answerMs) : undefined;
    signal.addEventListener('abort', stop, { once: true });
    function settle(): void {
      clearTimeout(connecting);
      clearTimeout(waiting);
      signal.removeEventListener('abort', stop);
    }
    request.on('socket', (socket) => {
      const connected = () => {
        reached = true;
        clearTimeout(connecting);
        socket.setKeepAlive(true, keepAliveMs);
      };
      if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', connected);
      else connected();
    });
    request.on('error', (error) => {
      settle();
      reject(networkFailure(error, reached));
    });
    request.on('response', (response) => {
      settle();
      const end = () => response.destroy(networkFailure(signal.reason, true));
      signal.addEventListener('abort', end, { once: true });
      response.on('error', () => undefined); // whoever reads it is told
      response.on('close', () => signal.removeEventListener('abort', end));
      resolve(response);
    });
    request.end(body);
  });
}

// Keeps connections apart by the certificates they were made with.
async function newAgent(proxy: URL | undefined, isSecure: boolean): Promise<HttpAgent> {
  const options = { keepAlive: true };
  if (proxy === undefined) return isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  if (!isSecure) {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    return new HttpProxyAgent(proxy, options);
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy, options);
}
