// Heads that are broken, and streams that end too early.
import { answer, type Case, closed, ok, protocol, tooLarge } from './case.ts';

export const heads: Case[] = [
  // Broken heads
  { name: 'no HTTP', bytes: 'SSH-2.0-OpenSSH_9.6\r\n', expect: protocol(/does not start/) },
  { name: 'no HTTP, and no line', bytes: 'x', expect: protocol(/does not start/) },
  { name: 'a TLS alert', bytes: '\x15\x03\x03\x00\x02\x02\x46', expect: protocol(/https/) },
  { name: 'a frame of HTTP/2', bytes: '\x00\x00\x06\x04\x00\x00\x00\x00\x00', expect: protocol(/http2: true/) },
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
