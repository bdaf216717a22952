// Lengths and chunks that are broken.
import { answer, type Case, chunked, closed, ok, protocol, tooLarge } from './case.ts';

export const bodies: Case[] = [
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
];
