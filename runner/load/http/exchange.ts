import type { HttpLoad, TlsSettings } from '../../model/task.ts';
import { type Connection, type ConnectionHandler, connect } from '../../wire/http1/connection.ts';
import { encodeRequest, requestTarget, withHost } from '../../wire/http1/request.ts';
import type { Resolver } from '../../wire/resolve.ts';

// One request as bytes, and where they go: encoded once, sent many times.
interface Exchange {
  url: URL;
  method: string;
  bytes: Buffer;
  origin: string;
  open(handler: ConnectionHandler): Connection;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const mostHops = 10;
const mostKnownHops = 64;

export function createExchange(
  request: HttpLoad,
  resolver: Resolver,
  url = new URL(request.url),
  method = request.method,
): Exchange {
  const asFirst = method === request.method;
  const sameOrigin = url.origin === new URL(request.url).origin;
  const headers = request.headers.filter(([name]) => keepHeader(name.toLowerCase(), asFirst, sameOrigin));
  const secure = url.protocol === 'https:';
  return {
    url,
    method,
    origin: url.origin,
    bytes: encodeRequest({
      method,
      target: requestTarget(url),
      headers: withHost(headers, url),
      body: asFirst ? request.body : null,
    }),
    open: (handler) =>
      connect(
        {
          host: url.hostname,
          port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
          tls: secure ? (sameOrigin ? request.tls : withoutServerName(request.tls)) : null,
          connectTimeoutMs: request.connectTimeoutMs,
          addresses: resolver,
        },
        handler,
      ),
  };
}

// Where a redirect leads; known hops are encoded once.
export function createRedirects(request: HttpLoad, resolver: Resolver) {
  const known = new Map<string, Exchange>();
  return {
    isRedirect: (status: number) => request.followRedirects && redirects.has(status),
    // The next exchange, or in words why there is none.
    follow(from: Exchange, status: number, location: string | undefined, hops: number): Exchange | string {
      if (location === undefined) return `${status} without a Location header`;
      if (hops >= mostHops) return `more than ${mostHops} redirects`;
      if (!URL.canParse(location, from.url.href)) return `Location is no URL: ${location.slice(0, 200)}`;
      const url = new URL(location, from.url);
      if (url.protocol !== 'http:' && url.protocol !== 'https:') return `redirected to ${url.protocol}`;
      const toGet = status === 303 ? from.method !== 'HEAD' : status <= 302 && from.method === 'POST';
      const method = toGet ? 'GET' : from.method;
      const key = `${method} ${url.href}`;
      const exchange = known.get(key) ?? createExchange(request, resolver, url, method);
      if (known.size < mostKnownHops) known.set(key, exchange);
      return exchange;
    },
  };
}

// The name was given for the first origin's certificate.
function withoutServerName({ serverName: _, ...tls }: TlsSettings): TlsSettings {
  return tls;
}

// The body's headers go with the body; credentials stay with the origin they were given for.
function keepHeader(name: string, asFirst: boolean, sameOrigin: boolean): boolean {
  if (!asFirst && name.startsWith('content-')) return false;
  return sameOrigin || (name !== 'authorization' && name !== 'cookie' && name !== 'host');
}
