import { emptyHistogram, record } from './histogram.ts';
import { achievedRate, addCounts, emptyLoad, mergeLoads } from './measurement.ts';

test('loads add up: counts, histograms, kinds, and the first and last time', () => {
  const a = {
    ...emptyLoad(),
    sent: 3,
    answered: 2,
    errors: 1,
    statuses: { 200: 2 },
    failures: { reset: 1 },
    firstSend: 100,
    lastSend: 300,
  };
  const b = { ...emptyLoad(), sent: 2, answered: 2, statuses: { 200: 1, 404: 1 }, firstSend: 50, lastSend: 200 };
  record(a.latency, 1);
  record(b.latency, 3);
  const total = mergeLoads([a, b]);
  expect(total).toMatchObject({
    sent: 5,
    answered: 4,
    errors: 1,
    statuses: { 200: 3, 404: 1 },
    failures: { reset: 1 },
    firstSend: 50,
    lastSend: 300,
  });
  expect(total.latency.count).toBe(2);
  expect(total.latency.mean).toBe(2);
});

test('merging with nothing changes nothing', () => {
  const one = { ...emptyLoad(), sent: 3, firstSend: 1, lastSend: 5, peers: { a: 3 } };
  expect(mergeLoads([one, emptyLoad()])).toEqual(one);
});

test('the achieved rate counts the gaps between sends', () => {
  expect(achievedRate({ ...emptyLoad(), sent: 11, firstSend: 1000, lastSend: 2000 })).toBe(10);
  expect(achievedRate({ ...emptyLoad(), sent: 1, firstSend: 1000, lastSend: 1000 })).toBeUndefined();
  expect(achievedRate(emptyLoad())).toBeUndefined();
});

test('names beyond the bound are counted under other', () => {
  const into = { a: 1, b: 1 };
  addCounts(into, { b: 1, c: 2, d: 3 }, 2);
  expect(into).toEqual({ a: 1, b: 2, other: 5 });
});

test('messages of streaming calls add up; a load without them has none', () => {
  const streaming = (messagesIn: number, ms: number) => {
    const load = { ...emptyLoad(), streams: { firstMessage: emptyHistogram(), messagesIn, messagesOut: 1 } };
    record(load.streams.firstMessage, ms);
    return load;
  };
  const { streams } = mergeLoads([streaming(3, 10), emptyLoad(), streaming(4, 30)]);
  expect(streams).toMatchObject({ messagesIn: 7, messagesOut: 2, firstMessage: { count: 2, mean: 20 } });
  expect(mergeLoads([emptyLoad()])).not.toHaveProperty('streams');
});
