import fc from 'fast-check';
import type { LoadRequest } from '../model/task.ts';
import { grpcLoad } from './grpc/load.fixture.ts';
import { mostWorkers, planShares, workersFor } from './plan.ts';

function load(qps: number, connections: number, requests: number | null): LoadRequest {
  return {
    protocol: 'http',
    http2: false,
    url: 'http://127.0.0.1/',
    method: 'GET',
    headers: [],
    body: null,
    connections,
    maxRequestsPerConnection: 0,
    timeoutMs: 1000,
    connectTimeoutMs: 1000,
    tls: { insecure: false },
    followRedirects: false,
    errorRanges: [],
    expect: {},
    abortOn: null,
    schedule: { arrival: 'constant', stages: [{ qps, durationMs: 1000 }], requests },
    maxDurationMs: 1000,
    seed: 1,
  };
}

test('connections and requests add up exactly over the workers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 16 }),
      (connections, requests, cores) => {
        const request = load(0, connections, requests);
        const shares = planShares(request, workersFor(request, cores));
        expect(shares.reduce((sum, share) => sum + share.connections, 0)).toBe(connections);
        expect(shares.reduce((sum, share) => sum + (share.requests ?? 0), 0)).toBe(requests);
        for (const share of shares) expect(share.connections).toBeGreaterThan(0);
      },
    ),
  );
});

test.each([
  [8, 4, 2, 1],
  [5000, 64, 8, 1],
  [50_000, 64, 8, 3],
  [50_000, 64, 2, 1],
  [0, 2000, 8, 4],
  [100_000, 2, 8, 2],
])('qps %p over %p connections on %p cores takes %p workers', (qps, connections, cores, workers) => {
  expect(workersFor(load(qps, connections, null), cores)).toBe(workers);
});

test('calls in flight, stage by stage, connections, requests and those that do not count add up over the workers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 1, max: 8 }),
      (calls, connections, requests, skipFirst, most) => {
        const request = grpcLoad('127.0.0.1:1', {
          connections,
          skipFirst,
          concurrency: calls.map((n) => ({ calls: n, durationMs: 10 })),
          schedule: { arrival: 'constant', stages: [{ qps: 0, durationMs: 1000 }], requests },
        });
        const shares = planShares(request, Math.min(most, mostWorkers(request)));
        const sum = (of: (share: (typeof shares)[number]) => number) =>
          shares.reduce((total, share) => total + of(share), 0);
        expect(sum((share) => share.connections)).toBe(connections);
        expect(sum((share) => share.slots)).toBe(Math.max(...calls));
        expect(calls.map((_, i) => sum((share) => share.limits[i]?.slots ?? 0))).toEqual(calls);
        expect(sum((share) => share.requests ?? 0)).toBe(requests);
        expect(sum((share) => share.skip)).toBe(skipFirst);
        for (const share of shares) expect(Math.min(share.connections, share.slots)).toBeGreaterThan(0);
      },
    ),
  );
});

test('one connection is one worker, whatever the rate', () => {
  const schedule = {
    arrival: 'constant' as const,
    stages: [{ qps: 1, toQps: 90_000, durationMs: 1000 }],
    requests: null,
  };
  const concurrency = [{ calls: 500, durationMs: 1000 }];
  expect(workersFor(grpcLoad('127.0.0.1:1', { concurrency, schedule }), 8)).toBe(1);
  expect(workersFor(grpcLoad('127.0.0.1:1', { concurrency, schedule, connections: 3 }), 8)).toBe(3);
});

test('no stage leaves a worker without a call to make', () => {
  const concurrency = [4, 1, 3].map((calls) => ({ calls, durationMs: 1000 }));
  expect(mostWorkers(grpcLoad('127.0.0.1:1', { concurrency, connections: 4 }))).toBe(1);
});
