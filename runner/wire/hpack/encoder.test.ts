import { reading } from './blocks.fixture.ts';
import { encodeFields, encodeRepeated, type Field } from './encoder.ts';

test('a field of the static table takes one byte', () => {
  expect(encodeFields([[':method', 'GET']]).toString('hex')).toBe('82');
});

test('a name of the static table is not written out', () => {
  expect(encodeFields([[':path', '/sample/path']])[0]).toBe(0x04);
});

test('nothing goes into the dynamic table', () => {
  for (const [name, value] of [
    ['x-own', 'value'],
    [':authority', 'host'],
    ['date', 'now'],
  ] as const) {
    expect((encodeFields([[name, value]])[0] ?? 0) & 0xf0).toBe(0);
  }
});

test.each(['authorization', 'cookie', 'proxy-authorization'])(
  '%s is never to be indexed, by no proxy either',
  (name) => {
    expect((encodeFields([[name, 'secret']])[0] ?? 0) & 0xf0).toBe(0x10);
  },
);

test('text that Huffman code would not make shorter is written as it is', () => {
  expect(encodeFields([['x', '\\\\\\']]).toString('latin1')).toContain('\\\\\\');
});

test('values are UTF-8', () => {
  expect(encodeFields([['x', '\u{1f600}']]).includes(Buffer.from('\u{1f600}'))).toBe(true);
});

const repeated: Field[] = [
  [':method', 'GET'],
  [':authority', 'example.test'],
  ['authorization', 'Bearer secret'],
  ['x-own', 'one'],
  ['x-own', 'two'],
  ['user-agent', 'test'],
];

test('fields that are sent again are read from the table', () => {
  const { plain, first, again } = encodeRepeated(repeated);
  const decoder = reading();
  for (const block of [first, again, plain, again]) expect(decoder.read(block)).toEqual(repeated);
  expect(again.length).toBeLessThan(first.length / 2);
});

test('the room they take in the table is known', () => {
  const { first, again, tableBytes } = encodeRepeated(repeated);
  const [roomy, tight] = [reading(tableBytes), reading(tableBytes - 1)];
  for (const decoder of [roomy, tight]) decoder.read(first);
  expect(roomy.read(again)).toEqual(repeated);
  expect(tight.read(again)).toMatch(/no such entry/);
});

test('secrets stay out of the table', () => {
  const { first, again } = encodeRepeated([['cookie', 'a=b']]);
  expect(first).toEqual(again);
  expect((first[0] ?? 0) & 0xf0).toBe(0x10);
});
