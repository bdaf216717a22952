// What the users of a connection ask of it, and what they are told.
import type { FailureKind } from '../../model/failure.ts';
import type { Failure } from '../failure.ts';
import type { RequestHead } from './request-head.ts';

export interface Session {
  start(): void;
  read(bytes: Buffer, length: number): void;
  drained(): void; // the transport has taken all
  closed(failure?: Failure): void; // the transport has ended
  // Sends the head of a request; ends: it has no body; more: fields of this one alone, as encodeFields writes them.
  // Undefined where there is no room.
  open(head: RequestHead, ends: boolean, handler: StreamHandler, more?: Buffer): Http2Stream | undefined;
  // More of its body, kept and not copied while it waits.
  write(stream: Http2Stream, bytes: Buffer, ends: boolean): void;
  // Gives a stream up: no event of it comes after this.
  cancel(stream: Http2Stream): void;
  // Asks the server for a sign of life.
  ping(): void;
  // Ends all: no event comes after this.
  destroy(): void;
  readonly room: number; // streams that can be opened now
  readonly busy: number; // streams that are open
  readonly leaving: boolean; // no stream can be opened any more; it ends with the last one
}

export interface SessionHandler {
  // The server has spoken HTTP/2: streams can be opened.
  connected(): void;
  // How many more streams can be opened has changed, not because some were opened or ended; none, if it is leaving.
  roomChanged(): void;
  // It ended for good, before it was connected or with streams open. Each of these is told after this.
  failed(kind: FailureKind, message: string): void;
  // It ended with no stream open.
  closed(): void;
}

// What happens to one request and its answer. Bytes are valid during the call only.
export interface StreamHandler {
  // One field of the final headers or of the trailers; whether they are valid as a whole, the event after them says.
  field(name: string, bytes: Buffer, start: number, end: number): void;
  // The final headers were whole. With ended true nothing follows but `end`.
  headers(status: number, ended: boolean): void;
  data(bytes: Buffer, start: number, end: number): void;
  trailers(): void;
  // The answer is whole. What was not sent of the request is not sent any more. No event comes after this.
  end(): void;
  // There will be no whole answer. Unprocessed: the server says that it did nothing, the request may be sent again. No
  // event comes after this.
  // Reset: the code with which the server gave up this request alone.
  failed(kind: FailureKind, message: string, unprocessed: boolean, reset?: number): void;
  // What was written and had to wait is on its way.
  drained(): void;
}

// One request and its answer, as the caller sees it.
export interface Http2Stream {
  readonly id: number;
  readonly queued: number; // bytes written that windows or the socket hold back
}
