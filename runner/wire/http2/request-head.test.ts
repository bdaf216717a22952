import { reading } from '../hpack/blocks.fixture.ts';
import { encodeHead } from './request-head.ts';

const usual = {
  method: 'GET',
  scheme: 'https' as const,
  target: '/a?b',
  headers: [['Host', 'test:8080']] as const,
  length: null,
};
const fieldsOf = (parts: Partial<Parameters<typeof encodeHead>[0]>) =>
  reading().read(encodeHead({ ...usual, ...parts }).fields.plain);

test('pseudo-headers come first, and the Host is one of them', () => {
  expect(
    fieldsOf({
      headers: [
        ['Accept', ' text/html '],
        ['Host', 'test:8080'],
      ],
    }),
  ).toEqual([
    [':method', 'GET'],
    [':scheme', 'https'],
    [':authority', 'test:8080'],
    [':path', '/a?b'],
    ['accept', 'text/html'],
  ]);
});

test.each([
  ['GET', 0, []],
  ['GET', 3, [['content-length', '3']]],
  ['POST', 0, [['content-length', '0']]],
  ['POST', null, []],
] as const)('%s with a body of %p bytes', (method, length, expected) => {
  expect(fieldsOf({ method, length }).slice(4)).toEqual(expected);
});

test.each([
  ['Connection', 'close', /HTTP\/2 has no such header/],
  ['Upgrade', 'h2c', /HTTP\/2 has no such header/],
  ['TE', 'gzip', /trailers/],
  ['Transfer-Encoding', 'chunked', /leave the header out/],
  ['Content-Length', '7', /leave the header out/],
  ['Host', 'second', /one Host/],
  ['bad name', 'x', /not a header name/],
  ['x', 'a\nb', /line break/],
])('%s: %p is no header to send', (name, value, problem) => {
  expect(() => encodeHead({ ...usual, headers: [...usual.headers, [name, value]], length: 0 })).toThrow(problem);
});

test('te: trailers may be sent', () => {
  expect(fieldsOf({ headers: [...usual.headers, ['TE', 'trailers']] }).slice(4)).toEqual([['te', 'trailers']]);
});
