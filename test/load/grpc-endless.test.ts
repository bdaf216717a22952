// Calls that end by nothing but the end of the load.
import { grpcLoad } from '../../runner/load/grpc/load.fixture.ts';
import { startGrpcTarget, stopGrpcTargets } from './grpc-harness.ts';
import { closeEngines, measure } from './harness.ts';

afterEach(stopGrpcTargets);
afterAll(closeEngines);

test('calls without a deadline are awaited until the longest a load may take, and no longer', async () => {
  const target = await startGrpcTarget({ silent: true });
  const timeoutMs = Number.POSITIVE_INFINITY;
  const m = await measure(grpcLoad(target.host, { timeoutMs, maxDurationMs: 300 }));
  expect(m).toMatchObject({ sent: 2, answered: 0, unfinished: 2, errors: 0 });
});
