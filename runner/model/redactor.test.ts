import fc from 'fast-check';
import { createRedactor } from './redactor.ts';

function redactorOf(...values: string[]) {
  const redactor = createRedactor();
  for (const value of values) redactor.register(value);
  return redactor;
}

test('a value is hidden as it is, URL-encoded, JSON-escaped and in base64', () => {
  const value = 'pa ss/"word"?ä';
  const { text } = redactorOf(value);
  expect(text(`x ${value} y`)).toBe('x [redacted] y');
  expect(text(`?a=${encodeURIComponent(value)}&b`)).toBe('?a=[redacted]&b');
  expect(text(`?a=${new URLSearchParams([['', value]]).toString().slice(1)}&b`)).toBe('?a=[redacted]&b');
  expect(text(JSON.stringify({ value }))).toBe('{"value":"[redacted]"}');
  expect(text(Buffer.from(value).toString('base64'))).toBe('[redacted]');
});

test('what surrounds a value in base64 does not show it', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 10, maxLength: 30 }),
      fc.string({ maxLength: 12 }),
      fc.string({ maxLength: 12 }),
      (secret, before, after) => {
        fc.pre(secret.trim() === secret);
        for (const encoding of ['base64', 'base64url'] as const) {
          const shown = redactorOf(secret).text(Buffer.from(before + secret + after).toString(encoding));
          expect(shown).toContain('[redacted]');
          expect(
            shown
              .split('[redacted]')
              .map((part) => Buffer.from(part, encoding).toString())
              .join(' '),
          ).not.toContain(secret);
        }
      },
    ),
  );
});

test('the token of a header and the path of a webhook are hidden alone, too', () => {
  const { text } = redactorOf('Bearer abcdefghijkl', 'https://hooks.example.com/services/T0/B0/xyz?k=1');
  expect(text('got abcdefghijkl')).toBe('got [redacted]');
  expect(text('POST /services/T0/B0/xyz?k=1 failed at hooks.example.com')).toBe(
    'POST [redacted] failed at hooks.example.com',
  );
});

test('values of less than four characters are let through: they would tear words apart', () => {
  expect(redactorOf('abc', '').text('abcdef')).toBe('abcdef');
});

test('the longest value wins where one is part of another', () => {
  expect(redactorOf('secret', 'secret-longer').text('a secret-longer b')).toBe('a [redacted] b');
});

test('a value of any length is hidden, beside short ones', () => {
  const value = 'x+y '.repeat(50_000).trim();
  const { text, deep } = redactorOf(value, 'short-one');
  expect(text(`a ${value} b short-one`)).toBe('a [redacted] b [redacted]');
  expect(text(encodeURIComponent(value))).toBe('[redacted]');
  expect(text(Buffer.from(value).toString('base64'))).toBe('[redacted]');
  expect(text('in a short line')).toBe('in a short line');
  expect(redactorOf(value).deep({ value })).toEqual({ value: '[redacted]' });
  expect(deep(['short-one'])).toEqual(['[redacted]']);
});

test('a value that was cut off with its text is hidden up to there', () => {
  const { text } = redactorOf('Bearer canary-of-a-long-token', 'else');
  expect(text('"no such token: canary-of-a…", it says')).toBe('"no such token: [redacted]…", it says');
  expect(text('else: Bearer canary…')).toBe('[redacted]: [redacted]…');
  expect(text('canary-of-a')).toBe('canary-of-a');
  expect(text('an end…')).toBe('an end…');
});

test('deep reaches every string and leaves the rest', () => {
  const bytes = new Uint8Array(2);
  const value = { a: ['xx canary xx', 1, null, true], canary: { b: 'canary' }, bytes };
  expect(redactorOf('canary').deep(value)).toEqual({
    a: ['xx [redacted] xx', 1, null, true],
    canary: { b: '[redacted]' },
    bytes,
  });
  const untouched = {};
  expect(createRedactor().deep(untouched)).toBe(untouched);
});

test('any value is hidden in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 4 }), fc.string(), (secret, text) => {
      fc.pre(secret.trim().length >= 4 && !'[redacted]'.includes(secret.trim()));
      expect(redactorOf(secret).text(`${text}${secret}${text}`)).toContain('[redacted]');
    }),
  );
});
