import fc from 'fast-check';
import { hex, reading } from './blocks.fixture.ts';
import { encodeFields } from './encoder.ts';
import { huffmanEncode } from './huffman.ts';

const wrong: [name: string, bytes: string, problem: RegExp][] = [
  ['index 0', '80', /index 0 /],
  ['an index past both tables', 'be', /index 62 /],
  ['a name of index 62', '7e 01 61', /index 62 /],
  ['an index without its end', 'ff', /middle of a number/],
  ['a number that does not end', 'ff 8080 8080 8080', /more than five bytes/],
  ['a number that is padded with zeros', 'ff 8080 8080 00', /more than five bytes/],
  ['a literal without a name', '40', /middle of a field/],
  ['a name that is cut off', '40 05 6162', /middle of a field/],
  ['a literal without a value', '40 01 61', /middle of a field/],
  ['a value that is cut off', '40 01 61 02 61', /middle of a field/],
  ['a value longer than any block', '40 01 61 7f 80ff ff07', /middle of a field/],
  ['a size update after a field', '82 20', /size update/],
  ['three size updates', '20 20 20', /size update/],
  ['a table larger than allowed', '3f e2 1f', /4097 bytes where 4096/],
  ['Huffman padding with a zero', '40 01 61 81 00', /Huffman/],
  ['Huffman padding of eight ones', '40 01 61 82 1fff', /Huffman/],
  ['EOS in Huffman code', '40 01 61 84 ffff fffc', /Huffman/],
];

test.each(wrong)('%s is not valid', (_, bytes, problem) => {
  expect(reading().read(hex(bytes))).toMatch(problem);
});

test('two size updates may begin a block', () => {
  expect(reading().read(hex('20 3f e1 1f 88'))).toEqual([[':status', '200']]);
});

test('an entry of the dynamic table is known until it is evicted', () => {
  const decoder = reading(70);
  const entry = encodeField(0x40, 'aa', 'bb'); // 36 bytes as the RFC counts
  expect(decoder.read(entry)).toEqual([['aa', 'bb']]);
  expect(decoder.read(hex('be'))).toEqual([['aa', 'bb']]);
  expect(decoder.read(encodeField(0x40, 'cc', 'dd'))).toEqual([['cc', 'dd']]);
  expect(decoder.read(hex('be'))).toEqual([['cc', 'dd']]);
  expect(decoder.read(hex('bf'))).toMatch(/index 63 /);
});

test('an entry larger than the table empties it', () => {
  const decoder = reading(40);
  decoder.read(encodeField(0x40, 'a', 'b'));
  expect(decoder.read(encodeField(0x40, 'name', 'too long'))).toEqual([['name', 'too long']]);
  expect(decoder.read(hex('be'))).toMatch(/index 62 /);
});

test('a size update evicts, and later ones let the table grow again', () => {
  const decoder = reading(100);
  decoder.read(encodeField(0x40, 'a', 'b'));
  expect(decoder.read(hex('20'))).toEqual([]);
  expect(decoder.read(hex('be'))).toMatch(/index 62 /);
  expect(decoder.read(Buffer.concat([hex('3f 45'), encodeField(0x40, 'a', 'b')]))).toEqual([['a', 'b']]);
  expect(decoder.read(hex('be'))).toEqual([['a', 'b']]);
});

test('with a table of no size nothing is kept', () => {
  const decoder = reading(0);
  expect(decoder.read(encodeField(0x40, 'a', 'b'))).toEqual([['a', 'b']]);
  expect(decoder.read(hex('be'))).toMatch(/index 62 /);
});

test('fields past the limit of bytes are left out, and the table goes on', () => {
  const decoder = reading(4096, { headerBytes: 100, headers: 10 });
  const block = Buffer.concat([encodeField(0x40, 'a', 'x'.repeat(40)), encodeField(0x40, 'b', 'y'.repeat(40))]);
  expect(decoder.read(block)).toEqual([['a', 'x'.repeat(40)]]);
  expect(decoder.exceeded).toBe(true);
  expect(decoder.read(hex('be'))).toEqual([['b', 'y'.repeat(40)]]);
  expect(decoder.exceeded).toBe(false);
});

test('fields past the limit of their number are left out', () => {
  const decoder = reading(4096, { headerBytes: 100_000, headers: 3 });
  expect(decoder.read(hex('88 88 88 88'))).toHaveLength(3);
  expect(decoder.exceeded).toBe(true);
});

test('a bomb of references to one long entry costs neither memory nor time', () => {
  const decoder = reading(4096, { headerBytes: 65_536, headers: 256 });
  decoder.read(encodeField(0x40, 'a', 'x'.repeat(4000)));
  const before = process.memoryUsage().arrayBuffers;
  const startedAt = performance.now();
  const fields = decoder.read(Buffer.alloc(65_536, 0xbe));
  expect(fields).toHaveLength(16);
  expect(decoder.exceeded).toBe(true);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  expect(performance.now() - startedAt).toBeLessThan(500);
});

const name = fc.stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,80}$/);
const value = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
  maxLength: 90,
});
const some = fc.array(fc.tuple(fc.oneof(name, fc.constantFrom(':status', 'date', 'server')), value), { maxLength: 12 });

test('what is written in any form is read as it was', () => {
  const form = fc.record({ kind: fc.constantFrom(0x40, 0x00, 0x10), coded: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(name, value, form), { maxLength: 8 }), { maxLength: 8 }), (blocks) => {
      const decoder = reading(300);
      for (const fields of blocks) {
        const bytes = fields.map(([key, content, { kind, coded }]) => encodeField(kind, key, content, coded));
        expect(decoder.read(Buffer.concat(bytes))).toEqual(fields.map(([key, content]) => [key, content]));
      }
    }),
    { numRuns: 500 },
  );
});

test('what our encoder writes is read as it was, and block after block as one', () => {
  const ascii = value.map((text) => text.replace(/[^\x20-\x7e]/g, '~'));
  const fields = some.chain((all) => fc.tuple(...all.map(([key]) => fc.tuple(fc.constant(key), ascii))));
  fc.assert(
    fc.property(fields, fields, (first, second) => {
      const block = Buffer.concat([encodeFields(first), encodeFields(second)]);
      expect(reading(0).read(block)).toEqual([...first, ...second]);
    }),
    { numRuns: 500 },
  );
});

test('any bytes are read or refused, never thrown over', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 5 }), (blocks) => {
      const decoder = reading(200);
      for (const block of blocks) if (typeof decoder.read(block) === 'string') return;
    }),
    { numRuns: 5000 },
  );
});

function encodeField(kind: number, key: string, content: string, coded = false): Buffer {
  return Buffer.concat([Buffer.from([kind]), string(key, coded), string(content, coded)]);
}

function string(text: string, coded: boolean): Buffer {
  const bytes = coded ? huffmanEncode(Buffer.from(text, 'latin1')) : Buffer.from(text, 'latin1');
  const flag = coded ? 0x80 : 0;
  const { length } = bytes;
  if (length < 127) return Buffer.concat([Buffer.from([flag | length]), bytes]);
  const left = length - 127;
  const rest = left < 128 ? [left] : [(left & 127) | 128, left >> 7];
  return Buffer.concat([Buffer.from([flag | 127, ...rest]), bytes]);
}
