import fc from 'fast-check';
import { parseExactJson } from './exact-json.ts';

test.each([
  ['9007199254740993', 9007199254740993n],
  ['-9223372036854775808', -9223372036854775808n],
  ['{"a": [18446744073709551615, 5]}', { a: [18446744073709551615n, 5] }],
  ['9007199254740991', 9007199254740991],
  ['1234567890123456.5', 1234567890123456.5],
  ['1e30', 1e30],
  ['"12345678901234567890"', '12345678901234567890'],
])('%s keeps its value', (text, value) => {
  expect(parseExactJson(text)).toEqual(value);
});

test('all JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t'), (json, space) => {
      // The digits make it read by hand.
      const text = `${space}[${json}${space},"1234567890123456"]${space}`;
      expect(toNumbers(parseExactJson(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('what JSON.parse refuses is refused in its words', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '}', ']', ',', ':', '"', 'x', '01', '-'),
      (json, at, change) => {
        const whole = `[${json},1234567890123456]`;
        const place = at % whole.length;
        const text = whole.slice(0, place) + change + whole.slice(place + 1);
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch (error) {
          if (/\d{16}/.test(text)) expect(() => parseExactJson(text)).toThrow((error as Error).message);
          return;
        }
        expect(toNumbers(parseExactJson(text))).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('a key that names the prototype is a key', () => {
  const value = parseExactJson('{"__proto__": 1234567890123456789}') as object;
  expect([Object.keys(value), Object.getPrototypeOf(value)]).toEqual([['__proto__'], Object.prototype]);
});

test('lists in lists without end are refused', () => {
  expect(() => parseExactJson(`${'['.repeat(5000)}1234567890123456${']'.repeat(5000)}`)).toThrow('nested too deeply');
});

function toNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toNumbers(item)]));
}
