// What a slot sends its requests over, whichever HTTP it is: one connection, one request at a time.
import type { FailureKind } from '../../model/failure.ts';
import type { Message } from './message.ts';

export interface Carrier {
  // Only when connected, with nothing in flight.
  send(message: Message, wantBody: boolean): void;
  // Ends the request in flight alone. False: the connection cannot go on without it.
  giveUp(): boolean;
  // No event comes after this.
  destroy(): void;
  location(): string | undefined; // of the last answer
  traffic(): Traffic;
}

interface Traffic {
  readonly peer: string; // address:port once connected, '' before
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface CarrierHandler {
  connected(): void;
  // With reusable false the connection is dead.
  response(status: number, reusable: boolean): void;
  // The bytes are valid during the call only.
  body(chunk: Buffer, start: number, end: number): void;
  // The request in flight has failed; the connection goes on.
  aborted(kind: FailureKind, message: string): void;
  // The server did nothing with the request in flight: it may be sent again. The connection is dead.
  unprocessed(message: string): void;
  // While connecting, or with a request in flight. The connection is dead.
  failed(kind: FailureKind, message: string): void;
  // While idle. The connection is dead.
  closed(): void;
}
