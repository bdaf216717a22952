// One request in the forms in which it is sent, each made when it is needed, once.
import { encodeRequest, type RequestParts } from '../../wire/http1/request.ts';
import { encodeHead, type RequestHead } from '../../wire/http2/request-head.ts';

export interface Message {
  readonly method: string;
  readonly body: Buffer | null;
  http1(): Buffer;
  http2(): RequestHead;
}

export function createMessage(parts: RequestParts, scheme: 'http' | 'https'): Message {
  const { method, body } = parts;
  let bytes: Buffer | undefined;
  let head: RequestHead | undefined;
  return {
    method,
    body: body === null ? null : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    http1() {
      bytes ??= encodeRequest(parts);
      return bytes;
    },
    http2() {
      head ??= encodeHead({ ...parts, scheme, length: body?.length ?? 0 });
      return head;
    },
  };
}
