import type { FailureKind } from '../../model/failure.ts';

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
  failed(kind: FailureKind, message: string, unprocessed: boolean): void;
  // What was written and had to wait is on its way.
  drained(): void;
}

// One request and its answer, as the caller sees it.
export interface Http2Stream {
  readonly id: number;
  readonly queued: number; // bytes written that windows or the socket hold back
}

export interface Stream extends Http2Stream {
  readonly handler: StreamHandler;
  readonly isHead: boolean; // of a HEAD request
  state: 'waiting' | 'answering' | 'over';
  informational: number;
  left: number; // of the answer's body, -1 where its length is not known
  window: number; // what the server may still send
  received: number; // what the window was not raised for yet
  sendWindow: number;
  pieces: Buffer[]; // of the request's body, waiting
  offset: number; // into the first piece
  queued: number;
  ending: boolean; // the last piece was written
  sent: boolean; // and has left
}

const none: Buffer[] = [];

export function createStream(
  id: number,
  handler: StreamHandler,
  isHead: boolean,
  window: number,
  sendWindow: number,
): Stream {
  return {
    id,
    handler,
    isHead,
    state: 'waiting',
    informational: 0,
    left: -1,
    window,
    received: 0,
    sendWindow,
    pieces: none,
    offset: 0,
    queued: 0,
    ending: false,
    sent: false,
  };
}

export function queue(stream: Stream, bytes: Buffer): void {
  if (stream.pieces === none) stream.pieces = [];
  stream.pieces.push(bytes);
  stream.queued += bytes.length;
}
