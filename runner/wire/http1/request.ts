// A request is written once and sent many times.
import { inputError, type Problem } from '../../model/errors.ts';
import { hasControl, isToken } from '../../model/http-text.ts';

export interface RequestParts {
  method: string;
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array | null;
}

const visible = /^[\x21-\x7e]+$/;
const methodsWithBody = new Set(['POST', 'PUT', 'PATCH']);

// Head and body as bytes. Content-Length is written here; a Host must be among the headers (see withHost).
export function encodeRequest({ method, target, headers, body }: RequestParts): Buffer {
  const problems = [...checkLine(method, target), ...checkHeaders(headers, body?.length ?? 0)];
  if (problems.length > 0) throw inputError(problems);
  const lines = [`${method} ${target} HTTP/1.1`];
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'content-length') lines.push(`${name}: ${value.trim()}`);
  }
  if (body !== null || methodsWithBody.has(method)) lines.push(`Content-Length: ${body?.length ?? 0}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');
  return body === null ? head : Buffer.concat([head, body]);
}

// What stands in the request line: the path and the query, without the fragment.
export function requestTarget(url: URL): string {
  return `${url.pathname === '' ? '/' : url.pathname}${url.search}`;
}

// The headers with a Host in front, unless the user gave one. URL keeps the brackets of IPv6 addresses, and leaves the
// scheme's own port out.
export function withHost(headers: RequestParts['headers'], url: URL): [name: string, value: string][] {
  const copy = headers.map(([name, value]): [string, string] => [name, value]);
  return copy.some(([name]) => name.toLowerCase() === 'host') ? copy : [['Host', url.host], ...copy];
}

export function checkLine(method: string, target: string): Problem[] {
  const problems: Problem[] = [];
  if (!isToken(method)) problems.push({ path: 'method', message: `${JSON.stringify(method)} is not an HTTP method` });
  if (method === 'CONNECT') problems.push({ path: 'method', message: 'CONNECT opens tunnels and cannot be measured' });
  if (!visible.test(target) || !(target.startsWith('/') || (target === '*' && method === 'OPTIONS'))) {
    problems.push({
      path: 'url',
      message: `${JSON.stringify(target)} is not a path to ask for: it starts with / and has no spaces`,
    });
  }
  return problems;
}

export function checkHeaders(headers: RequestParts['headers'], length: number): Problem[] {
  const problems: Problem[] = [];
  let hosts = 0;
  for (const [name, value] of headers) {
    const path = `headers.${name}`;
    const lower = name.toLowerCase();
    if (!isToken(name)) problems.push({ path: 'headers', message: `${JSON.stringify(name)} is not a header name` });
    if (hasControl(value))
      problems.push({ path, message: 'the value holds a line break or another control character' });
    if (lower === 'host') hosts++;
    if (lower === 'content-length' && value.trim() !== String(length)) {
      problems.push({
        path,
        message: `the payload has ${length} bytes; leave the header out, it is written for you`,
      });
    }
    if (lower === 'transfer-encoding') {
      problems.push({ path, message: 'payloads are sent with a Content-Length; leave the header out' });
    }
  }
  if (hosts !== 1) problems.push({ path: 'headers.Host', message: `a request has one Host, not ${hosts}` });
  return problems;
}
