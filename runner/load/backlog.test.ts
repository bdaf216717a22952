import type { Schedule } from '../model/task.ts';
import { createBacklog } from './backlog.ts';

const all = { index: 0, of: 1 };
const at = (qps: number, requests: number | null = null): Schedule => ({
  arrival: 'constant',
  stages: [{ qps, durationMs: Number.POSITIVE_INFINITY }],
  requests,
});

test('requests wait in the order in which they became due', () => {
  const backlog = createBacklog(at(1000), 1, all, 1e9);
  expect(backlog.collect(3)).toBe(0);
  expect(backlog.waiting).toBe(4);
  expect([backlog.take(), backlog.take()]).toEqual([0, 1]);
  expect(backlog.waiting).toBe(2);
});

test('a target that leaves no connection free is no stall: what is due piles up as it is due', () => {
  const backlog = createBacklog(at(100), 1, all, 1e9);
  for (let now = 0; now < 10_000; now += 10) expect(backlog.collect(now)).toBe(0);
  expect(backlog.waiting).toBe(1000);
  expect(backlog.postponedMs).toBe(0);
});

test('after a stall of the generator the schedule moves on by it, without a burst', () => {
  const backlog = createBacklog(at(50), 1, all, 1e9);
  backlog.collect(0);
  expect(backlog.collect(520)).toBe(500);
  expect(backlog.waiting).toBe(2);
  expect(backlog.nextDue).toBe(540);
  expect([backlog.take(), backlog.take()]).toEqual([0, 20]);
  backlog.collect(540);
  backlog.collect(560);
  expect([backlog.take(), backlog.take()]).toEqual([540, 560]);
});

test('what waits from before a stall keeps the times at which it was due', () => {
  const backlog = createBacklog(at(50), 1, all, 1e9);
  backlog.collect(0);
  backlog.collect(20);
  backlog.collect(40);
  backlog.collect(160); // 100 late
  backlog.collect(180);
  expect(Array.from({ length: 5 }, () => backlog.take())).toEqual([0, 20, 40, 60, 180]);
});

test('nothing is due at the end or after it, also where a stall moved it there', () => {
  const backlog = createBacklog(at(10), 1, all, 1000);
  backlog.collect(0);
  backlog.collect(700);
  expect(backlog.nextDue).toBe(800);
  backlog.collect(800);
  backlog.collect(900);
  expect(backlog.nextDue).toBe(Number.POSITIVE_INFINITY);
  expect(backlog.waiting).toBe(4);
});
