import { criticalT, twoSided } from './student.ts';
import { momentsOf, welch } from './welch.ts';

describe("Student's t", () => {
  // From tables of the distribution.
  test.each([
    [12.706, 1, 0.05],
    [2.228, 10, 0.05],
    [2.75, 30, 0.01],
    [1.96, 1e6, 0.05],
    [0, 5, 1],
  ])('|t| of %d or more, at %d degrees of freedom, comes by chance with %d', (t, freedom, chance) => {
    expect(twoSided(t, freedom)).toBeCloseTo(chance, 3);
  });

  test('a critical value undoes it', () => {
    expect(criticalT(0.05, 10)).toBeCloseTo(2.2281, 4);
    expect(criticalT(0.01, 2.5)).toBeGreaterThan(criticalT(0.01, 25));
  });
});

describe("Welch's test", () => {
  test('agrees with the same test by integration of the density', () => {
    const first = momentsOf([27.5, 21.0, 19.0, 23.6, 17.0, 17.9]);
    const second = momentsOf([27.1, 22.0, 20.8, 23.4, 23.4, 23.5]);
    const difference = first && second && welch(first, second);
    expect(difference?.by).toBeCloseTo(2.366667, 6);
    expect(difference?.chance).toBeCloseTo(0.234862, 6);
    expect(difference?.low).toBeCloseTo(-3.877095, 6);
    expect(difference?.high).toBeCloseTo(8.610429, 6);
  });

  test('one value allows no statement, nor do values that never vary', () => {
    const moments = { count: 1, mean: 1, variance: 0 };
    expect(welch(moments, { count: 9, mean: 2, variance: 1 })).toBeUndefined();
    expect(welch({ ...moments, count: 5 }, { ...moments, count: 5, mean: 2 })).toBeUndefined();
    expect(momentsOf([1])).toBeUndefined();
  });

  test('of two samples of one distribution, about one in a hundred is called different', () => {
    let [state, alarms] = [7, 0];
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return -Math.log((state + 1) / 2 ** 32); // skewed, as latencies are
    };
    for (let i = 0; i < 1000; i++) {
      const [first, second] = [
        momentsOf(Array.from({ length: 40 }, next)),
        momentsOf(Array.from({ length: 90 }, next)),
      ];
      const difference = first && second && welch(first, second);
      if (difference !== undefined && (difference.low > 0 || difference.high < 0)) alarms++;
    }
    expect(alarms).toBeLessThan(30);
  });
});
