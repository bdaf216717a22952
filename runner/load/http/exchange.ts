import type { HttpLoad, TlsSettings } from '../../model/task.ts';
import { requestTarget, withHost } from '../../wire/http1/request.ts';
import type { Resolver } from '../../wire/resolve.ts';
import type { Carrier, CarrierHandler } from './carrier.ts';
import { createMessage, type Message } from './message.ts';
import { openCarrier } from './open-carrier.ts';

// One request, and where it goes: encoded once, sent many times.
interface Exchange {
  url: URL;
  message: Message;
  origin: string;
  open(handler: CarrierHandler): Carrier;
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
  const parts = {
    method,
    target: requestTarget(url),
    headers: withHost(headers, url),
    body: asFirst ? request.body : null,
  };
  const message = createMessage(parts, secure ? 'https' : 'http');
  // What cannot be sent is said before anything is.
  if (request.http2 !== true) message.http1();
  if (request.http2 !== false) message.http2();
  const options = {
    host: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    tls: secure ? (sameOrigin ? request.tls : withoutServerName(request.tls)) : null,
    connectTimeoutMs: request.connectTimeoutMs,
    addresses: resolver,
  };
  return { url, message, origin: url.origin, open: (handler) => openCarrier(request.http2, options, handler) };
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
      const { method: before } = from.message;
      const toGet = status === 303 ? before !== 'HEAD' : status <= 302 && before === 'POST';
      const method = toGet ? 'GET' : before;
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
