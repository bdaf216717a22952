import { sparkline } from './sparkline.ts';

test('is higher for larger values, from zero on', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 20, true)).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([0, 7, 3], 20, false)).toBe('_#:');
});

test('has a gap where nothing was measured', () => {
  expect(sparkline([5, null, 5], 20, true)).toBe('█ █');
});

test('shows the largest of the windows that share a character', () => {
  expect(sparkline([1, 7, 1, 1, 7, null], 3, true)).toBe('█▂█');
});

test.each([1, 7, 59, 60])('fits into its room, of %i values too', (n) => {
  expect(sparkline(Array(n).fill(3), 8, true).length).toBeLessThanOrEqual(8);
});

test('zeros lie at the bottom', () => {
  expect(sparkline([0, 0], 8, true)).toBe('▁▁');
});
