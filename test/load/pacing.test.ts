// Requests start when they are due, at the rates that were asked for.
import { achievedRate } from '../../runner/model/measurement.ts';
import { closeEngines, eventually, load, measure, paced, startTarget, stopTargets, valueAt } from './harness.ts';

afterEach(stopTargets);
afterAll(closeEngines);

test.each([
  [50, 2000],
  [500, 1000],
  [5000, 1000],
])('%p requests a second are achieved', async (qps, forMs) => {
  const target = await startTarget();
  await eventually(4, async () => {
    const m = await measure(load(target.url, paced(qps, { forMs }), { connections: 32 }));
    expect(Math.abs((achievedRate(m) ?? 0) / qps - 1)).toBeLessThan(0.005);
    expect([m.sent, m.dropped, m.stalls.count]).toEqual([(qps * forMs) / 1000, 0, 0]);
  });
});

test('requests do not start in bursts, and start on time', async () => {
  await eventually(4, async () => {
    const target = await startTarget();
    const m = await measure(load(target.url, paced(50, { forMs: 2000 })));
    const { arrivals } = await target.seen();
    const bursts = arrivals.filter((time, i) => i >= 2 && time - (arrivals[i - 2] ?? 0) < 20);
    expect([m.stalls.count, bursts]).toEqual([0, []]);
    expect(valueAt(m.lag, 0.5)).toBeLessThan(2);
  });
});

test('several workers share a rate evenly', async () => {
  const target = await startTarget();
  await eventually(4, async () => {
    const m = await measure(load(target.url, paced(300, { forMs: 1000 }), { connections: 6 }), 3);
    expect([m.sent, m.dropped, m.stalls.count]).toEqual([300, 0, 0]);
    expect(Math.abs((achievedRate(m) ?? 0) / 300 - 1)).toBeLessThan(0.01);
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
    expect(m.sent).toBe(270);
    expect(Math.abs(within(0, 995) - 50)).toBeLessThanOrEqual(1);
    expect(Math.abs(within(995, 1495) - 200)).toBeLessThanOrEqual(4);
    expect(Math.abs(within(1495, 2495) - 20)).toBeLessThanOrEqual(3);
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
