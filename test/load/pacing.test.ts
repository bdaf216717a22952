// Requests start when they are due, at the rates that were asked for.
import type { LoadMeasurement } from '../../runner/model/measurement.ts';
import { eventually } from '../steady.ts';
import { closeEngines, load, measure, paced, startTarget, stopTargets, valueAt } from './harness.ts';

afterEach(stopTargets);
afterAll(closeEngines);

// All that was due was sent, at its rate, but for what the load says of the generator's own stalls: for so long nothing
// was due. The first and the last request may each be as late as is not yet a stall.
function expectRate(m: LoadMeasurement, qps: number, forMs: number): void {
  const { count, totalMs } = m.stalls;
  expect(totalMs).toBeLessThan(forMs / 4);
  expect(m.dropped).toBe(0);
  expect(Math.abs(m.sent - (qps * (forMs - totalMs)) / 1000)).toBeLessThanOrEqual(2 * count);
  const tookMs = (m.lastSend ?? 0) - (m.firstSend ?? 0) - totalMs;
  const mostLateMs = Math.min(m.lag.max, Math.max(10, 1000 / qps));
  expect(Math.abs(tookMs - ((m.sent - 1) * 1000) / qps)).toBeLessThan(0.005 * forMs + mostLateMs);
}

test.each([
  [50, 2000],
  [500, 1000],
  [5000, 1000],
])('%p requests a second are achieved', async (qps, forMs) => {
  const target = await startTarget();
  await eventually(4, async () => {
    const m = await measure(load(target.url, paced(qps, { forMs }), { connections: 32 }));
    expectRate(m, qps, forMs);
  });
});

test('requests do not start in bursts, and start on time', async () => {
  await eventually(4, async () => {
    const target = await startTarget();
    const m = await measure(load(target.url, paced(50, { forMs: 2000 })));
    const { arrivals, stalls } = await target.seen();
    const afterStall = (time: number) => stalls.some((end) => time >= end && time - end < 20);
    const bursts = arrivals.filter((time, i) => i >= 2 && time - (arrivals[i - 2] ?? 0) < 19 && !afterStall(time));
    expect(bursts).toEqual([]);
    expect(valueAt(m.lag, 0.5)).toBeLessThan(2);
  });
});

test('several workers share a rate evenly', async () => {
  const target = await startTarget();
  await eventually(4, async () => {
    const m = await measure(load(target.url, paced(300, { forMs: 1000 }), { connections: 6 }), 3);
    expectRate(m, 300, 1000);
  });
});

test('each stage holds its own rate', async () => {
  await eventually(4, async () => {
    const target = await startTarget();
    const stages = [
      { qps: 50, durationMs: 1000 },
      { qps: 400, durationMs: 500 },
      { qps: 20, durationMs: 1000 },
    ];
    const m = await measure(load(target.url, { arrival: 'constant', stages, requests: null }));
    const { arrivals } = await target.seen();
    const start = arrivals[0] ?? 0;
    const within = (from: number, to: number) => arrivals.filter((at) => at - start >= from && at - start < to).length;
    // A stall of the generator moves what follows, at 400 a second at most.
    const { count, totalMs } = m.stalls;
    expect(totalMs).toBeLessThan(100);
    expect(m.sent).toBeLessThanOrEqual(270);
    expect(m.sent).toBeGreaterThanOrEqual(270 - 0.02 * totalMs - count);
    expect(Math.abs(within(0, 995) - 50)).toBeLessThanOrEqual(1 + 0.05 * totalMs);
    expect(Math.abs(within(995, 1495) - 200)).toBeLessThanOrEqual(4 + 0.4 * totalMs);
    expect(Math.abs(within(1495, 2495) - 20)).toBeLessThanOrEqual(3 + 0.4 * totalMs);
  });
});

test('random arrivals keep the mean rate and have the spread of independent users', async () => {
  await eventually(4, async () => {
    const target = await startTarget();
    const schedule = { arrival: 'poisson' as const, stages: [{ qps: 500, durationMs: 2000 }], requests: null };
    const m = await measure(load(target.url, schedule, { connections: 32, seed: 3 }));
    const { arrivals } = await target.seen();
    const gaps = arrivals.slice(1).map((time, i) => time - (arrivals[i] ?? 0));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(Math.abs(m.sent - 1000)).toBeLessThan(100);
    expect(spread / mean).toBeGreaterThan(0.7);
    expect(spread / mean).toBeLessThan(1.5);
  });
});
