// When calls are made, how many at once, which of them count, and whether their latencies are true.
import { grpcLoad } from '../../runner/load/grpc/load.fixture.ts';
import type { GrpcLoad, Schedule } from '../../runner/model/task.ts';
import { eventually } from '../steady.ts';
import { startExactTarget, startGrpcTarget, stopGrpcTargets } from './grpc-harness.ts';
import { closeEngines, measure, paced, percentile, requests, send } from './harness.ts';

afterEach(stopGrpcTargets);
afterAll(closeEngines);

const endless = Number.POSITIVE_INFINITY;
const inFlight = (calls: number): Partial<GrpcLoad> => ({ concurrency: [{ calls, durationMs: endless }] });
const lasting = (durationMs: number): Schedule => {
  return { arrival: 'constant', stages: [{ qps: 0, durationMs }], requests: null };
};

test('latencies are those of the server: 5, 20 and 80 ms, each where it should be', async () => {
  // Of fifty calls 45 take 5 ms, four 20 ms and one 80 ms.
  const delaysMs = Array.from({ length: 50 }, (_, i) => (i === 25 ? 80 : i % 12 === 6 ? 20 : 5));
  const host = await startExactTarget(delaysMs);
  await eventually(4, async () => {
    const m = await measure(grpcLoad(host, { ...inFlight(40), schedule: paced(200, { n: 300 }) }));
    expect(m).toMatchObject({ answered: 300, dropped: 0 });
    const truths = [
      [0.5, 5],
      [0.95, 20],
      [0.99, 80],
    ] as const;
    for (const [q, truth] of truths) {
      // Here other suites want the same cores, and may for long; soak holds it to 2 % or 0.3 ms, with cores of its own.
      expect(percentile(m, q)).toBeGreaterThan(0.999 * truth);
      expect(percentile(m, q)).toBeLessThan(truth + 3);
    }
  });
});

test('a rate that rises in a straight line is met second by second', async () => {
  await eventually(4, async () => {
    const target = await startGrpcTarget();
    const stages = [{ qps: 0, toQps: 200, durationMs: 2000 }];
    const load = grpcLoad(target.host, { ...inFlight(10), schedule: { arrival: 'constant', stages, requests: null } });
    const m = await measure(load);
    expect(m.dropped).toBe(0);
    // While the generator itself stood still nothing was due.
    const { count, totalMs } = m.stalls;
    expect(totalMs).toBeLessThan(300);
    expect(m.sent).toBeLessThanOrEqual(200);
    expect(m.sent).toBeGreaterThanOrEqual(200 - 0.2 * totalMs - count);
    const { arrivals } = await target.seen();
    const start = arrivals[0] ?? 0;
    expect(Math.abs(arrivals.filter((at) => at - start < 1000).length - 50)).toBeLessThanOrEqual(2 + 0.1 * totalMs);
  });
});

test.each([1, 2])('calls in flight follow their stages over %p workers, up and down', async (workers) => {
  await eventually(4, async () => {
    const target = await startGrpcTarget({ delaysMs: [10] });
    const concurrency = [
      { calls: 2, durationMs: 400 },
      { calls: 12, durationMs: 400 },
      { calls: 4, durationMs: endless },
    ];
    const m = await measure(grpcLoad(target.host, { concurrency, connections: 2, schedule: lasting(1200) }), workers);
    expect(m).toMatchObject({ errors: 0, dropped: 0, unfinished: 0 });
    const { arrivals, inFlight: open, calls } = await target.seen();
    expect(calls).toBe(m.sent);
    const start = arrivals[0] ?? 0;
    const most = (from: number, to: number) =>
      Math.max(...open.filter((_, i) => (arrivals[i] ?? 0) - start >= from && (arrivals[i] ?? 0) - start < to));
    expect([most(0, 380), most(440, 780), most(860, 1180)]).toEqual([2, 12, 4]);
  });
});

test('calls in flight are limited where calls come at a rate, too; what waits goes out when more may', async () => {
  await eventually(4, async () => {
    const target = await startGrpcTarget({ delaysMs: [100] });
    const concurrency = [
      { calls: 1, durationMs: 500 },
      { calls: 20, durationMs: endless },
    ];
    const m = await measure(grpcLoad(target.host, { concurrency, schedule: paced(100, { forMs: 1000 }) }));
    expect(m.sent + m.dropped).toBeGreaterThanOrEqual(95 - 0.1 * m.stalls.totalMs);
    const { arrivals, inFlight: open } = await target.seen();
    const start = arrivals[0] ?? 0;
    expect(Math.max(...open.filter((_, i) => (arrivals[i] ?? 0) - start < 480))).toBe(1);
    expect(Math.max(...open)).toBe(20);
    // They waited for the limit: that is no lateness of the generator.
    expect(m.lag.max).toBeLessThan(100);
    expect(m.latency.max).toBeGreaterThan(350);
  });
});

test.each([
  [1, 30],
  [3, 31],
])('the first calls are made and not counted, over %p workers', async (workers, skipFirst) => {
  const target = await startGrpcTarget();
  const more = { skipFirst, connections: 3, ...inFlight(6), schedule: requests(100) };
  const m = await measure(grpcLoad(target.host, more), workers);
  const counted = 100 - skipFirst;
  expect(m).toMatchObject({ sent: counted, answered: counted, statuses: { OK: counted } });
  expect([m.latency.count, m.service.count]).toEqual([counted, counted]);
  expect(m.peers).toEqual({ [target.host]: counted });
  expect((await target.seen()).calls).toBe(100);
  const paceful = await measure(grpcLoad(target.host, { ...more, schedule: paced(1000, { n: 100 }) }), workers);
  expect([paceful.sent, paceful.lag.count, (await target.seen()).calls]).toEqual([counted, counted, 200]);
});

test('a load whose first calls do not count is not cut short', async () => {
  const target = await startGrpcTarget();
  const outcome = await send(grpcLoad(target.host, { skipFirst: 5 }));
  expect([outcome.stopped, outcome.measurement.sent]).toEqual([undefined, 15]);
});

describe('calls in flight at the end of a duration', () => {
  const atEnd = async (how: GrpcLoad['atEnd']) => {
    const target = await startGrpcTarget({ delaysMs: [700] });
    // The second calls begin 0.6 s before the end, and end 0.1 s after it.
    const more = { ...inFlight(6), connections: 2, atEnd: how, schedule: lasting(1300) };
    const started = performance.now();
    const m = await measure(grpcLoad(target.host, more));
    return { m, took: performance.now() - started, seen: await target.seen() };
  };

  test('finish, and count', async () => {
    const { m, seen } = await atEnd('wait');
    expect(m).toMatchObject({ sent: 12, answered: 12, unfinished: 0, errors: 0, statuses: { OK: 12 } });
    expect(seen).toMatchObject({ calls: 12, ended: 12 });
  });

  test('are closed, and count as unfinished', async () => {
    const { m, seen } = await atEnd('close');
    expect(m).toMatchObject({ sent: 12, answered: 6, unfinished: 6, errors: 0, statuses: { OK: 6 } });
    expect(seen).toMatchObject({ calls: 12, ended: 6 });
  });

  test('are ignored: they do not count at all', async () => {
    const { m, seen } = await atEnd('ignore');
    expect(m).toMatchObject({ sent: 6, answered: 6, unfinished: 0, errors: 0, statuses: { OK: 6 } });
    expect(Object.values(m.peers)).toEqual([6]);
    expect(seen.calls).toBe(12);
  });
});
