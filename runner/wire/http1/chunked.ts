// Chunked bodies, strictly: hexadecimal size, bounded extensions and trailers, CRLF everywhere.
import type { FailureKind } from '../../model/failure.ts';
import type { Http1Limits } from '../limits.ts';
import { CR, hexValue, isText, LF, SEMICOLON } from './bytes.ts';
import { readTrailerLine } from './head.ts';
import { createLineReader } from './line.ts';

interface ChunkReader {
  begin(): void;
  // Reads on; gives where the rest of the bytes starts. Afterwards `state` says what came of it.
  read(bytes: Buffer, start: number, end: number): number;
  readonly state: 'more' | 'done' | 'bad';
  readonly kind: FailureKind; // after `bad`
  readonly problem: string;
}

type Part = 'size' | 'extension' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' | 'trailer';

export function createChunkReader(
  limits: Http1Limits,
  data: (bytes: Buffer, start: number, end: number) => void,
): ChunkReader {
  const trailer = createLineReader('trailer');
  let part: Part = 'size';
  let size = 0;
  let sizeBytes = 0; // of this chunk's line
  let extensionBytes = 0; // of all chunks
  let trailers = 0;
  const self = { begin, read, state: 'more' as ChunkReader['state'], kind: 'protocol' as FailureKind, problem: '' };
  return self;

  function begin(): void {
    part = 'size';
    size = 0;
    sizeBytes = 0;
    extensionBytes = 0;
    trailers = 0;
    self.state = 'more';
  }

  function read(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end) {
      if (part === 'data') {
        const stop = Math.min(end, at + size);
        data(bytes, at, stop);
        size -= stop - at;
        at = stop;
        if (size === 0) part = 'data-cr';
      } else if (part === 'trailer') {
        at = readTrailer(bytes, at, end);
      } else {
        part = readByte(bytes[at++] as number);
      }
      if (self.state !== 'more') return at;
    }
    return at;
  }

  // Gives the part that the next byte belongs to.
  function readByte(byte: number): Part {
    switch (part) {
      case 'size':
        return readSize(byte);
      case 'extension':
        return readExtension(byte);
      case 'size-lf':
        return byte === LF ? endSize() : bad('protocol', 'the line of a chunk size does not end in CRLF');
      case 'data-cr':
        return byte === CR ? 'data-lf' : bad('protocol', 'a chunk is longer than its size says');
      default:
        sizeBytes = 0;
        return byte === LF ? 'size' : bad('protocol', 'a chunk does not end in CRLF');
    }
  }

  function readSize(byte: number): Part {
    const digit = hexValue[byte] as number;
    if (digit < 16) {
      size = size * 16 + digit; // 0 when a chunk ends
      if (size > Number.MAX_SAFE_INTEGER) return bad('protocol', 'a chunk size is too large');
      if (++sizeBytes > limits.chunkLineBytes) return bad('too-large', 'the line of a chunk size is too long');
      return 'size';
    }
    if (sizeBytes === 0) return bad('protocol', 'a chunk size is missing or not hexadecimal');
    if (byte === CR) return 'size-lf';
    return byte === SEMICOLON ? 'extension' : bad('protocol', 'a chunk size is not hexadecimal');
  }

  function readExtension(byte: number): Part {
    if (byte === CR) return 'size-lf';
    if (isText[byte] !== 1) return bad('protocol', 'a chunk extension holds a control character');
    const isTooLong = ++sizeBytes > limits.chunkLineBytes || ++extensionBytes > limits.chunkExtensionBytes;
    return isTooLong ? bad('too-large', 'the chunk extensions are too long') : 'extension';
  }

  function endSize(): Part {
    if (size > 0) return 'data';
    trailer.allow(limits.trailerBytes);
    return 'trailer';
  }

  function readTrailer(bytes: Buffer, at: number, end: number): number {
    const line = trailer.read(bytes, at, end);
    if (line === 'more') return end;
    if (line === 'bad') {
      bad(trailer.kind, trailer.problem);
      return end;
    }
    if (trailer.lineStart === trailer.lineEnd) {
      self.state = 'done';
      return trailer.next;
    }
    const problem = readTrailerLine(trailer.bytes, trailer.lineStart, trailer.lineEnd);
    if (problem !== undefined) bad('protocol', problem);
    else if (++trailers > limits.headers) bad('too-large', `there are more than ${limits.headers} trailers`);
    return trailer.next;
  }

  function bad(kind: FailureKind, problem: string): Part {
    self.kind = kind;
    self.problem = problem;
    self.state = 'bad';
    return part;
  }
}
