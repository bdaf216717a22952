import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from './parallel.ts';

test('results come in the order of the items, and no more than so many run at a time', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3, 0], 2, async (ms) => {
    most = Math.max(most, ++running);
    await sleep(ms);
    running--;
    return ms * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(2);
});

test('one that fails is an end of all', async () => {
  const failing = inParallel([1, 2, 3], 2, async (n) => {
    if (n === 2) throw new Error('two');
  });
  await expect(failing).rejects.toThrow('two');
});
