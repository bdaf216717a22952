// What a case of the corpus is: a response as exact bytes, and what is to become of it.
export interface Case {
  name: string;
  bytes: string; // latin1
  method?: string; // of the request, GET where it is not said
  ended?: true; // the server closes the connection after the bytes
  expect: Answer | Refusal;
  // What node:http makes of it, where it is not the same; why stands in the name of the reason.
  node?: Reason;
}

interface Answer {
  status: number;
  body: string;
  reusable: boolean;
}

interface Refusal {
  failed: string; // the kind
  saying: RegExp;
}

export const reasons = {
  'equal lengths': 'two equal Content-Length headers are taken here; llhttp refuses them',
  'HEAD without a length': 'an answer to HEAD has no body, so the connection lives on here; node gives it up',
  'status 3 digits': 'a status must be from 100 to 999 here; llhttp takes 000 too',
  version: 'only HTTP/1.0 and 1.1 are taken here; llhttp knows 0.9 and 2.0 too',
  'empty lines first': 'an empty line before the answer is skipped by llhttp, refused here',
  'endless 1xx': 'informational responses are limited here',
  'chunked not last': 'chunked before another coding is refused here, read to the end of the stream by llhttp',
  'too many headers': 'node drops headers beyond its limit, here they are refused',
  'big size': 'limits of sizes differ: 2^53 here, 2^64 there',
  'unasked for': 'node takes the answer and drops the connection, here the extra bytes are a failure as well',
  switching: 'node hands 101 to an upgrade listener, here it is a failure',
} as const;

type Reason = keyof typeof reasons;
export const ok = 'HTTP/1.1 200 OK\r\n';
export const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
export const answer = (body: string, reusable = true, status = 200): Answer => ({ status, body, reusable });
export const protocol = (saying: RegExp): Refusal => ({ failed: 'protocol', saying });
export const tooLarge = (saying: RegExp): Refusal => ({ failed: 'too-large', saying });
export const closed = (saying: RegExp): Refusal => ({ failed: 'closed', saying });
