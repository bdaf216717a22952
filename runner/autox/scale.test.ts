import { fakeCluster } from '../kube/fake/fake-cluster.fixture.ts';
import { applicationType } from './application.ts';
import { movedClock, settled } from './clock.fixture.ts';
import { startController } from './controller.ts';
import { group, release, versioned } from './group.fixture.ts';
import type { Group } from './group.ts';
import { configOf } from './lab.fixture.ts';

test('500 groups with 2,000 specs share two watches, and a status that changes asks nothing of the cluster', async () => {
  const cluster = fakeCluster({ types: [{ ...applicationType, kind: 'Application' }] });
  const secret = { group: '', version: 'v1', resource: 'secrets', namespace: 'argocd', name: 'autox' };
  cluster.put(secret, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'autox' } });
  const groups = Array.from({ length: 500 }, (_, i): Group => {
    const releases = [0, 1, 2, 3].map((k) => ({ ...release, name: `autox-g${i}-s${k}` }));
    return { ...group, name: `g${i}`, trigger: { ...group.trigger, name: `app${i}` }, releases };
  });
  const put = (i: number, status: unknown) => {
    const trigger = versioned('1.0.0');
    const metadata = { ...trigger.metadata, name: `app${i}` };
    cluster.put({ ...group.trigger, name: `app${i}` }, { ...trigger, metadata, status });
  };
  for (let i = 0; i < 500; i++) put(i, {});
  const abort = new AbortController();
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const controller = startController({
    config: configOf(groups),
    cluster,
    clock: movedClock(),
    random: () => 1,
    log,
    signal: abort.signal,
  });
  while (controller.state().counts.launched < 2000 || controller.state().queue.waiting > 0) await settled();
  await settled();
  expect(cluster.calls.filter(({ verb }) => verb === 'watch')).toHaveLength(2);
  const before = cluster.calls.length;
  for (let n = 0; n < 50; n++) {
    put(0, { n });
    await settled();
  }
  expect(cluster.calls).toHaveLength(before);
  expect(controller.state().counts).toMatchObject({ launched: 2000, deleted: 0, failed: 0 });
  abort.abort();
  await controller.done;
});
