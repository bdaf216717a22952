// Responses out of bytes: a strict state machine; however the bytes are cut, the events are the same.
import type { FailureKind } from '../../model/failure.ts';
import { type Http1Limits, limits as standard } from '../limits.ts';
import { createChunkReader } from './chunked.ts';
import { clearHead, emptyHead, type Framing, framingOf, keepsAlive, readHeaderLine, readStatusLine } from './head.ts';
import { createLineReader } from './line.ts';

interface ResponseHandler {
  head(status: number): void;
  // The bytes are those of the read buffer: valid during the call only.
  body(chunk: Buffer, start: number, end: number): void;
  done(status: number, reusable: boolean): void;
  failed(kind: FailureKind, message: string): void;
}

interface ResponseParser {
  // A response to a request of this method is awaited.
  expect(method: string): void;
  push(chunk: Buffer, start: number, end: number): void;
  // The peer ended the stream.
  close(): void;
  readonly location: string | undefined; // of a 3xx
  wantBody: boolean; // body events only when true
}

type State = 'idle' | 'opening' | 'status' | 'headers' | 'length' | 'chunked' | 'until-close' | 'over';

const opening = Uint8Array.from(Buffer.from('HTTP/1.'));

export function createResponseParser(handler: ResponseHandler, limits: Http1Limits = standard.http1): ResponseParser {
  const head = emptyHead();
  const lines = createLineReader('head');
  const chunks = createChunkReader(limits, (chunk, start, end) => self.wantBody && handler.body(chunk, start, end));
  let state: State = 'idle';
  let isHead = false; // of a HEAD request
  let framing: Framing = 'none';
  let matched = 0; // bytes of `opening`
  let informational = 0;
  let left = 0; // of a body of known length
  const self = {
    expect,
    push,
    close,
    wantBody: false,
    location: undefined as string | undefined,
  };
  return self;

  function expect(method: string): void {
    if (state !== 'idle') return;
    isHead = method === 'HEAD';
    informational = 0;
    lines.allow(limits.headBytes);
    awaitHead();
  }

  function push(chunk: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end) {
      switch (state) {
        case 'opening':
          at = readOpening(chunk, at, end);
          break;
        case 'status':
        case 'headers':
          at = readLine(chunk, at, end);
          break;
        case 'length':
          at = readKnownLength(chunk, at, end);
          break;
        case 'chunked':
          at = readChunked(chunk, at, end);
          break;
        case 'until-close':
          if (self.wantBody) handler.body(chunk, at, end);
          return;
        case 'idle':
          at = fail('protocol', 'the server sent bytes that no request had asked for', end);
          break;
        case 'over':
          return;
      }
    }
  }

  function close(): void {
    const was = state;
    state = 'over';
    if (was === 'until-close') done(false);
    else if (was === 'opening' && matched === 0 && informational === 0) closed('without an answer');
    else if (was === 'opening' || was === 'status' || was === 'headers') closed('in the head of its answer');
    else if (was === 'length') closed(`${left} bytes before the end of its answer`);
    else if (was === 'chunked') closed('before the last chunk of its answer');
  }

  function awaitHead(): void {
    matched = 0;
    state = 'opening';
  }

  // Looked at byte by byte, so that what is no HTTP at all is known as such at once.
  function readOpening(chunk: Buffer, start: number, end: number): number {
    if (matched === 0) clearHead(head);
    const length = Math.min(end - start, opening.length - matched);
    for (let i = 0; i < length; i++) {
      const byte = chunk[start + i] as number;
      if (byte !== opening[matched + i]) return fail('protocol', notHttp(matched + i, byte), end);
    }
    matched += length;
    lines.spend(length);
    if (matched === opening.length) state = 'status';
    return start + length;
  }

  function readLine(chunk: Buffer, start: number, end: number): number {
    const line = lines.read(chunk, start, end);
    if (line === 'more') return end;
    if (line === 'bad') return fail(lines.kind, lines.problem, end);
    const { bytes, lineStart, lineEnd } = lines;
    if (state === 'headers' && lineStart === lineEnd) return endHead(lines.next, end);
    const read = state === 'status' ? readStatusLine : readHeaderLine;
    const problem = read(head, bytes, lineStart, lineEnd);
    if (problem !== undefined) return fail('protocol', problem, end);
    if (head.headers > limits.headers) return fail('too-large', `there are more than ${limits.headers} headers`, end);
    state = 'headers';
    return lines.next;
  }

  function endHead(at: number, end: number): number {
    const { status } = head;
    if (status < 200) return endInformational(status, at, end);
    framing = framingOf(head, isHead);
    left = framing === 'length' ? head.length : 0;
    handler.head(status);
    if (framing === 'none' || (framing === 'length' && left === 0)) return finish(at, end);
    if (framing === 'chunked') chunks.begin();
    state = framing;
    return at;
  }

  function endInformational(status: number, at: number, end: number): number {
    if (status === 101) return fail('protocol', 'the server switched to a protocol that nobody had asked for', end);
    if (++informational > limits.informational) {
      return fail('too-large', `there are more than ${limits.informational} informational responses`, end);
    }
    awaitHead();
    return at;
  }

  function readKnownLength(chunk: Buffer, start: number, end: number): number {
    const stop = Math.min(end, start + left);
    left -= stop - start;
    if (self.wantBody) handler.body(chunk, start, stop);
    return left === 0 ? finish(stop, end) : stop;
  }

  function readChunked(chunk: Buffer, start: number, end: number): number {
    const at = chunks.read(chunk, start, end);
    if (chunks.state === 'bad') return fail(chunks.kind, chunks.problem, end);
    return chunks.state === 'done' ? finish(at, end) : at;
  }

  // Bytes after the response in the same read answer no request, even if the handler has sent the next one meanwhile.
  function finish(at: number, end: number): number {
    const reusable = keepsAlive(head, framing);
    state = reusable ? 'idle' : 'over';
    done(reusable);
    if (reusable && at < end) return fail('protocol', 'the server sent bytes that no request had asked for', end);
    return end;
  }

  function done(reusable: boolean): void {
    self.location = head.location;
    handler.done(head.status, reusable);
  }

  function closed(where: string): void {
    handler.failed('closed', `the server closed the connection ${where}`);
  }

  // The rest of the bytes is not looked at.
  function fail(kind: FailureKind, message: string, end: number): number {
    state = 'over';
    handler.failed(kind, message);
    return end;
  }
}

function notHttp(position: number, byte: number): string {
  const isTlsRecord = position === 0 && (byte === 0x15 || byte === 0x16);
  if (isTlsRecord) return 'the server speaks TLS at this port: use https://';
  const mayBeHttp2 = position === 0 && byte === 0; // the first byte of a frame that is shorter than 64 KiB
  const words = 'the answer does not start with HTTP/1.';
  return mayBeHttp2 ? `${words} but with what may be HTTP/2 in clear text: that takes http2: true` : words;
}
