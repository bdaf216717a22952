// Latency is counted from when a request was due, and what the target did not answer is not left out.
import { achievedRate } from '../../runner/model/measurement.ts';
import { eventually } from '../steady.ts';
import {
  closeEngines,
  load,
  measure,
  paced,
  percentile,
  requests,
  startTarget,
  stopTargets,
  valueAt,
} from './harness.ts';

afterEach(stopTargets);
afterAll(closeEngines);

test('a stall of the target is in the latency of all requests that were due during it', async () => {
  await eventually(3, async () => {
    const target = await startTarget({ stall: { afterMs: 1000, forMs: 1200 } });
    const m = await measure(load(target.url, paced(100, { forMs: 4000 })));
    // While the generator itself stood still nothing was due.
    expect(m.sent).toBeGreaterThan(300 - 0.1 * m.stalls.totalMs);
    expect(percentile(m, 0.99)).toBeGreaterThan(1050);
    expect(percentile(m, 0.8)).toBeGreaterThan(250);
    expect(valueAt(m.service, 0.9)).toBeLessThan(percentile(m, 0.9) / 2);
  });
});

test('a rate the target cannot take shows in the rate achieved, in what was dropped and in the latency', async () => {
  await eventually(3, async () => {
    const target = await startTarget({ perSecond: 100 });
    const m = await measure(load(target.url, paced(1000, { forMs: 2000 })));
    const rate = achievedRate(m) ?? 0;
    expect(rate).toBeGreaterThan(80);
    expect(rate).toBeLessThan(110);
    // All that was due; while the generator itself stood still nothing was.
    expect(Math.abs(m.sent + m.dropped - (2000 - m.stalls.totalMs))).toBeLessThanOrEqual(2 * m.stalls.count);
    expect(m.dropped).toBeGreaterThan(1700 - m.stalls.totalMs);
    expect(m.bounds.count).toBe(m.dropped);
    expect(m.bounds.max).toBeGreaterThan(1500);
    expect(percentile(m, 0.99)).toBeGreaterThan(1500);
    expect((await target.seen()).requests).toBe(m.sent);
  });
});

test('requests that time out are lower bounds of their latency, never latencies', async () => {
  const target = await startTarget({ silent: true });
  const m = await measure(load(target.url, requests(8), { timeoutMs: 200 }));
  expect(m).toMatchObject({ sent: 8, answered: 0, errors: 8, failures: { timeout: 8 } });
  expect([m.latency.count, m.bounds.count]).toEqual([0, 8]);
  expect(m.bounds.min).toBeGreaterThanOrEqual(200);
  expect((await target.seen()).requests).toBe(8);
});

test('the latency of a target with a steady delay is that delay', async () => {
  const target = await startTarget({ delayMs: 40 });
  await eventually(4, async () => {
    const m = await measure(load(target.url, paced(50, { n: 60 })));
    expect(m.latency.min).toBeGreaterThanOrEqual(39);
    expect(valueAt(m.latency, 0.5)).toBeLessThan(48);
  });
});
