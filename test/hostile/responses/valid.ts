// Answers that are taken, and informational ones before them.
import { answer, type Case, chunked, closed, ok, protocol, tooLarge } from './case.ts';

export const valid: Case[] = [
  // Bodies of a known length
  { name: 'a length', bytes: `${ok}Content-Length: 5\r\n\r\nhello`, expect: answer('hello') },
  { name: 'length 0', bytes: `${ok}Content-Length: 0\r\n\r\n`, expect: answer('') },
  { name: 'names of headers in any case', bytes: `${ok}cOnTeNt-LeNgTh:5\r\n\r\nhello`, expect: answer('hello') },
  { name: 'blanks around a value', bytes: `${ok}Content-Length: \t 5 \r\n\r\nhello`, expect: answer('hello') },
  {
    name: 'tabs around a value',
    bytes: `${ok}X:\ta\t\r\nContent-Length: 1\r\n\r\nx`,
    expect: answer('x'),
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
];
