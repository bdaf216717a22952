import { linear } from './scale.ts';

const labels = (from: number, to: number) => linear([from, to], [0, 100], 4).ticks.map(({ label }) => label);

describe('the labels of an axis', () => {
  test('of a size that nobody writes out are short enough for it, and keep their sign', () => {
    expect(labels(-1.5e308, 1.7e308)).toEqual(['−1e300', '−5e299', '0', '5e299', '1e300']);
    expect(labels(0, 3e-12)).toEqual(['0', '1e−12', '2e−12', '3e−12']);
  });

  test('of usual sizes have thousands apart, or are joined into one letter', () => {
    expect(labels(0, 1500)).toEqual(['0', '500', '1,000', '1,500']);
    expect(labels(0, 40_000)).toEqual(['0', '10k', '20k', '30k', '40k']);
  });
});
