import { hashOf } from './hash.ts';

test('the order of keys does not matter, at any depth', () => {
  expect(hashOf({ a: 1, b: { c: [{ d: 1, e: 2 }], 7: 0 } })).toBe(hashOf({ b: { 7: 0, c: [{ e: 2, d: 1 }] }, a: 1 }));
});

test('what is undefined is not there', () => {
  expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }));
});

test.each([
  ['a value', { a: 1 }, { a: 2 }],
  ['its type', { a: 1 }, { a: '1' }],
  ['the order of a list', [1, 2], [2, 1]],
  ['a key', { a: 1 }, { b: 1 }],
  ['a map of pairs and a map', { map: [['a', 1]] }, { a: 1 }],
])('%s matters', (_, one, other) => {
  expect(hashOf(one)).not.toBe(hashOf(other));
});
