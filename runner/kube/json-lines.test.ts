import { Readable } from 'node:stream';
import fc from 'fast-check';
import { jsonLines } from './json-lines.ts';

async function all(body: Readable): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of jsonLines(body, 1000)) lines.push(line);
  return lines;
}

test('lines come out whole, wherever the bytes were cut', async () => {
  const object = fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), {
    noNullPrototype: true,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(object),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      async (objects, sizes) => {
        const bytes = Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(''));
        const chunks: Buffer[] = [];
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = sizes[n % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await all(Readable.from(chunks, { objectMode: true }))).toEqual(objects);
      },
    ),
  );
});

test('the last line without an end is none', async () => {
  expect(await all(Readable.from([Buffer.from('{"a":1}\n{"b":')]))).toEqual([{ a: 1 }]);
});

test.each(['<html>\n', '[1]\n', '1\n'])('%j is a failure', async (text) => {
  await expect(all(Readable.from([Buffer.from(text)]))).rejects.toThrow('no JSON');
});

test('a line that does not end is given up', async () => {
  const block = Buffer.alloc(8 * 1024 * 1024, 'x');
  await expect(all(Readable.from(Array(9).fill(block)))).rejects.toMatchObject({ code: 'CLUSTER' });
});
