import fc from 'fast-check';
import type { LoadRequest } from '../model/task.ts';
import { planShares, workersFor } from './plan.ts';

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
