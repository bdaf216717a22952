// One HTTP/2 connection: dials, or takes a socket over, and serves many streams at a time.
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { FailureKind } from '../../model/failure.ts';
import { type DialOptions, dial } from '../dial.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Session, SessionHandler } from './handler.ts';
import { createKeepAlive, type KeepAlive, type KeepAliveSettings } from './keep-alive.ts';
import type { Transport } from './output.ts';
import { createSession } from './session.ts';

export interface Http2Connection
  extends Pick<Session, 'open' | 'write' | 'cancel' | 'ping' | 'destroy' | 'room' | 'busy' | 'leaving'> {
  readonly peer: string; // address:port once there is a socket, '' before
  readonly bytesIn: number;
  readonly bytesOut: number;
}

interface Terms {
  connectTimeoutMs: number;
  keepAlive?: KeepAliveSettings;
}

// A connection whose socket comes from elsewhere: from a dial that offered other protocols too.
interface Http2Adoption {
  connection: Http2Connection;
  read(bytes: Buffer, length: number): void;
  ready(socket: Socket, peer: string): void;
  failed(kind: FailureKind, message: string): void;
}

const lingerMs = 1000; // for the last words

export function connect(options: DialOptions & Terms, handler: SessionHandler): Http2Connection {
  const adoption = adopt(handler, options, () => stopDialing());
  const stopDialing = dial(options, ['h2'], adoption);
  return adoption.connection;
}

// The time for connecting runs from `started` on.
export function adopt(
  handler: SessionHandler,
  { connectTimeoutMs, keepAlive }: Terms,
  stopDialing: () => void,
  started = performance.now(),
): Http2Adoption {
  let socket: Socket | undefined;
  let clock: NodeJS.Timeout | undefined;
  let watch: KeepAlive | undefined;
  let isDead = false; // no socket any more, or never one

  const transport: Transport = {
    send(bytes) {
      connection.bytesOut += bytes.length;
      if (socket === undefined || isDead) return true;
      socket.write(bytes);
      return socket.writableLength === 0;
    },
    pending: () => socket?.writableLength ?? 0,
    end() {
      stopClocks();
      isDead = true;
      if (socket === undefined) stopDialing();
      else hangUp(socket);
    },
  };
  const session = createSession(transport, {
    ...handler,
    connected() {
      clearTimeout(clock);
      if (keepAlive !== undefined) watch = createKeepAlive(keepAlive, { ping: session.ping, expired });
      handler.connected();
    },
  });

  const connection = Object.assign(session, { peer: '', bytesIn: 0, bytesOut: 0 });

  return {
    connection,
    read(bytes, length) {
      connection.bytesIn += length;
      watch?.heard();
      if (!isDead) connection.read(bytes, length);
    },
    ready,
    failed: (kind, message) => end({ kind, message }),
  };

  function ready(opened: Socket, address: string): void {
    socket = opened;
    connection.peer = address;
    opened.on('error', (error: NodeJS.ErrnoException) => end(failureOf(error, 'exchange')));
    opened.once('end', () => end());
    opened.once('close', () => end());
    opened.on('drain', session.drained);
    const protocol = alpnOf(opened);
    if (protocol !== undefined && protocol !== 'h2') {
      end({ kind: 'protocol', message: notOffered(protocol) });
      return;
    }
    clock = setTimeout(() => end(silent()), Math.max(0, connectTimeoutMs - (performance.now() - started)));
    session.start();
  }

  function silent(): Failure {
    const message = `the server did not say within ${connectTimeoutMs} ms that it speaks HTTP/2`;
    return { kind: 'connect-timeout', message };
  }

  function expired(): void {
    const waited = `${keepAlive?.timeoutMs} ms`;
    end({
      kind: 'reset',
      message: `the connection is dead: nothing came within ${waited}, not even the answer to a PING`,
    });
  }

  function stopClocks(): void {
    clearTimeout(clock);
    watch?.stop();
  }

  function end(failure?: Failure): void {
    if (isDead) return;
    isDead = true;
    stopClocks();
    socket?.destroy();
    session.closed(failure);
  }
}

// What was chosen by ALPN; '' where nothing was, undefined for plain text.
export function alpnOf(socket: Socket): string | undefined {
  if (!('alpnProtocol' in socket)) return undefined;
  const { alpnProtocol } = socket as TLSSocket;
  return typeof alpnProtocol === 'string' ? alpnProtocol : '';
}

function notOffered(protocol: string): string {
  return `the server does not offer HTTP/2 over TLS${protocol === '' ? '' : `, only ${protocol}`}`;
}

function hangUp(socket: Socket): void {
  if (socket.writableLength === 0) {
    socket.destroy();
    return;
  }
  const clock = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => clearTimeout(clock));
  socket.destroySoon();
}
