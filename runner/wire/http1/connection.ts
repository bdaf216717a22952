// One HTTP/1.1 connection: dials, sends requests that were written before, reports what came back. One request at a time.
import type { TlsSettings } from '../../model/task.ts';
import type { FailureKind } from '../failure.ts';
import type { Resolver } from '../resolve.ts';

export interface ConnectOptions {
  host: string; // a name or an IP address, brackets or not
  port: number;
  servername?: string; // for TLS, where it is not tls.serverName or the host
  addresses: Resolver; // shared by all connections of a load
  tls: TlsSettings | null; // null: plain text
  connectTimeoutMs: number; // for name, TCP and TLS together
}

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
  wantBody: boolean;
  readonly location: string | undefined;
  readonly busy: boolean; // a response is awaited
}

export declare function connect(options: ConnectOptions, handler: ConnectionHandler): Connection;
