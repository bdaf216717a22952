import fc from 'fast-check';
import { encodeRequest, type RequestParts, requestTarget, withHost } from './request.ts';

const encode = (parts: Partial<RequestParts>) =>
  encodeRequest({ method: 'GET', target: '/', headers: [['Host', 'a.test']], body: null, ...parts });

const text = (parts: Partial<RequestParts>) => encode(parts).toString('latin1');

test('a request is its line, its headers and nothing else', () => {
  expect(
    text({
      target: '/a?b=c',
      headers: [
        ['Host', 'a.test'],
        ['X-One', ' 1 '],
      ],
    }),
  ).toBe('GET /a?b=c HTTP/1.1\r\nHost: a.test\r\nX-One: 1\r\n\r\n');
});

test('a body comes with its length, byte for byte', () => {
  const body = Uint8Array.from([0, 13, 10, 255]);
  expect(text({ method: 'POST', body })).toBe('POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\n\0\r\n\xff');
});

test.each([
  ['GET', null, false],
  ['DELETE', null, false],
  ['POST', null, true],
  ['PUT', null, true],
  ['PATCH', null, true],
  ['GET', new Uint8Array(0), true],
])('%s with body %p: length 0 is said: %p', (method, body, said) => {
  expect(text({ method, body }).includes('Content-Length: 0\r\n')).toBe(said);
});

test('a Content-Length that is right is written once', () => {
  const headers: RequestParts['headers'] = [
    ['Host', 'a.test'],
    ['content-length', '2'],
  ];
  expect(text({ method: 'POST', headers, body: Buffer.from('hi') }).match(/content-length/gi)).toHaveLength(1);
});

test('values outside ASCII go as UTF-8', () => {
  const headers: RequestParts['headers'] = [
    ['Host', 'a.test'],
    ['X', 'ä'],
  ];
  expect(encode({ headers }).toString('utf8')).toContain('X: ä\r\n');
});

test.each([
  [
    'a line break in a value',
    {
      headers: [
        ['Host', 'a'],
        ['X', 'a\r\nY: b'],
      ],
    },
    /headers\.X: .*line break/,
  ],
  [
    'a line feed in a value',
    {
      headers: [
        ['Host', 'a'],
        ['X', 'a\nb'],
      ],
    },
    /headers\.X/,
  ],
  [
    'NUL in a value',
    {
      headers: [
        ['Host', 'a'],
        ['X', 'a\0b'],
      ],
    },
    /headers\.X/,
  ],
  [
    'a line break in a name',
    {
      headers: [
        ['Host', 'a'],
        ['X\r\nY', 'b'],
      ],
    },
    /not a header name/,
  ],
  [
    'a space in a name',
    {
      headers: [
        ['Host', 'a'],
        ['X ', 'b'],
      ],
    },
    /not a header name/,
  ],
  [
    'an empty name',
    {
      headers: [
        ['Host', 'a'],
        ['', 'b'],
      ],
    },
    /not a header name/,
  ],
  [
    'a wrong Content-Length',
    {
      headers: [
        ['Host', 'a'],
        ['Content-Length', '3'],
      ],
      body: Buffer.from('hi'),
    },
    /payload has 2 bytes/,
  ],
  [
    'a Transfer-Encoding',
    {
      headers: [
        ['Host', 'a'],
        ['Transfer-Encoding', 'chunked'],
      ],
    },
    /leave the header out/,
  ],
  ['no Host', { headers: [] }, /one Host, not 0/],
  [
    'two Hosts',
    {
      headers: [
        ['Host', 'a'],
        ['host', 'b'],
      ],
    },
    /one Host, not 2/,
  ],
  ['a method with a space', { method: 'GET /' }, /not an HTTP method/],
  ['an empty method', { method: '' }, /not an HTTP method/],
  ['CONNECT', { method: 'CONNECT' }, /tunnels/],
  ['a target with a space', { target: '/a b' }, /not a path/],
  ['a target with a line break', { target: '/\r\nX: y' }, /not a path/],
  ['a target outside ASCII', { target: '/ä' }, /not a path/],
  ['a target without a slash', { target: 'a' }, /not a path/],
] as [string, Partial<RequestParts>, RegExp][])('%s is refused', (_, parts, message) => {
  expect(() => encode(parts)).toThrow(message);
});

test('everything that is wrong is said at once', () => {
  expect(() => encode({ method: '', target: '', headers: [] })).toThrow(/3 input errors/);
});

test('whatever the headers hold, a head has one empty line and no more headers than it was given', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary' }))), (headers) => {
      let head: string;
      try {
        head = text({ headers: [['Host', 'a.test'], ...headers] });
      } catch {
        return;
      }
      const lines = head.split('\r\n');
      expect(lines.slice(-2)).toEqual(['', '']);
      const own = headers.filter(([name]) => name.toLowerCase() !== 'content-length');
      expect(lines.length).toBe(2 + own.length + 2);
    }),
  );
});

test.each([
  ['http://a.test', '/', 'a.test'],
  ['http://a.test:80/x?y=1#z', '/x?y=1', 'a.test'],
  ['https://a.test:443/', '/', 'a.test'],
  ['https://a.test:80/', '/', 'a.test:80'],
  ['http://[::1]:8080/ä b', '/%C3%A4%20b', '[::1]:8080'],
  ['http://user:password@a.test:81/', '/', 'a.test:81'],
])('%s asks for %s at %s', (url, path, host) => {
  expect(requestTarget(new URL(url))).toBe(path);
  expect(withHost([], new URL(url))).toEqual([['Host', host]]);
});

test("a user's Host stays, and one is added where there is none", () => {
  const url = new URL('http://a.test:81/');
  expect(withHost([['X', '1']], url)).toEqual([
    ['Host', 'a.test:81'],
    ['X', '1'],
  ]);
  expect(withHost([['hOST', 'b.test']], url)).toEqual([['hOST', 'b.test']]);
});
