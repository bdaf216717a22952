// What RFC 9113 says of single frames: which may come when, how long they are, what stands in them.
import type { FailureKind } from '../../model/failure.ts';
import type { Http2Limits } from '../limits.ts';
import { createBlockBuffer } from './block-buffer.ts';
import { type ErrorName, flags as flag, smallestMaxFrame, frameTypes as types } from './codes.ts';
import type { FrameSink, Reading } from './frame-reader.ts';
import { notHttp2 } from './not-http2.ts';
import { readUint32 } from './output.ts';

// Bytes are valid during the call only.
interface FrameEvents {
  isOver(): boolean; // nothing more is wanted
  headers(id: number, ends: boolean, block: Buffer, start: number, end: number): void;
  dataBegins(id: number, length: number, ends: boolean): void; // length as flow control counts it
  data(bytes: Buffer, start: number, end: number): void;
  dataEnds(): void;
  settings(bytes: Buffer, start: number, end: number): void;
  settingsTaken(): void; // ours
  ping(bytes: Buffer, start: number): void;
  goAway(lastId: number, code: number, bytes: Buffer, start: number, end: number): void;
  windowUpdate(id: number, increment: number): void;
  reset(id: number, code: number): void;
  useless(): void; // a frame that says nothing
  failed(error: ErrorName, kind: FailureKind, message: string): void;
}

export function createFrameRules(events: FrameEvents, limits: Http2Limits): FrameSink {
  const block = createBlockBuffer(limits);
  let [type, flags, id, length] = [0, 0, 0, 0];
  let isFirst = true;
  let headersOf = 0; // the stream whose header block goes on in CONTINUATIONs
  let headersEnd = false; // END_STREAM of its HEADERS
  let padding = -1; // of DATA; -1: its length is not known yet
  let left = 0; // of DATA, padding included
  return { head, whole, piece, done };

  function head(size: number, kind: number, bits: number, stream: number): Reading {
    type = kind;
    flags = bits;
    id = stream;
    length = size;
    if (isFirst && (kind !== types.settings || (bits & flag.ack) !== 0 || size > smallestMaxFrame)) {
      return wrong('PROTOCOL_ERROR', notHttp2(size, kind));
    }
    isFirst = false;
    if (size > smallestMaxFrame) return wrong('FRAME_SIZE_ERROR', `a frame of ${size} bytes is longer than allowed`);
    if (headersOf !== 0 && (kind !== types.continuation || stream !== headersOf)) {
      return wrong('PROTOCOL_ERROR', 'a header block is interrupted by another frame');
    }
    switch (kind) {
      case types.data:
        return stream === 0 ? misplaced() : beginData();
      case types.headers:
        return stream % 2 === 0 ? misplaced() : 'whole';
      case types.continuation:
        return headersOf === 0 ? wrong('PROTOCOL_ERROR', 'a CONTINUATION continues nothing') : 'whole';
      case types.priority:
        return stream === 0 ? misplaced() : sized(size === 5);
      case types.reset:
        return stream === 0 ? misplaced() : sized(size === 4);
      case types.settings:
        return stream !== 0 ? misplaced() : sized((bits & flag.ack) !== 0 ? size === 0 : size % 6 === 0);
      case types.ping:
        return stream !== 0 ? misplaced() : sized(size === 8);
      case types.goAway:
        return stream !== 0 ? misplaced() : sized(size >= 8);
      case types.windowUpdate:
        return sized(size === 4);
      case types.pushPromise:
        return wrong('PROTOCOL_ERROR', 'the server pushes, which it was told not to do');
      default:
        events.useless();
        return events.isOver() ? 'stop' : 'skip';
    }
  }

  function whole(bytes: Buffer, start: number, end: number): boolean {
    switch (type) {
      case types.headers:
        readHeaders(bytes, start, end);
        break;
      case types.continuation:
        goOnWithBlock(bytes, start, end);
        break;
      case types.priority:
        events.useless();
        break;
      case types.reset:
        events.reset(id, readUint32(bytes, start));
        break;
      case types.settings:
        if ((flags & flag.ack) !== 0) events.settingsTaken();
        else events.settings(bytes, start, end);
        break;
      case types.ping:
        if ((flags & flag.ack) !== 0) events.useless();
        else events.ping(bytes, start);
        break;
      case types.goAway:
        events.goAway(readUint32(bytes, start) & 0x7fffffff, readUint32(bytes, start + 4), bytes, start + 8, end);
        break;
      default:
        events.windowUpdate(id, readUint32(bytes, start) & 0x7fffffff);
    }
    return !events.isOver();
  }

  function readHeaders(bytes: Buffer, start: number, end: number): void {
    let [from, to] = [start, end];
    if ((flags & flag.padded) !== 0) to -= from < end ? (bytes[from++] as number) : 1;
    if ((flags & flag.priority) !== 0) from += 5;
    if (from > to) {
      wrong('PROTOCOL_ERROR', 'a HEADERS frame holds more padding than bytes');
      return;
    }
    const ends = (flags & flag.endStream) !== 0;
    if ((flags & flag.endHeaders) !== 0) {
      events.headers(id, ends, bytes, from, to);
      return;
    }
    headersOf = id;
    headersEnd = ends;
    block.begin(bytes, from, to);
  }

  function goOnWithBlock(bytes: Buffer, start: number, end: number): void {
    const problem = block.add(bytes, start, end);
    if (problem !== undefined) events.failed('ENHANCE_YOUR_CALM', 'too-large', problem);
    else if ((flags & flag.endHeaders) !== 0) {
      headersOf = 0;
      events.headers(id, headersEnd, block.bytes, 0, block.length);
      block.release();
    }
  }

  function beginData(): Reading {
    const isPadded = (flags & flag.padded) !== 0;
    if (isPadded && length === 0) return wrong('FRAME_SIZE_ERROR', 'a padded DATA frame has no padding length');
    padding = isPadded ? -1 : 0;
    left = length;
    events.dataBegins(id, length, (flags & flag.endStream) !== 0);
    return events.isOver() ? 'stop' : 'pieces';
  }

  function piece(bytes: Buffer, start: number, end: number): boolean {
    let from = start;
    if (padding < 0) {
      padding = bytes[from++] as number;
      left--;
      if (padding > left) {
        wrong('PROTOCOL_ERROR', 'a DATA frame holds more padding than bytes');
        return false;
      }
    }
    const to = Math.min(end, from + left - padding);
    left -= end - from;
    if (to > from) events.data(bytes, from, to);
    return !events.isOver();
  }

  function done(): boolean {
    events.dataEnds();
    return !events.isOver();
  }

  function sized(isRight: boolean): Reading {
    return isRight ? 'whole' : wrong('FRAME_SIZE_ERROR', `a ${nameOf(type)} frame cannot have ${length} bytes`);
  }

  function misplaced(): Reading {
    return wrong('PROTOCOL_ERROR', `a ${nameOf(type)} frame cannot belong to stream ${id}`);
  }

  function wrong(error: ErrorName, message: string): 'stop' {
    events.failed(error, 'protocol', message);
    return 'stop';
  }
}

const names = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
];

function nameOf(type: number): string {
  return names[type] ?? 'CONTINUATION';
}
