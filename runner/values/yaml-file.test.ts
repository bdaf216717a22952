import fc from 'fast-check';
import { Iter8Error } from '../model/errors.ts';
import { parseYamlFile } from './yaml-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseYamlFile(bytes(text), '-f a.yaml');

function failureOf(given: string | Uint8Array): string {
  try {
    parseYamlFile(typeof given === 'string' ? bytes(given) : given, '-f a.yaml');
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'VALUES') return error.message;
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

test.each<[rule: string, text: string, values: unknown]>([
  ['yes, on and y are true', 'a: yes\nb: on\nc: y', { a: true, b: true, c: true }],
  ['no, off and n are false', 'a: no\nb: off\nc: n', { a: false, b: false, c: false }],
  ['a leading nought is octal, where it can be', 'a: 010\nb: 08\nc: 0o17', { a: 8, b: 8, c: 15 }],
  ['underscores and other bases are numbers', 'a: 1_000\nb: 0x1F\nc: 0b101', { a: 1000, b: 31, c: 5 }],
  ['fractions are numbers', 'a: 0.5\nb: .5\nc: 1e3', { a: 0.5, b: 0.5, c: 1000 }],
  ['dates and times of day are texts', 'a: 2001-01-01\nb: 12:30:45', { a: '2001-01-01', b: '12:30:45' }],
  ['what is quoted is text', 'a: "yes"\nb: \'010\'', { a: 'yes', b: '010' }],
  ['null has many names', 'a: ~\nb: Null\nc:', { a: null, b: null, c: null }],
  ['keys are texts', '1.5: a\n010: b\nyes: c', { '1.5': 'a', '8': 'b', true: 'c' }],
  ['the last value of a key counts', 'a: 1\na: 2', { a: 2 }],
  ['the first document counts', 'a: 1\n---\na: 2', { a: 1 }],
  ['an empty file has no values', '', {}],
  ['a file of comments has no values', '# nothing', {}],
  ['a tag says what a value is', 'a: !!str 5\nb: !!float 5', { a: '5', b: 5 }],
  ['an alias repeats its anchor', 'a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
  [
    '<< adds a map, and what stands behind it wins',
    'a: &x {b: 1, c: 2}\nd:\n  b: 0\n  <<: *x\n  c: 3',
    { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } },
  ],
])('%s', (_, text, values) => {
  expect(parse(text)).toEqual(values);
});

test('files of Windows tools are read: a byte order mark, UTF-16', () => {
  expect(parse('\ufeffa: 1')).toEqual({ a: 1 });
  expect(parseYamlFile(new Uint8Array(Buffer.from('\ufeffa: 1\r\n', 'utf16le')), 'x')).toEqual({ a: 1 });
});

test.each<[what: string, text: string]>([
  ['a map of values is needed', '[1, 2]'],
  ['a map of values is needed', 'text'],
  ['line 2, column', 'a: 1\n b: [\n'],
  ['.nan and .inf', 'a: .inf'],
  ['cannot be a key', '~: 1'],
  ['what its tag', 'a: !!int x'],
  ['<< needs a map', 'a:\n  <<: 5'],
  ['alias of itself', 'a: &x\n  b: [*x]'],
  ['alias of itself', 'a: &x\n  <<: *x'],
  ['unidentified alias', 'a: *x'],
  ['maxDepth', `a: ${'['.repeat(100_000)}`],
])('an error names the file and says what is wrong: %s', (what, text) => {
  expect(failureOf(text)).toContain('-f a.yaml: ');
  expect(failureOf(text)).toContain(what);
});

test('an error shows no values of the file', () => {
  expect(failureOf('password: c4n4ry\n bad: [')).not.toContain('c4n4ry');
});

test('bytes that are no text are refused', () => {
  expect(failureOf(new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xc0]))).toContain('not text in UTF-8');
});

test('a file of 100 MB is refused at once', () => {
  const large = new Uint8Array(100 * 1024 * 1024).fill(0x61);
  const begin = performance.now();
  expect(failureOf(large)).toBe('-f a.yaml: the file has 100.0 MiB; value files of up to 5 MiB are read');
  expect(performance.now() - begin).toBeLessThan(200);
});

test('a file that grows by aliases is refused soon', () => {
  const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`);
  const begin = performance.now();
  expect(failureOf(`a0: &a0 [x]\n${lines.join('\n')}`)).toContain('aliases repeat too much');
  expect(performance.now() - begin).toBeLessThan(3000);
});

test('names that JavaScript knows are names like any other', () => {
  const values = parse('__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 2}}\n"__proto__": 3');
  expect(Object.keys(values)).toContain('__proto__');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const line = fc
  .array(fc.constantFrom(...'ab:- \n&*x[]{},"\'?!|>#%@0.~<'), { maxLength: 40 })
  .map((all) => all.join(''));

test('whatever the text, there are values or an error of ours', () => {
  fc.assert(
    fc.property(fc.oneof(line, fc.string({ unit: 'binary' })), (text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Iter8Error);
      }
    }),
    { numRuns: 3000 },
  );
});

test('JSON is read as what it is', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
      const json = JSON.parse(JSON.stringify(value, (_, inner) => (Object.is(inner, -0) ? 0 : inner)));
      expect(parse(JSON.stringify(json))).toEqual(json);
    }),
  );
});
