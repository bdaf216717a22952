import { asGiven, beside, bytes, percentage, quantity, seconds } from './quantity.ts';

describe('a number for people', () => {
  test.each([
    [0, '0'],
    [12_345_678, '12,345,678'],
    [0.264477, '0.264'],
    [2.34567, '2.35'],
    [180.294, '180.3'],
    [12_345_678.9, '12,345,678.9'],
    [0.000264, '0.000264'],
    [-60.5, '−60.50'],
    [1e21, '1.00e21'],
    [1e-9, '1.00e-9'],
    [Number.NaN, 'no number'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is %s', (value, shown) => {
    expect(quantity(value)).toBe(shown);
  });

  test.each([
    [50, 50, '50'],
    [50.0004, 50, '50.0004'],
    [60.5, 50, '60.50'],
    [0.1 + 0.2, 0.3, '0.30000000000000004'],
  ])('%d beside the limit %d is %s: never equal to a limit it is not', (value, limit, shown) => {
    expect(beside(value, limit)).toBe(shown);
  });

  test.each([
    [0.01, '0.01'],
    [2.5, '2.5'],
    [1e6, '1,000,000'],
    [0, '0'],
  ])('the limit %d is shown as it was given: %s', (value, shown) => {
    expect(asGiven(value)).toBe(shown);
  });

  test.each([
    [1, '100%'],
    [0.0542, '5.42%'],
    [0.279, '27.9%'],
    [-0.00001, 'less than −0.01%'],
    [0, '0%'],
    [0.9994, '99.9%'],
    [0.9995, '99.95%'],
    [0.999_99, 'more than 99.99%'],
    [-0.999_99, 'less than −99.99%'],
  ])('the share %d is %s', (share, shown) => {
    expect(percentage(share)).toBe(shown);
  });

  test.each([
    [0.012, '12 ms'],
    [12.5, '12.5 s'],
    [60, '1 min 0 s'],
    [5400, '1 h 30 min'],
  ])('%d seconds are %s', (count, shown) => {
    expect(seconds(count)).toBe(shown);
  });

  test('bytes have the unit that fits', () => {
    expect([999, 12_345, 2.5e9].map(bytes)).toEqual(['999 B', '12.3 kB', '2.5 GB']);
  });
});
