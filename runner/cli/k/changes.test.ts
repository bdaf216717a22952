import { steadily } from '../../../test/steady.ts';
import { fakeCluster } from '../../kube/fake/fake-cluster.fixture.ts';
import type { ObjectRef } from '../../model/cluster.ts';
import { changesOf } from './changes.ts';

const secret: ObjectRef = { group: '', version: 'v1', resource: 'secrets', namespace: 'default', name: 'g' };
const job: ObjectRef = { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'default', name: 'g-1-job' };
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const never = new AbortController().signal;

function watched(arrange: (cluster: ReturnType<typeof fakeCluster>) => void = () => {}) {
  const cluster = fakeCluster();
  arrange(cluster);
  return { cluster, changes: changesOf(cluster, 'g', log) };
}

// How long it took to be woken.
async function woken(wait: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await wait();
  return performance.now() - begun;
}

const put = (cluster: ReturnType<typeof fakeCluster>, ref: ObjectRef, labels = {}) =>
  cluster.put(ref, { apiVersion: 'v1', kind: 'Any', metadata: { name: ref.name, labels } });

test.each([
  ['the Secret of the group', secret, {}],
  ['a Job of the group', job, { 'iter8.tools/group': 'g' }],
])('%s wakes whoever waits', async (_, ref, labels) => {
  const { cluster, changes } = watched();
  await changes.next(5000, never); // the watch has begun
  const waiting = woken(() => changes.next(5000, never));
  put(cluster, ref, labels);
  expect(await waiting).toBeLessThan(1000);
  changes.close();
});

test('what changes while nobody waits is not missed', async () => {
  const { cluster, changes } = watched();
  await changes.next(5000, never);
  put(cluster, secret);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await woken(() => changes.next(5000, never))).toBeLessThan(1000);
  changes.close();
});

test('other Secrets and the Jobs of other groups do not', async () => {
  const { cluster, changes } = watched();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await changes.next(5000, never);
  const waiting = woken(() => changes.next(300, never));
  put(cluster, { ...secret, name: 'other' });
  put(cluster, job, { 'iter8.tools/group': 'other' });
  expect(await waiting).toBeGreaterThanOrEqual(290);
  changes.close();
});

test('the end of the time does, too', async () => {
  const { changes } = watched((cluster) => cluster.fail({ verb: 'watch' }, () => new Promise(() => {})));
  const took = await woken(() => changes.next(100, never));
  expect(took).toBeGreaterThanOrEqual(95);
  expect(took).toBeLessThan(1000);
  changes.close();
});

test('who may not watch looks at once, and again every two seconds', async () => {
  const { changes } = watched((cluster) => cluster.fail({ verb: 'watch' }, 'forbidden'));
  const begun = performance.now();
  expect(await woken(() => changes.next(10_000, never))).toBeLessThan(1000);
  await changes.next(10_000, never); // of the other watch, the one of Jobs
  await steadily(100, async () => {
    const took = await woken(() => changes.next(10_000, never));
    expect(performance.now() - begun).toBeGreaterThan(1900);
    expect(took).toBeLessThan(3000);
  });
  changes.close();
});

test('a signal ends the waiting with its reason, also one that came before', async () => {
  const { changes } = watched((cluster) => cluster.fail({ verb: 'watch' }, () => new Promise(() => {})));
  const abort = new AbortController();
  const waiting = changes.next(10_000, abort.signal);
  const reason = new Error('enough');
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(changes.next(10_000, abort.signal)).rejects.toBe(reason);
  changes.close();
});
