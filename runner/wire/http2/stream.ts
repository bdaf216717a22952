import type { Http2Stream, StreamHandler } from './handler.ts';

// One request and its answer.
export interface Stream extends Http2Stream {
  readonly handler: StreamHandler;
  readonly isHead: boolean; // of a HEAD request
  state: 'waiting' | 'answering' | 'over';
  informational: number;
  left: number; // of the answer's body, -1 where its length is not known
  received: number; // of its body, what the window was not raised for yet
  sendWindow: number;
  pieces: Buffer[]; // of the request's body, waiting
  offset: number; // into the first piece
  queued: number;
  ending: boolean; // the last piece was written
  sent: boolean; // and has left
}

const none: Buffer[] = [];

export function createStream(id: number, handler: StreamHandler, isHead: boolean, sendWindow: number): Stream {
  return {
    id,
    handler,
    isHead,
    state: 'waiting',
    informational: 0,
    left: -1,
    received: 0,
    sendWindow,
    pieces: none,
    offset: 0,
    queued: 0,
    ending: false,
    sent: false,
  };
}

// A handler may have given it up meanwhile.
export function isOver(stream: Stream): boolean {
  return stream.state === 'over';
}

export function queue(stream: Stream, bytes: Buffer): void {
  if (stream.pieces === none) stream.pieces = [];
  stream.pieces.push(bytes);
  stream.queued += bytes.length;
}
