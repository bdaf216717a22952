// One HTTP/1.1 connection: dials, or takes a socket over, sends requests that were written before, reports what came
// back. One request at a time.
import type { Socket } from 'node:net';
import type { FailureKind } from '../../model/failure.ts';
import { type DialOptions, dial } from '../dial.ts';
import { failureOf } from '../failure.ts';
import { createResponseParser } from './parser.ts';

export interface ConnectionHandler {
  connected(): void;
  // With reusable false the connection has destroyed itself.
  response(status: number, reusable: boolean): void;
  // The bytes are valid during the call only.
  body(chunk: Buffer, start: number, end: number): void;
  // While connecting, in flight (busy), or for bytes nobody asked for while idle. The connection is dead afterwards.
  failed(kind: FailureKind, message: string): void;
  // The peer closed the connection while it was idle. The connection is dead afterwards.
  closed(): void;
}

export interface Connection {
  // Only when connected and not busy.
  send(request: Buffer, method: string): void;
  // No event comes after this.
  destroy(): void;
  readonly peer: string; // address:port once connected, '' before
  readonly bytesIn: number;
  readonly bytesOut: number;
  wantBody: boolean; // of the next response
  readonly location: string | undefined; // of the last response
  readonly busy: boolean; // a response is awaited; still true in `failed` when a request was in flight
}

// A connection whose socket comes from elsewhere: from a dial that offered other protocols too.
interface Adoption {
  connection: Connection;
  read(bytes: Buffer, length: number): void;
  ready(socket: Socket, peer: string): void;
  failed(kind: FailureKind, message: string): void;
}

export function connect(options: DialOptions, handler: ConnectionHandler): Connection {
  const adoption = adopt(handler, () => stopDialing());
  const stopDialing = dial(options, ['http/1.1'], adoption);
  return adoption.connection;
}

export function adopt(handler: ConnectionHandler, stopDialing: () => void): Adoption {
  let socket: Socket | undefined;
  let isDead = false;
  // No getters: an object that has some is slow to use.
  const self = {
    send,
    destroy,
    peer: '',
    bytesIn: 0,
    bytesOut: 0,
    wantBody: false,
    location: undefined as string | undefined,
    busy: false,
  };
  const parser = createResponseParser({
    head() {},
    body(chunk, start, end) {
      if (!isDead) handler.body(chunk, start, end);
    },
    done(status, reusable) {
      if (isDead) return;
      self.busy = false;
      self.location = parser.location;
      if (!reusable) destroy();
      handler.response(status, reusable);
    },
    failed: fail,
  });

  return { connection: self, read, ready, failed: fail };

  function send(request: Buffer, method: string): void {
    if (isDead || self.busy || socket === undefined) return;
    self.busy = true;
    self.bytesOut += request.length;
    parser.wantBody = self.wantBody;
    parser.expect(method);
    socket.write(request);
  }

  function read(bytes: Buffer, length: number): void {
    self.bytesIn += length;
    if (isDead) return;
    if (!self.busy && isIdleTimeout(bytes, length)) endIdle();
    else parser.push(bytes, 0, length);
  }

  function ready(opened: Socket, address: string): void {
    socket = opened;
    self.peer = address;
    opened.on('error', onError);
    opened.once('end', onEnd);
    opened.once('close', onEnd);
    handler.connected();
  }

  function onError(error: NodeJS.ErrnoException): void {
    const { kind, message } = failureOf(error, 'exchange');
    // A server may cut off an idle connection; that it refuses our certificate it also says late.
    if (self.busy || kind === 'tls') fail(kind, message);
    else endIdle();
  }

  function onEnd(): void {
    if (isDead) return;
    if (self.busy) parser.close();
    else endIdle();
  }

  function endIdle(): void {
    if (isDead) return;
    destroy();
    handler.closed();
  }

  function fail(kind: FailureKind, message: string): void {
    if (isDead) return;
    destroy();
    handler.failed(kind, message);
  }

  function destroy(): void {
    isDead = true;
    stopDialing();
    socket?.destroy();
  }
}

// What some proxies say before they close a connection that was idle too long: `HTTP/1.1 408 Request Timeout`.
function isIdleTimeout(bytes: Buffer, length: number): boolean {
  return length >= 12 && bytes.toString('latin1', 0, 7) === 'HTTP/1.' && bytes.toString('latin1', 8, 12) === ' 408';
}
