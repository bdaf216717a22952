// From a host name to a socket that is ready to use: looks the name up, tries its addresses in turn, shakes hands.
import type { Socket } from 'node:net';
import type { FailureKind } from '../model/failure.ts';
import type { TlsSettings } from '../model/task.ts';
import { deadline } from './deadline.ts';
import { type Failure, failureOf, type Phase } from './failure.ts';
import { bareHost, type Resolver } from './resolve.ts';
import { openSocket } from './socket.ts';
import { materialWords } from './tls-words.ts';

export interface DialOptions {
  host: string; // a name or an IP address, brackets or not
  port: number;
  path?: string; // of a Unix socket, instead of host and port
  servername?: string; // for TLS, where it is not tls.serverName or the host
  addresses: Resolver; // shared by all connections of a load
  tls: TlsSettings | null; // null: plain text
  connectTimeoutMs: number; // for name, TCP and TLS together
}

interface DialHandler {
  read(bytes: Buffer, length: number): void;
  ready(socket: Socket, peer: string): void;
  failed(kind: FailureKind, message: string): void;
}

// Gives a function that stops it; after that, or after ready or failed, no event comes.
export function dial(options: DialOptions, protocols: string[], handler: DialHandler): () => void {
  const { host, port, path, addresses, tls, connectTimeoutMs } = options;
  const until = performance.now() + connectTimeoutMs;
  const inTime = deadline(connectTimeoutMs, () => end(timedOut(`within ${connectTimeoutMs} ms`)));
  let attemptInTime = () => {};
  let socket: Socket | undefined;
  let phase: Phase = 'resolve';
  let isOver = false;

  (path === undefined ? addresses.order(host) : Promise.resolve([path])).then(
    (found) => attempt(found, 0),
    (error) => end(failureOf(error, 'resolve')),
  );
  return stop;

  function attempt(found: readonly string[], index: number): void {
    const address = found[index];
    if (isOver || address === undefined) return;
    phase = 'connect';
    const opened = open(address);
    if (opened === undefined) return;
    socket = opened;
    const giveUp = (failure: Failure) => {
      if (isOver || socket !== opened) return;
      attemptInTime();
      opened.destroy();
      if (phase === 'connect') addresses.failed(host, address);
      if (phase === 'connect' && index + 1 < found.length) attempt(found, index + 1);
      else end(describe(failure, address, found.length));
    };
    // The error listener stays: an error after the end must not end the process.
    opened.on('error', (error) => giveUp(failureOf(error, phase, protocols)));
    opened.once('close', () => giveUp({ kind: 'closed', message: 'the connection was closed before it was ready' }));
    opened.once('connect', () => {
      attemptInTime();
      phase = 'secure';
      if (tls === null) succeed(opened, address);
    });
    if (tls !== null) opened.once('secureConnect', () => succeed(opened, address));
    const left = found.length - index;
    if (left > 1) {
      const share = Math.max(0, until - performance.now()) / left;
      attemptInTime = deadline(share, () => giveUp(timedOut(`within ${Math.round(share)} ms`)));
    }
  }

  function open(address: string): Socket | undefined {
    const serverName = tls?.serverName ?? options.servername ?? bareHost(host);
    try {
      return openSocket({ address, port, isPath: path !== undefined, tls, serverName, protocols, read: handler.read });
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      end(tls === null ? failureOf(cause, 'connect') : { kind: 'tls', message: materialWords(cause) });
      return undefined;
    }
  }

  function succeed(ready: Socket, address: string): void {
    if (isOver) return;
    isOver = true;
    inTime();
    addresses.worked(host, address);
    handler.ready(ready, withPort(address));
  }

  function end(failure: Failure): void {
    if (isOver) return;
    stop();
    handler.failed(failure.kind, failure.message);
  }

  function stop(): void {
    isOver = true;
    inTime();
    attemptInTime();
    socket?.destroy();
  }

  function timedOut(within: string): Failure {
    const what =
      phase === 'resolve'
        ? 'the host name was not resolved'
        : phase === 'connect'
          ? 'nobody answered'
          : 'the TLS handshake did not end';
    return { kind: 'connect-timeout', message: `${what} ${within}` };
  }

  function describe({ kind, message }: Failure, address: string, tried: number): Failure {
    const all = tried > 1 && phase === 'connect' ? `; none of the ${tried} addresses of ${host} took a connection` : '';
    return { kind, message: `${withPort(address)}: ${message}${all}` };
  }

  function withPort(address: string): string {
    if (path !== undefined) return `unix:${path}`;
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  }
}
