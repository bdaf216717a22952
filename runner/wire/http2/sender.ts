// The bodies of requests, as fast as windows and the socket let them out: streams take turns, a frame each.
import type { Http2Limits } from '../limits.ts';
import { defaultWindow, flags, frameTypes, largestWindow } from './codes.ts';
import { longestPayload, type Output, type Transport } from './output.ts';
import type { PeerSettings } from './peer-settings.ts';
import { queue, type Stream } from './stream.ts';

export interface Sender {
  // The bytes are kept, not copied, while they wait.
  write(stream: Stream, bytes: Buffer, end: boolean): void;
  drop(stream: Stream): void;
  // False: the window would exceed what flow control can count.
  widen(stream: Stream, by: number): boolean;
  widenConnection(by: number): boolean;
  // All that can go now.
  pump(): void;
  // The same after a read, if it widened a window. Not with each that widens: every small piece of a window would leave as
  // a small frame, and come back as a small piece.
  goOn(): void;
}

export function createSender(
  out: Output,
  transport: Transport,
  peer: PeerSettings,
  limits: Http2Limits,
  told: (bytes: number) => void, // with each frame
): Sender {
  const waiting = new Set<Stream>();
  const widened = new Set<Stream>();
  let window = defaultWindow;
  let isWider = false;
  return { write, drop, widen, widenConnection, pump: () => pump(waiting), goOn };

  function write(stream: Stream, bytes: Buffer, end: boolean): void {
    if (stream.ending || stream.state === 'over') return;
    stream.ending = end;
    if (bytes.length === 0 && !end) return;
    const { length } = bytes;
    const fits = length <= stream.sendWindow && length <= window && length <= longest();
    if (fits && !waiting.has(stream) && !isCongested()) {
      const at = frame(stream, length, end);
      bytes.copy(out.buffer, at, 0, length);
      stream.sent = end;
      return;
    }
    queue(stream, bytes);
    waiting.add(stream);
    while (sendFrame(stream)) {}
  }

  function drop(stream: Stream): void {
    waiting.delete(stream);
    stream.pieces = [];
    stream.queued = 0;
  }

  function widen(stream: Stream, by: number): boolean {
    stream.sendWindow += by;
    if (stream.sendWindow > largestWindow) return false;
    if (by > 0 && waiting.has(stream)) widened.add(stream);
    return true;
  }

  function widenConnection(by: number): boolean {
    window += by;
    isWider = true;
    return window <= largestWindow;
  }

  function goOn(): void {
    if (isWider) pump(waiting);
    else if (widened.size > 0) pump(widened);
    isWider = false;
    if (widened.size > 0) widened.clear();
  }

  function pump(streams: ReadonlySet<Stream>): void {
    for (let progress = streams.size > 0; progress; ) {
      progress = false;
      for (const stream of streams) if (sendFrame(stream)) progress = true;
    }
  }

  // False: nothing more of this stream can go now.
  function sendFrame(stream: Stream): boolean {
    if (!waiting.has(stream) || isCongested()) return false;
    const length = Math.max(0, Math.min(stream.queued, stream.sendWindow, window, longest()));
    if (length === 0 && stream.queued > 0) return false;
    const isAll = length === stream.queued;
    const at = frame(stream, length, isAll && stream.ending);
    take(stream, length, at);
    if (!isAll) return true;
    waiting.delete(stream);
    stream.sent = stream.ending;
    stream.handler.drained();
    return false;
  }

  function frame(stream: Stream, length: number, isLast: boolean): number {
    stream.sendWindow -= length;
    window -= length;
    told(length);
    return out.frame(frameTypes.data, isLast ? flags.endStream : 0, stream.id, length);
  }

  function take(stream: Stream, length: number, to: number): void {
    let at = to;
    for (let left = length; left > 0; ) {
      const piece = stream.pieces[0] as Buffer;
      const part = Math.min(left, piece.length - stream.offset);
      piece.copy(out.buffer, at, stream.offset, stream.offset + part);
      at += part;
      left -= part;
      stream.offset += part;
      if (stream.offset < piece.length) break;
      stream.pieces.shift();
      stream.offset = 0;
    }
    stream.queued -= length;
  }

  function longest(): number {
    return Math.min(peer.maxFrame, longestPayload);
  }

  function isCongested(): boolean {
    return transport.pending() > limits.unsentBytes;
  }
}
