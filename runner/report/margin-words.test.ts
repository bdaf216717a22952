import { marginWords } from './margin-words.ts';

test.each([
  ['upper', 50, 40, '20% below the limit'],
  ['upper', 50, 60.5, '21% over the limit'],
  ['upper', 50, 50, 'on the limit'],
  ['upper', 25, 3042, '122× the limit'],
  ['upper', 0.01, 0.02, '2× the limit'],
  ['upper', 0.01, 0.0499, '5× the limit'],
  ['upper', 0, 12, '12 over the limit'],
  ['lower', 1000, 3000, '200% above the limit'],
  ['lower', 1000, 900, '10% short of the limit'],
] as const)('of an %s limit of %d, %d is %s', (kind, limit, value, words) => {
  const margin = kind === 'upper' ? limit - value : value - limit;
  const slo = { metric: 'a/b', kind, limit, title: '', cells: [] };
  expect(marginWords(slo, { verdict: 'satisfied', value, margin })).toBe(words);
});

test('a lower bound leaves less room than it seems, or goes farther beyond', () => {
  const slo = { metric: 'a/b', kind: 'upper' as const, limit: 100, title: '', cells: [] };
  expect(marginWords(slo, { verdict: 'inconclusive', value: 90, margin: 10, atLeast: true })).toBe(
    'at most 10% below the limit',
  );
  expect(marginWords(slo, { verdict: 'violated', value: 120, margin: -20, atLeast: true })).toBe(
    'at least 20% over the limit',
  );
  expect(marginWords(slo, { verdict: 'inconclusive' })).toBe('');
});
