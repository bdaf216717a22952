// Responses, good and bad, as exact bytes: the corpus of the parser's, the splitting and the differential tests.
export interface Case {
  name: string;
  bytes: string; // latin1
  method?: string; // of the request, GET where it is not said
  ended?: true; // the server closes the connection after the bytes
  expect: Answer | Refusal;
  // What node:http makes of it, where it is not the same; why stands in the name of the reason.
  node?: Reason;
}

export interface Answer {
  status: number;
  body: string;
  reusable: boolean;
}

export interface Refusal {
  failed: string; // the kind
  saying: RegExp;
}

export const reasons = {
  'equal lengths': 'two equal Content-Length headers are taken here; llhttp refuses them',
  'tab after a length': 'a tab after a value is a blank here and in RFC 9110; llhttp refuses it after a length',
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

export type Reason = keyof typeof reasons;

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const answer = (body: string, reusable = true, status = 200): Answer => ({ status, body, reusable });
const protocol = (saying: RegExp): Refusal => ({ failed: 'protocol', saying });
const tooLarge = (saying: RegExp): Refusal => ({ failed: 'too-large', saying });
const closed = (saying: RegExp): Refusal => ({ failed: 'closed', saying });

export const cases: Case[] = [
  // Bodies of a known length
  { name: 'a length', bytes: `${ok}Content-Length: 5\r\n\r\nhello`, expect: answer('hello') },
  { name: 'length 0', bytes: `${ok}Content-Length: 0\r\n\r\n`, expect: answer('') },
  { name: 'names of headers in any case', bytes: `${ok}cOnTeNt-LeNgTh:5\r\n\r\nhello`, expect: answer('hello') },
  { name: 'blanks around a value', bytes: `${ok}Content-Length: \t 5 \r\n\r\nhello`, expect: answer('hello') },
  {
    name: 'a tab after a length',
    bytes: `${ok}Content-Length: 5\t\r\n\r\nhello`,
    expect: answer('hello'),
    node: 'tab after a length',
  },
  { name: 'leading zeros in a length', bytes: `${ok}Content-Length: 0005\r\n\r\nhello`, expect: answer('hello') },
  {
    name: 'bytes of every value in a body',
    bytes: `${ok}Content-Length: 6\r\n\r\n\0\r\n\r\n\xff`,
    expect: answer('\0\r\n\r\n\xff'),
  },
  { name: 'no reason phrase', bytes: 'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx', expect: answer('x') },
  {
    name: 'an empty reason phrase',
    bytes: 'HTTP/1.1 503 \r\nContent-Length: 1\r\n\r\nx',
    expect: answer('x', true, 503),
  },
  {
    name: 'a reason phrase outside ASCII',
    bytes: 'HTTP/1.1 200 \xc3\xa4\r\nContent-Length: 1\r\n\r\nx',
    expect: answer('x'),
  },
  { name: 'a header without a value', bytes: `${ok}X-Empty:\r\nContent-Length: 1\r\n\r\nx`, expect: answer('x') },
  {
    name: 'bytes above ASCII in a value',
    bytes: `${ok}X: \xe4\xff\r\nContent-Length: 1\r\n\r\nx`,
    expect: answer('x'),
  },
  {
    name: 'a status of three digits nobody knows',
    bytes: 'HTTP/1.1 799 Hm\r\nContent-Length: 1\r\n\r\nx',
    expect: answer('x', true, 799),
  },

  // Chunked bodies
  { name: 'chunks', bytes: `${chunked}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`, expect: answer('hello world') },
  { name: 'no chunk but the last', bytes: `${chunked}0\r\n\r\n`, expect: answer('') },
  {
    name: 'a chunk size in capitals, with zeros',
    bytes: `${chunked}000A\r\n0123456789\r\n0\r\n\r\n`,
    expect: answer('0123456789'),
  },
  { name: 'a chunk extension', bytes: `${chunked}5;name=value\r\nhello\r\n0;last\r\n\r\n`, expect: answer('hello') },
  { name: 'trailers', bytes: `${chunked}5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n`, expect: answer('hello') },
  {
    name: 'chunked as the last coding',
    bytes: `${ok}Transfer-Encoding: gzip, Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    expect: answer('x'),
  },
  {
    name: 'codings in two headers',
    bytes: `${ok}Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    expect: answer('x'),
  },

  // Bodies that end with the stream
  { name: 'neither length nor chunks', bytes: `${ok}\r\nto the end`, ended: true, expect: answer('to the end', false) },
  { name: 'neither length nor chunks, and empty', bytes: `${ok}\r\n`, ended: true, expect: answer('', false) },
  {
    name: 'a coding that is not chunked',
    bytes: `${ok}Transfer-Encoding: gzip\r\n\r\nzip`,
    ended: true,
    expect: answer('zip', false),
  },

  // No body
  { name: '204', bytes: 'HTTP/1.1 204 No Content\r\n\r\n', expect: answer('', true, 204) },
  {
    name: '204 with a length',
    bytes: 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
    expect: answer('', true, 204),
  },
  {
    name: '304 with a length',
    bytes: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n',
    expect: answer('', true, 304),
  },
  {
    name: '304 with chunks announced',
    bytes: 'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
    expect: answer('', true, 304),
  },
  { name: 'HEAD with a length', method: 'HEAD', bytes: `${ok}Content-Length: 1000\r\n\r\n`, expect: answer('') },
  { name: 'HEAD with chunks announced', method: 'HEAD', bytes: chunked, expect: answer('') },
  { name: 'HEAD with neither', method: 'HEAD', bytes: `${ok}\r\n`, expect: answer(''), node: 'HEAD without a length' },

  // Informational responses
  { name: '100', bytes: `HTTP/1.1 100 Continue\r\n\r\n${ok}Content-Length: 1\r\n\r\nx`, expect: answer('x') },
  {
    name: '102 and 103 with headers',
    bytes: `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 7\r\n\r\n${ok}Content-Length: 1\r\n\r\nx`,
    expect: answer('x'),
  },
  {
    name: 'endless 1xx',
    bytes: 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(40),
    expect: tooLarge(/informational/),
    node: 'endless 1xx',
  },
  {
    name: '101',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    expect: protocol(/switched/),
    node: 'switching',
  },
  { name: '1xx and the end', bytes: 'HTTP/1.1 100 Continue\r\n\r\n', ended: true, expect: closed(/in the head/) },

  // Keeping the connection
  {
    name: 'Connection: close',
    bytes: `${ok}Connection: close\r\nContent-Length: 1\r\n\r\nx`,
    expect: answer('x', false),
  },
  {
    name: 'close among other tokens',
    bytes: `${ok}Connection: foo, CLOSE\r\nContent-Length: 1\r\n\r\nx`,
    expect: answer('x', false),
  },
  {
    name: 'close in the second header',
    bytes: `${ok}Connection: keep-alive\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx`,
    expect: answer('x', false),
  },
  { name: 'HTTP/1.0', bytes: 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx', expect: answer('x', false) },
  {
    name: 'HTTP/1.0 kept alive',
    bytes: 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx',
    expect: answer('x', true),
  },
  {
    name: 'HTTP/1.0 to the end',
    bytes: 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nx',
    ended: true,
    expect: answer('x', false),
  },

  // Lengths that cannot be trusted
  {
    name: 'equal lengths',
    bytes: `${ok}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`,
    expect: answer('hello'),
    node: 'equal lengths',
  },
  {
    name: 'different lengths',
    bytes: `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    expect: protocol(/two Content-Length/),
  },
  { name: 'a list of lengths', bytes: `${ok}Content-Length: 5, 5\r\n\r\nhello`, expect: protocol(/not a number/) },
  { name: 'a negative length', bytes: `${ok}Content-Length: -5\r\n\r\nhello`, expect: protocol(/not a number/) },
  { name: 'a length with a plus', bytes: `${ok}Content-Length: +5\r\n\r\nhello`, expect: protocol(/not a number/) },
  { name: 'a hexadecimal length', bytes: `${ok}Content-Length: 0x5\r\n\r\nhello`, expect: protocol(/not a number/) },
  {
    name: 'a length with a space in it',
    bytes: `${ok}Content-Length: 1 1\r\n\r\nhello`,
    expect: protocol(/not a number/),
  },
  { name: 'an empty length', bytes: `${ok}Content-Length:\r\n\r\nhello`, expect: protocol(/not a number/) },
  {
    name: 'a length beyond 2^53',
    bytes: `${ok}Content-Length: 9007199254740993\r\n\r\nhello`,
    expect: protocol(/not a number/),
    node: 'big size',
  },
  {
    name: 'a length beyond everything',
    bytes: `${ok}Content-Length: ${'9'.repeat(400)}\r\n\r\nhello`,
    expect: protocol(/not a number/),
  },
  {
    name: 'length and chunks',
    bytes: `${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    expect: protocol(/both/),
  },
  {
    name: 'chunks and length',
    bytes: `${ok}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
    expect: protocol(/both/),
  },
  {
    name: 'a length longer than the body',
    bytes: `${ok}Content-Length: 9\r\n\r\nhello`,
    ended: true,
    expect: closed(/4 bytes before/),
  },
  {
    name: 'a length shorter than the body',
    bytes: `${ok}Content-Length: 2\r\n\r\nhello`,
    expect: protocol(/no request/),
  },
  {
    name: 'a second answer',
    bytes: `${ok}Content-Length: 0\r\n\r\n${ok}Content-Length: 0\r\n\r\n`,
    expect: protocol(/no request/),
    node: 'unasked for',
  },
  {
    name: 'a body after 204',
    bytes: 'HTTP/1.1 204 No Content\r\n\r\nbody',
    expect: protocol(/no request/),
  },

  // Broken chunks
  { name: 'a chunk size that is not hexadecimal', bytes: `${chunked}xyz\r\n`, expect: protocol(/chunk size/) },
  { name: 'no chunk size', bytes: `${chunked}\r\nhello\r\n`, expect: protocol(/chunk size is missing/) },
  { name: 'a negative chunk size', bytes: `${chunked}-5\r\nhello\r\n`, expect: protocol(/chunk size/) },
  { name: 'a chunk size with 0x', bytes: `${chunked}0x5\r\nhello\r\n`, expect: protocol(/chunk size/) },
  { name: 'a space before a chunk size', bytes: `${chunked} 5\r\nhello\r\n0\r\n\r\n`, expect: protocol(/chunk size/) },
  { name: 'a space after a chunk size', bytes: `${chunked}5 \r\nhello\r\n0\r\n\r\n`, expect: protocol(/chunk size/) },
  {
    name: 'a chunk size beyond 2^53',
    bytes: `${chunked}20000000000001\r\n`,
    expect: protocol(/too large/),
    node: 'big size',
  },
  { name: 'a chunk size beyond 2^64', bytes: `${chunked}10000000000000000\r\n`, expect: protocol(/too large/) },
  {
    name: 'a chunk size that ends in a line feed',
    bytes: `${chunked}5\nhello\r\n0\r\n\r\n`,
    expect: protocol(/chunk size/),
  },
  {
    name: 'a chunk size that ends in a carriage return',
    bytes: `${chunked}5\rhello\r\n0\r\n\r\n`,
    expect: protocol(/CRLF/),
  },
  { name: 'a chunk longer than its size', bytes: `${chunked}5\r\nhello!\r\n0\r\n\r\n`, expect: protocol(/longer/) },
  {
    name: 'a chunk that ends in a carriage return',
    bytes: `${chunked}5\r\nhello\r0\r\n\r\n`,
    expect: protocol(/CRLF/),
  },
  { name: 'a chunk that ends in a line feed', bytes: `${chunked}5\r\nhello\n0\r\n\r\n`, expect: protocol(/longer/) },
  {
    name: 'a control character in a chunk extension',
    bytes: `${chunked}5;a\0b\r\nhello\r\n0\r\n\r\n`,
    expect: protocol(/control/),
  },
  {
    name: 'a line feed in a chunk extension',
    bytes: `${chunked}5;a\nb\r\nhello\r\n0\r\n\r\n`,
    expect: protocol(/control/),
  },
  { name: 'an endless chunk extension', bytes: `${chunked}5;${'a'.repeat(70_000)}`, expect: tooLarge(/extensions/) },
  {
    name: 'a chunk size of endless zeros',
    bytes: `${chunked}${'0'.repeat(5_000)}`,
    expect: tooLarge(/chunk size/),
    node: 'big size',
  },
  { name: 'the end in a chunk', bytes: `${chunked}5\r\nhel`, ended: true, expect: closed(/last chunk/) },
  {
    name: 'the end without the last chunk',
    bytes: `${chunked}5\r\nhello\r\n`,
    ended: true,
    expect: closed(/last chunk/),
  },
  { name: 'the end in the trailers', bytes: `${chunked}0\r\nX: 1\r\n`, ended: true, expect: closed(/last chunk/) },
  { name: 'a trailer that is no header', bytes: `${chunked}0\r\nno trailer\r\n\r\n`, expect: protocol(/name: value/) },
  {
    name: 'endless trailers',
    bytes: `${chunked}0\r\n${'X: 1\r\n'.repeat(300)}`,
    expect: tooLarge(/trailers/),
    node: 'too many headers',
  },
  { name: 'an endless trailer', bytes: `${chunked}0\r\nX: ${'a'.repeat(70_000)}`, expect: tooLarge(/trailer/) },
  {
    name: 'chunked twice',
    bytes: `${ok}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
    expect: protocol(/not the last/),
    node: 'chunked not last',
  },
  {
    name: 'chunked before another coding',
    bytes: `${ok}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
    ended: true,
    expect: protocol(/not the last/),
    node: 'chunked not last',
  },

  // Broken heads
  { name: 'no HTTP', bytes: 'SSH-2.0-OpenSSH_9.6\r\n', expect: protocol(/does not start/) },
  { name: 'no HTTP, and no line', bytes: 'x', expect: protocol(/does not start/) },
  { name: 'a TLS alert', bytes: '\x15\x03\x03\x00\x02\x02\x46', expect: protocol(/https/) },
  { name: 'HTTP in small letters', bytes: 'http/1.1 200 OK\r\n\r\n', expect: protocol(/does not start/) },
  {
    name: 'HTTP/2.0',
    bytes: 'HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n',
    expect: protocol(/does not start/),
    node: 'version',
  },
  {
    name: 'HTTP/0.9',
    bytes: 'HTTP/0.9 200 OK\r\nContent-Length: 0\r\n\r\n',
    expect: protocol(/does not start/),
    node: 'version',
  },
  { name: 'HTTP/1.2', bytes: 'HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n', expect: protocol(/version/) },
  { name: 'HTTP/1.10', bytes: 'HTTP/1.10 200 OK\r\nContent-Length: 0\r\n\r\n', expect: protocol(/status/) },
  { name: 'a status of two digits', bytes: 'HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n', expect: protocol(/status/) },
  {
    name: 'a status of four digits',
    bytes: 'HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n',
    expect: protocol(/status/),
  },
  { name: 'a status of letters', bytes: 'HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n', expect: protocol(/status/) },
  {
    name: 'status 000',
    bytes: 'HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n',
    expect: protocol(/status/),
    node: 'status 3 digits',
  },
  { name: 'no status', bytes: 'HTTP/1.1\r\nContent-Length: 0\r\n\r\n', expect: protocol(/status/) },
  {
    name: 'two spaces before the status',
    bytes: 'HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n',
    expect: protocol(/status/),
  },
  {
    name: 'an empty line first',
    bytes: `\r\n${ok}Content-Length: 0\r\n\r\n`,
    expect: protocol(/does not start/),
    node: 'empty lines first',
  },
  { name: 'a folded header', bytes: `${ok}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`, expect: protocol(/folded/) },
  {
    name: 'a space before the first header',
    bytes: `${ok} X: a\r\nContent-Length: 0\r\n\r\n`,
    expect: protocol(/folded/),
  },
  { name: 'a space before the colon', bytes: `${ok}Content-Length : 0\r\n\r\n`, expect: protocol(/name: value/) },
  { name: 'a space in a name', bytes: `${ok}Content Length: 0\r\n\r\n`, expect: protocol(/name: value/) },
  { name: 'a header without a name', bytes: `${ok}: 0\r\n\r\n`, expect: protocol(/name: value/) },
  { name: 'a header without a colon', bytes: `${ok}Header\r\n\r\n`, expect: protocol(/name: value/) },
  { name: 'a byte above ASCII in a name', bytes: `${ok}H\xe4: 0\r\n\r\n`, expect: protocol(/name: value/) },
  { name: 'NUL in a value', bytes: `${ok}X: a\0b\r\n\r\n`, expect: protocol(/control/) },
  { name: 'DEL in a value', bytes: `${ok}X: a\x7fb\r\nContent-Length: 0\r\n\r\n`, expect: protocol(/control/) },
  {
    name: 'a line feed alone',
    bytes: `${ok}X: a\nContent-Length: 0\r\n\r\n`,
    expect: protocol(/without a carriage return/),
  },
  { name: 'a carriage return alone', bytes: `${ok}X: a\rb\r\n\r\n`, expect: protocol(/carriage return alone/) },
  {
    name: 'line feeds everywhere',
    bytes: 'HTTP/1.1 200 OK\nContent-Length: 0\n\n',
    expect: protocol(/without a carriage return/),
  },
  { name: 'an endless header', bytes: `${ok}X: ${'a'.repeat(70_000)}`, expect: tooLarge(/head is too long/) },
  {
    name: 'an endless reason phrase',
    bytes: `HTTP/1.1 200 ${'a'.repeat(70_000)}`,
    expect: tooLarge(/head is too long/),
  },
  {
    name: 'endless headers',
    bytes: `${ok}${`X: ${'a'.repeat(1000)}\r\n`.repeat(100)}`,
    expect: tooLarge(/head is too long/),
  },
  {
    name: 'too many headers',
    bytes: `${ok}${'X: a\r\n'.repeat(257)}Content-Length: 0\r\n\r\n`,
    expect: tooLarge(/256 headers/),
    node: 'too many headers',
  },
  {
    name: 'as many headers as allowed',
    bytes: `${ok}${'X: a\r\n'.repeat(255)}Content-Length: 1\r\n\r\nx`,
    expect: answer('x'),
  },

  // Ends
  { name: 'the end without an answer', bytes: '', ended: true, expect: closed(/without an answer/) },
  { name: 'the end in the status line', bytes: 'HTTP/1.1 2', ended: true, expect: closed(/in the head/) },
  { name: 'the end in the first letters', bytes: 'HTT', ended: true, expect: closed(/in the head/) },
  { name: 'the end in the headers', bytes: `${ok}Content-Le`, ended: true, expect: closed(/in the head/) },
];
