import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Document } from '../model/document.ts';
import { fromYaml } from './from-yaml.ts';
import { sizeOf, toYaml } from './to-yaml.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'yes',
    'No',
    'null',
    '~',
    '1',
    '1e3',
    '0x1f',
    '1:30',
    '2023-01-11',
    '',
    ' a',
    '- a',
    'a: b',
    '#x',
    '<<',
    '{}',
    '\u0085',
  ),
);
const key = text.filter((name) => name !== '__proto__');
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test('whatever stands in a document, it comes back as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }), value, (inputs, own) => {
      const document = { spec: [{ task: 'http', with: inputs }], result: { ...result, own: { own } } };
      expect(fromYaml(toYaml(document), 'it')).toEqual(document);
    }),
    { numRuns: 500 },
  );
});

const result = {
  startTime: '2023-01-11T14:43:45Z',
  numLoops: 1,
  numCompletedTasks: 1,
  failure: false,
  iter8Version: 'v1',
};

test('size is that of the bytes, not of the characters', () => {
  const document: Document = { spec: [{ run: 'download ä' }] };
  expect(sizeOf(document)).toBe(Buffer.byteLength(toYaml(document)));
  expect(sizeOf(document)).toBe(toYaml(document).length + 1);
});

const samples = 'test/fixtures/samples';
const names = readdirSync(samples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(names.map(({ name }) => name))('the document of sample %s, as 0.13 wrote it, is read and kept', (name) => {
  const document = fromYaml(readFileSync(`${samples}/${name}/experiment.yaml`, 'utf8'), name);
  expect(document.result?.numLoops).toBeGreaterThan(0);
  expect(fromYaml(toYaml(document), name)).toEqual(document);
});
