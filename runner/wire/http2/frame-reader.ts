// Frames out of bytes that may be cut anywhere. A frame that lies whole in the read buffer is not copied.
import { frameHeadBytes, smallestMaxFrame } from './codes.ts';
import { readUint32 } from './output.ts';

// What is to become of a payload: handed over whole, in pieces as they come, not at all, or nothing more is read.
export type Reading = 'whole' | 'pieces' | 'skip' | 'stop';

export interface FrameSink {
  head(length: number, type: number, flags: number, id: number): Reading;
  // False: nothing more is read. The bytes are valid during the call only.
  whole(bytes: Buffer, start: number, end: number): boolean;
  piece(bytes: Buffer, start: number, end: number): boolean;
  // After the last piece.
  done(): boolean;
}

interface FrameReader {
  push(chunk: Buffer, start: number, end: number): void;
  started(): Buffer; // the first bytes of a frame whose head is not whole yet
  isBetween(): boolean; // no frame has begun
}

const usualCarry = 1024;

export function createFrameReader(sink: FrameSink): FrameReader {
  let state: 'head' | Reading = 'head';
  let left = 0; // of a payload in pieces, or skipped
  let length = 0; // of a whole payload
  let carry = Buffer.allocUnsafeSlow(usualCarry);
  let carried = 0;
  return {
    push,
    started: () => carry.subarray(0, state === 'head' ? carried : 0),
    isBetween: () => state === 'head' && carried === 0,
  };

  function push(chunk: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (state === 'head') at = readHead(chunk, at, end);
      else if (state === 'whole') at = readWhole(chunk, at, end);
      else if (state === 'stop') return;
      else at = readPiece(chunk, at, end);
    }
  }

  function readHead(chunk: Buffer, start: number, end: number): number {
    if (carried === 0 && end - start >= frameHeadBytes) {
      begin(chunk, start);
      return start + frameHeadBytes;
    }
    const at = keep(chunk, start, end, frameHeadBytes);
    if (carried === frameHeadBytes) {
      carried = 0;
      begin(carry, 0);
    }
    return at;
  }

  function begin(bytes: Buffer, at: number): void {
    const size = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    const id = readUint32(bytes, at + 5) & 0x7fffffff;
    state = sink.head(size, bytes[at + 3] as number, bytes[at + 4] as number, id);
    length = size;
    left = size;
    // No bytes follow that would say so.
    if (size === 0 && state === 'whole') end(sink.whole(bytes, at, at));
    else if (size === 0 && state !== 'stop') end(state === 'skip' || sink.done());
  }

  function end(goesOn: boolean): void {
    state = goesOn ? 'head' : 'stop';
  }

  function readWhole(chunk: Buffer, start: number, stop: number): number {
    if (carried === 0 && stop - start >= length) {
      end(sink.whole(chunk, start, start + length));
      return start + length;
    }
    const at = keep(chunk, start, stop, length);
    if (carried === length) {
      carried = 0;
      end(sink.whole(carry, 0, length));
      if (carry.length > usualCarry) carry = Buffer.allocUnsafeSlow(usualCarry);
    }
    return at;
  }

  function readPiece(chunk: Buffer, start: number, stop: number): number {
    const to = Math.min(stop, start + left);
    left -= to - start;
    const isSkipped = state === 'skip';
    if (!isSkipped && !sink.piece(chunk, start, to)) state = 'stop';
    else if (left === 0) end(isSkipped || sink.done());
    return to;
  }

  // Takes what is missing of so many bytes.
  function keep(chunk: Buffer, start: number, stop: number, wanted: number): number {
    const to = Math.min(stop, start + wanted - carried);
    if (wanted > carry.length) {
      const bigger = Buffer.allocUnsafeSlow(smallestMaxFrame);
      carry.copy(bigger, 0, 0, carried);
      carry = bigger;
    }
    chunk.copy(carry, carried, start, to);
    carried += to - start;
    return to;
  }
}
