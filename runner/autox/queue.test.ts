import { movedClock, settled } from './clock.fixture.ts';
import { createQueue } from './queue.ts';

function begin({ parallel = 2, work }: { parallel?: number; work?: (key: string) => Promise<void> } = {}) {
  const clock = movedClock();
  const abort = new AbortController();
  const log: string[] = [];
  const open = new Map<string, () => void>();
  const queue = createQueue({
    work: async (key) => {
      log.push(`begin ${key}`);
      if (work !== undefined) return work(key);
      await new Promise<void>((resolve) => open.set(key, resolve));
      log.push(`end ${key}`);
    },
    failed: (key, _error, { inMs, failures }) => log.push(`failed ${key} ${failures}, again in ${inMs}`),
    parallel,
    backoff: { firstMs: 100, mostMs: 1000 },
    clock,
    random: () => 1,
    signal: abort.signal,
  });
  const finish = async (key: string) => {
    open.get(key)?.();
    await settled();
  };
  return { queue, clock, log, finish, abort };
}

const failing = async () => {
  throw new Error('no');
};

test('a key that is added twice is worked on once', async () => {
  const { queue, log, finish } = begin({ parallel: 1 });
  for (const key of ['a', 'b', 'b']) queue.add(key);
  await finish('a');
  await finish('b');
  expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b']);
});

test('a key is never worked on twice at once: it is taken up again afterwards', async () => {
  const { queue, log, finish } = begin();
  for (const key of ['a', 'a', 'a']) queue.add(key);
  expect(log).toEqual(['begin a']);
  await finish('a');
  await finish('a');
  expect(log).toEqual(['begin a', 'end a', 'begin a', 'end a']);
});

test('no more is worked on at once than may be', async () => {
  const { queue, log, finish } = begin({ parallel: 2 });
  for (const key of ['a', 'b', 'c']) queue.add(key);
  expect(queue.size()).toEqual({ waiting: 1, working: 2, failing: 0 });
  await finish('b');
  expect(log).toEqual(['begin a', 'begin b', 'end b', 'begin c']);
});

test('what fails is tried again after a time that grows to a limit', async () => {
  const { queue, clock, log } = begin({ work: failing });
  queue.add('a');
  await settled();
  for (const ms of [100, 200, 400, 800, 1000]) {
    await clock.pass(ms - 1);
    await clock.pass(1);
  }
  expect(log.filter((line) => line.startsWith('failed'))).toEqual(
    [100, 200, 400, 800, 1000, 1000].map((ms, i) => `failed a ${i + 1}, again in ${ms}`),
  );
});

test('what failed is not tried earlier because somebody asks for it', async () => {
  const { queue, clock, log } = begin({ work: failing });
  queue.add('a');
  await settled();
  queue.add('a');
  await clock.pass(99);
  expect(log).toHaveLength(2);
  await clock.pass(1);
  expect(log).toHaveLength(4);
});

test('what fails holds up nothing else', async () => {
  const done: string[] = [];
  const { queue } = begin({ work: async (key) => (key === 'bad' ? failing() : void done.push(key)) });
  for (const key of ['bad', 'a', 'b']) queue.add(key);
  await settled();
  expect(done).toEqual(['a', 'b']);
  expect(queue.size()).toEqual({ waiting: 0, working: 0, failing: 1 });
});

test('after a success, a failure is the first again', async () => {
  let fails = true;
  const { queue, clock, log } = begin({ work: async () => (fails ? failing() : undefined) });
  queue.add('a');
  await settled();
  fails = false;
  await clock.pass(100);
  fails = true;
  queue.add('a');
  await settled();
  expect(log.at(-1)).toBe('failed a 1, again in 100');
});

test('after the signal nothing begins', async () => {
  const { queue, log, finish, abort } = begin({ parallel: 1 });
  queue.add('a');
  queue.add('b');
  abort.abort();
  await finish('a');
  queue.add('c');
  expect(log).toEqual(['begin a', 'end a']);
});
