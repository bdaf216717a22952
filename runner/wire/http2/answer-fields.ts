// The fields of one header block of an answer: what they say about it, and whether they are allowed there.
import type { FieldName } from '../hpack/names.ts';
import { isText, wholeNumber } from '../http1/bytes.ts';

interface AnswerFields {
  begin(isTrailers: boolean): void;
  // Whether it is one to hand on.
  take(name: FieldName, bytes: Buffer, start: number, end: number): boolean;
  // What is wrong with the block, once all of it was taken.
  problem(): string | undefined;
  readonly status: number;
  readonly length: number; // Content-Length, -1 without one
}

export function createAnswerFields(): AnswerFields {
  let isTrailers = false;
  let isRegular = false; // a regular field has come
  let wrong: string | undefined;
  const self = { begin, take, problem, status: 0, length: -1 };
  return self;

  function begin(areTrailers: boolean): void {
    isTrailers = areTrailers;
    isRegular = false;
    wrong = undefined;
    self.status = 0;
    self.length = -1;
  }

  function take(name: FieldName, bytes: Buffer, start: number, end: number): boolean {
    const { role } = name;
    if (role === 'status') {
      readStatus(bytes, start, end);
      return false;
    }
    isRegular = true;
    if (role !== 'other' && role !== 'length') return bad(unwanted(name));
    if (role === 'length' && !isTrailers) readLength(bytes, start, end);
    const text = isText;
    for (let at = start; at < end; at++) {
      if (text[bytes[at] as number] === 0) return bad(`the value of ${name.text} holds a control character`);
    }
    return wrong === undefined && (isTrailers || self.status >= 200);
  }

  function problem(): string | undefined {
    if (wrong === undefined && !isTrailers && self.status === 0) wrong = 'the answer has no :status';
    return wrong;
  }

  function readStatus(bytes: Buffer, start: number, end: number): void {
    if (isTrailers) bad('there is a :status in the trailers');
    else if (isRegular) bad('there is a :status after other headers');
    else if (self.status !== 0) bad('there are two :status');
    else {
      const status = end - start === 3 ? wholeNumber(bytes, start, end) : Number.NaN;
      if (status >= 100) self.status = status;
      else bad('the :status is not a number of three digits');
    }
  }

  function readLength(bytes: Buffer, start: number, end: number): void {
    const length = wholeNumber(bytes, start, end);
    if (!(length <= Number.MAX_SAFE_INTEGER)) bad('content-length is not a number of bytes');
    else if (self.length >= 0 && self.length !== length) bad('there are two content-length headers that differ');
    else self.length = length;
  }

  function bad(message: string): false {
    wrong ??= message;
    return false;
  }
}

function unwanted({ role, text }: FieldName): string {
  const shown = JSON.stringify(text.slice(0, 60));
  if (role === 'pseudo') return `the answer holds ${shown}, which no answer has`;
  if (role === 'connection') return `the answer holds ${shown}, which HTTP/2 does not allow`;
  return `${shown} is not a header name of HTTP/2`;
}
