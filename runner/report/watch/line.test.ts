import fc from 'fast-check';
import { drawn, type Line, toned, widthOf } from './line.ts';

const terminal = { columns: 20, rows: 10, colour: false, unicode: true };

test('what fits stays as it is', () => {
  expect(drawn(['latency ', toned('bad', '12 ms')], terminal)).toBe('latency 12 ms');
});

test('what does not fit ends with an ellipsis, and leaves a column free', () => {
  expect(drawn(['a line that is', ' too long for it'], terminal)).toBe('a line that is too…');
  expect(drawn(['a line that is', ' too long for it'], { ...terminal, unicode: false })).toBe('a line that is t...');
});

test('colours are there where they are shown, and take no room', () => {
  const line: Line = [toned('good', 'all is well, and long'), ' enough'];
  expect(drawn(line, { ...terminal, colour: true })).toBe('\x1b[32mall is well, and l\x1b[0m…');
  expect(drawn(line, terminal)).toBe('all is well, and l…');
});

test.each([
  ['latin', 5],
  ['漢字', 4],
  ['한글 x', 6],
  ['e\u0301', 1],
  ['🚀', 2],
])('%s is so many columns wide: %i', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test('a terminal of ASCII gets nothing else', () => {
  expect(drawn(['✔ a · b ▶ 漢'], { ...terminal, unicode: false })).toBe('+ a - b > ?');
});

test('whatever the text is, a line is never wider, and no control character is in it', () => {
  const texts = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\x1b[2J', '\u202e', '\r\n', '漢字')),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 60 }), fc.boolean(), (parts, columns, unicode) => {
      const text = drawn(parts, { ...terminal, columns, unicode });
      expect(widthOf(text)).toBeLessThan(columns);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});
