// The head of a request is encoded once and sent on any stream of any connection.
import { inputError, type Problem } from '../../model/errors.ts';
import { encodeFields, type Field } from '../hpack/encoder.ts';
import { checkHeaders, checkLine, type RequestParts } from '../http1/request.ts';
import { flags, frameHeadBytes, frameTypes, smallestMaxFrame } from './codes.ts';

export interface RequestHead {
  readonly block: Buffer; // holds on every connection, and goes on where it is followed by another
  readonly frames: Buffer; // HEADERS and CONTINUATIONs, for stream 0
  readonly isHead: boolean; // HEAD
}

interface HeadParts extends Omit<RequestParts, 'body'> {
  scheme: 'http' | 'https';
  // Of a body that is known beforehand; null: no content-length is sent.
  length: number | null;
}

// HEADERS and CONTINUATIONs are this long, but for the last.
export const fullFrameBytes = frameHeadBytes + smallestMaxFrame;

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH']);

// The Host among the headers becomes :authority.
export function encodeHead({ method, scheme, target, headers, length }: HeadParts): RequestHead {
  const problems = [...checkLine(method, target), ...checkHeaders(headers, length ?? 0), ...checkHttp2(headers)];
  if (problems.length > 0) throw inputError(problems);
  const fields = headers.map(([name, value]): Field => [name.toLowerCase(), value.trim()]);
  const others = fields.filter(([name]) => name !== 'host' && name !== 'content-length');
  const isSized = length !== null && (length > 0 || methodsWithBody.has(method));
  const block = encodeFields([
    [':method', method],
    [':scheme', scheme],
    [':authority', fields.find(([name]) => name === 'host')?.[1] ?? ''],
    [':path', target],
    ...others,
    ...(isSized ? [['content-length', String(length)] as const] : []),
  ]);
  return { block, frames: framesOf(block), isHead: method === 'HEAD' };
}

// The same with more fields, in lower case and checked by the caller: what differs from request to request.
export function extendHead({ block, isHead }: RequestHead, fields: readonly Field[]): RequestHead {
  const longer = Buffer.concat([block, encodeFields(fields)]);
  return { block: longer, frames: framesOf(longer), isHead };
}

// The same for a server that lowered its HEADER_TABLE_SIZE: it is owed a word that the table, never used here, is empty.
export function withTableUpdate({ block, isHead }: RequestHead): RequestHead {
  const longer = Buffer.concat([Buffer.from([0x20]), block]);
  return { block: longer, frames: framesOf(longer), isHead };
}

function framesOf(block: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start === 0 || start < block.length; start += smallestMaxFrame) {
    const part = block.subarray(start, start + smallestMaxFrame);
    const head = Buffer.alloc(frameHeadBytes);
    head.writeUIntBE(part.length, 0, 3);
    head[3] = start === 0 ? frameTypes.headers : frameTypes.continuation;
    head[4] = start + smallestMaxFrame >= block.length ? flags.endHeaders : 0;
    parts.push(head, part);
  }
  return Buffer.concat(parts);
}

function checkHttp2(headers: RequestParts['headers']): Problem[] {
  const forbidden = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade']);
  return headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    if (forbidden.has(lower)) return [{ path: `headers.${name}`, message: 'HTTP/2 has no such header; leave it out' }];
    if (lower !== 'te' || value.trim() === 'trailers') return [];
    return [{ path: `headers.${name}`, message: 'in HTTP/2 it can only be `trailers`' }];
  });
}
