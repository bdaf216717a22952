// The head of a request is encoded once and sent on any stream of any connection.
import { inputError, type Problem } from '../../model/errors.ts';
import { wrongInHttp2 } from '../../model/http-text.ts';
import { encodeRepeated, type Field, type RepeatedFields } from '../hpack/encoder.ts';
import { checkHeaders, checkLine, type RequestParts } from '../http1/request.ts';

export interface RequestHead {
  readonly fields: RepeatedFields;
  readonly isHead: boolean; // HEAD
}

interface HeadParts extends Omit<RequestParts, 'body'> {
  scheme: 'http' | 'https';
  // Of a body that is known beforehand; null: no content-length is sent.
  length: number | null;
}

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH']);

// The Host among the headers becomes :authority.
export function encodeHead({ method, scheme, target, headers, length }: HeadParts): RequestHead {
  const problems = [...checkLine(method, target), ...checkHeaders(headers, length ?? 0), ...checkHttp2(headers)];
  if (problems.length > 0) throw inputError(problems);
  const fields = headers.map(([name, value]): Field => [name.toLowerCase(), value.trim()]);
  const others = fields.filter(([name]) => name !== 'host' && name !== 'content-length');
  const isSized = length !== null && (length > 0 || methodsWithBody.has(method));
  const repeated = encodeRepeated([
    [':method', method],
    [':scheme', scheme],
    [':authority', fields.find(([name]) => name === 'host')?.[1] ?? ''],
    [':path', target],
    ...others,
    ...(isSized ? [['content-length', String(length)] as const] : []),
  ]);
  return { fields: repeated, isHead: method === 'HEAD' };
}

function checkHttp2(headers: RequestParts['headers']): Problem[] {
  return headers.flatMap(([name, value]) => {
    const message = wrongInHttp2(name, value);
    return message === undefined ? [] : [{ path: `headers.${name}`, message }];
  });
}
