import { includes } from './includes.ts';

const is = { kind: 'Secret', type: 'Opaque', data: { a: 'eA==', b: 'eQ==' }, list: [{ n: 1, filled: true }, 2] };

test.each<[string, unknown, boolean]>([
  ['all of it', is, true],
  ['a part of it', { data: { a: 'eA==' } }, true],
  ['another value', { data: { a: 'other' } }, false],
  ['something more', { data: { c: 'eA==' } }, false],
  ['null of what is not there', { data: { c: null } }, true],
  ['null of what is there', { data: { a: null } }, false],
  ['a list whose elements have more', { list: [{ n: 1 }, 2] }, true],
  ['a shorter list', { list: [{ n: 1 }] }, false],
  ['a map in place of a text', { kind: {} }, false],
  ['stringData that is in data', { stringData: { a: 'x' } }, true],
  ['stringData that is not', { stringData: { a: 'y' } }, false],
])('asked for %s, it is as it was asked for: %#', (_, asked, expected) => {
  expect(includes(is, asked)).toBe(expected);
});
