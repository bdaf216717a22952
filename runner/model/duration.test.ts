import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['300ms', 300],
  ['1.5h', 5_400_000],
  ['2h45m', 9_900_000],
  ['1m30.5s', 90_500],
  ['0', 0],
  ['10us', 0.01],
  ['5', undefined],
  ['-1s', undefined],
  ['1d', undefined],
  ['', undefined],
  ['s', undefined],
])('the duration %p is %p msec', (text, ms) => {
  const parsed = parseDuration(text);
  if (ms === undefined) expect(parsed).toBeUndefined();
  else expect(parsed).toBeCloseTo(ms, 9);
});

test.each([
  [12.3456, '12.3ms'],
  [1500, '1.5s'],
  [61_000, '1m1s'],
  [3_600_000, '1h'],
])('%p msec read as %p', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
