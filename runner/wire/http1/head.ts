// The lines of a response's head, and what they say about its body and its connection.
import { COLON, HTAB, isToken, isWord, SP, wholeNumber } from './bytes.ts';

interface Head {
  minor: number; // HTTP/1.minor
  status: number;
  headers: number;
  length: number; // Content-Length, -1 without one
  coding: Coding;
  close: boolean; // Connection: close
  keepAlive: boolean; // Connection: keep-alive
  location: string | undefined; // of a 3xx
}

// Transfer-Encoding: absent, ending in chunked, or another one, which lasts until the end of the stream.
type Coding = 'none' | 'chunked' | 'other';

export type Framing = 'none' | 'length' | 'chunked' | 'until-close';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text));
const CONTENT_LENGTH = ascii('content-length');
const TRANSFER_ENCODING = ascii('transfer-encoding');
const CONNECTION = ascii('connection');
const LOCATION = ascii('location');
const KEEP_ALIVE = ascii('keep-alive');
const CLOSE = ascii('close');
const CHUNKED = ascii('chunked');

export function emptyHead(): Head {
  return {
    minor: 1,
    status: 0,
    headers: 0,
    length: -1,
    coding: 'none',
    close: false,
    keepAlive: false,
    location: undefined,
  };
}

export function clearHead(head: Head): void {
  head.headers = 0;
  head.length = -1;
  head.coding = 'none';
  head.close = false;
  head.keepAlive = false;
  head.location = undefined;
}

// The status line from its minor version on: `1 200 OK`. Gives what is wrong with it.
export function readStatusLine(head: Head, bytes: Buffer, start: number, end: number): string | undefined {
  head.minor = (bytes[start] as number) - 48;
  if (head.minor !== 0 && head.minor !== 1) return 'the HTTP version is neither 1.0 nor 1.1';
  const status = end - start < 5 ? Number.NaN : wholeNumber(bytes, start + 2, start + 5);
  const isSpaced = bytes[start + 1] === SP && (end - start === 5 || bytes[start + 5] === SP);
  if (!isSpaced || !(status >= 100)) return 'the status is not a number of three digits';
  head.status = status;
  return undefined;
}

// One header line without its CRLF. Gives what is wrong with it.
export function readHeaderLine(head: Head, bytes: Buffer, start: number, end: number): string | undefined {
  const colon = endOfName(bytes, start, end);
  if (colon < 0) return nameProblem(bytes, start);
  head.headers++;
  const length = colon - start;
  if (length !== 8 && length !== 10 && length !== 14 && length !== 17) return undefined;
  const valueStart = skipBlanks(bytes, colon + 1, end);
  const valueEnd = skipBlanksBack(bytes, valueStart, end);
  // Few headers matter; most are ruled out by the length of their name.
  switch (colon - start) {
    case 8:
      if (head.status >= 300 && head.status < 400 && isWord(bytes, start, colon, LOCATION)) {
        head.location = bytes.toString('utf8', valueStart, valueEnd);
      }
      return undefined;
    case 10:
      if (isWord(bytes, start, colon, CONNECTION)) readConnection(head, bytes, valueStart, valueEnd);
      return undefined;
    case 14:
      return isWord(bytes, start, colon, CONTENT_LENGTH) ? readLength(head, bytes, valueStart, valueEnd) : undefined;
    case 17:
      return isWord(bytes, start, colon, TRANSFER_ENCODING) ? readCoding(head, bytes, valueStart, valueEnd) : undefined;
    default:
      return undefined;
  }
}

// A line after the last chunk: checked like a header, not listened to.
export function readTrailerLine(bytes: Buffer, start: number, end: number): string | undefined {
  return endOfName(bytes, start, end) < 0 ? nameProblem(bytes, start) : undefined;
}

export function framingOf(head: Head, isHead: boolean): Framing {
  if (isHead || head.status === 204 || head.status === 304 || head.status < 200) return 'none';
  if (head.coding === 'chunked') return 'chunked';
  if (head.coding === 'other') return 'until-close';
  return head.length >= 0 ? 'length' : 'until-close';
}

export function keepsAlive(head: Head, framing: Framing): boolean {
  if (framing === 'until-close' || head.close) return false;
  if (head.minor === 1) return true;
  // A Transfer-Encoding in HTTP/1.0 may not have been understood by everyone on the way.
  return head.keepAlive && head.coding === 'none';
}

function endOfName(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const token = isToken;
  while (at < end && token[bytes[at] as number] === 1) at++;
  return at > start && at < end && bytes[at] === COLON ? at : -1;
}

function nameProblem(bytes: Buffer, start: number): string {
  const first = bytes[start];
  if (first === SP || first === HTAB) return 'a header is folded over two lines, which HTTP no longer allows';
  return 'a header line is not `name: value`';
}

function readLength(head: Head, bytes: Buffer, start: number, end: number): string | undefined {
  const length = wholeNumber(bytes, start, end);
  if (!(length <= Number.MAX_SAFE_INTEGER)) return 'Content-Length is not a number of bytes';
  if (head.length >= 0 && head.length !== length) return 'there are two Content-Length headers that differ';
  head.length = length;
  return head.coding === 'none' ? undefined : 'there are both Content-Length and Transfer-Encoding';
}

function readCoding(head: Head, bytes: Buffer, start: number, end: number): string | undefined {
  if (head.length >= 0) return 'there are both Content-Length and Transfer-Encoding';
  if (head.coding === 'chunked') return 'chunked is not the last Transfer-Encoding';
  if (isWord(bytes, start, end, CHUNKED)) {
    head.coding = 'chunked';
    return undefined;
  }
  const names = listOf(bytes, start, end);
  if (names.length === 0) return 'Transfer-Encoding is empty';
  const at = names.indexOf('chunked');
  if (at >= 0 && at < names.length - 1) return 'chunked is not the last Transfer-Encoding';
  head.coding = at < 0 ? 'other' : 'chunked';
  return undefined;
}

function readConnection(head: Head, bytes: Buffer, start: number, end: number): void {
  if (isWord(bytes, start, end, KEEP_ALIVE)) head.keepAlive = true;
  else if (isWord(bytes, start, end, CLOSE)) head.close = true;
  else {
    const names = listOf(bytes, start, end);
    if (names.includes('close')) head.close = true;
    if (names.includes('keep-alive')) head.keepAlive = true;
  }
}

function listOf(bytes: Buffer, start: number, end: number): string[] {
  const names = bytes.toString('latin1', start, end).toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SP || bytes[at] === HTAB)) at++;
  return at;
}

function skipBlanksBack(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === SP || bytes[at - 1] === HTAB)) at--;
  return at;
}
