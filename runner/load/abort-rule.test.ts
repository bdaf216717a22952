import { emptyLoad } from '../model/measurement.ts';
import { createAbortRule } from './abort-rule.ts';

const seen = (answered: number, errors: number) => ({ ...emptyLoad(), answered, errors });

test('errors above the limit for the whole window abort', () => {
  const rule = createAbortRule({ errorRate: 0.5, forMs: 1000 });
  expect(rule(seen(10, 10), 0)).toBe(false);
  expect(rule(seen(20, 18), 500)).toBe(false);
  expect(rule(seen(30, 28), 1000)).toBe(true);
});

test('errors that were long ago do not abort', () => {
  const rule = createAbortRule({ errorRate: 0.5, forMs: 1000 });
  rule(seen(100, 100), 0);
  expect(rule(seen(150, 110), 1000)).toBe(false);
});

test('a window in which nothing ended does not abort', () => {
  const rule = createAbortRule({ errorRate: 0.5, forMs: 1000 });
  rule(seen(100, 100), 0);
  expect(rule(seen(100, 100), 1500)).toBe(false);
});

test('requests without an answer count', () => {
  const rule = createAbortRule({ errorRate: 0.5, forMs: 1000 });
  rule(emptyLoad(), 0);
  expect(rule({ ...emptyLoad(), errors: 5, failures: { refused: 5 } }, 1000)).toBe(true);
});
