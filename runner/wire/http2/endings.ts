// How a server ended a connection, in words.
import type { Failure } from '../failure.ts';
import { errorName } from './codes.ts';
import { notHttp2Bytes } from './not-http2.ts';

const longestReason = 200;

export function goodbyeOf(code: number, bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('latin1', start, Math.min(end, start + longestReason));
  const reason = text.replace(/[^\x20-\x7e]/g, '?');
  return `the server closes the connection (GOAWAY: ${errorName(code)}${reason === '' ? '' : `, ${reason}`})`;
}

// Before it had spoken HTTP/2; started: what it had said.
export function endOfOpening(started: Uint8Array, failure: Failure | undefined): Failure {
  if (failure !== undefined) return failure;
  if (started.length > 0) return { kind: 'protocol', message: notHttp2Bytes(started) };
  const message =
    'the server closed the connection without a word of HTTP/2: does it speak it at this port, and over TLS or in plain text?';
  return { kind: 'closed', message };
}

// With streams open.
export function endOfStreams(goodbye: string | undefined, failure: Failure | undefined): Failure {
  const message = 'the server closed the connection before the end of its answer';
  return { kind: failure?.kind ?? 'closed', message: goodbye ?? failure?.message ?? message };
}
