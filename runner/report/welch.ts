// Whether two versions differ in their mean: Welch's test, which asks for neither equal variances nor equal numbers.
import { criticalT, twoSided } from './student.ts';

export interface Moments {
  count: number;
  mean: number;
  variance: number; // of the sample
}

export interface Difference {
  by: number; // second less first
  low: number; // of the interval
  high: number;
  chance: number; // that means drawn from one distribution lie so far apart
}

export const confidence = 0.99;

// Undefined where the data allow no statement.
export function welch(first: Moments, second: Moments): Difference | undefined {
  if (first.count < 2 || second.count < 2) return undefined;
  const [a, b] = [first.variance / first.count, second.variance / second.count];
  const error = Math.sqrt(a + b);
  const by = second.mean - first.mean;
  if (!(error > 0) || !Number.isFinite(error) || !Number.isFinite(by)) return undefined;
  const freedom = (a + b) ** 2 / (a ** 2 / (first.count - 1) + b ** 2 / (second.count - 1));
  if (!Number.isFinite(freedom)) return undefined;
  const half = criticalT(1 - confidence, freedom) * error;
  return { by, low: by - half, high: by + half, chance: twoSided(by / error, freedom) };
}

export function momentsOf(values: readonly number[]): Moments | undefined {
  const count = values.length;
  if (count < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, variance: squares / (count - 1) };
}
