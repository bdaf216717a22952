import { fakeCluster } from '../kube/fake/fake-cluster.fixture.ts';
import type { KubeObject } from '../model/cluster.ts';
import { applicationOf, applicationRef, applicationType } from './application.ts';
import { desiredOf } from './desired.ts';
import { group, release, versioned } from './group.fixture.ts';
import { reconcile, removeGone } from './reconcile.ts';

const owner = { name: 'autox', uid: 'u' };
const owners = { known: async () => owner, read: async () => owner };
const ref = applicationRef('argocd', release.name);
const [one] = desiredOf(group, versioned('1.0.0')).releases;
const made = one === undefined ? undefined : applicationOf(group, one, owner);

// Views that stand still, whatever happens to the cluster.
function scene({ version = '1.0.0', applications = [] as (KubeObject | undefined)[], synced = [true, true] } = {}) {
  const cluster = fakeCluster({ types: [{ ...applicationType, kind: 'Application' }] });
  if (made !== undefined) cluster.create(ref, made);
  const view = (isSynced: boolean | undefined, objects: readonly (KubeObject | undefined)[]) => {
    const all = new Map(objects.flatMap((object) => (object === undefined ? [] : [[object.metadata.name, object]])));
    return { isSynced: () => isSynced === true, all: () => all };
  };
  const told: string[] = [];
  const around = {
    cluster,
    triggers: view(synced[0], [versioned(version)]),
    applications: view(
      synced[1],
      applications.map(
        (object) => object && { ...object, metadata: { ...object.metadata, uid: uidIn(cluster.peek(ref)) } },
      ),
    ),
    owners,
    asked: new WeakSet<KubeObject>(),
    tell: ({ reason }: { reason: string }) => void told.push(reason),
  };
  const writes = () => cluster.calls.slice(1).map(({ verb }) => verb);
  return { around, told, writes };
}

function uidIn(object: KubeObject | undefined): string {
  return object?.metadata.uid ?? '';
}

test.each([
  ['triggers', [false, true]],
  ['Applications', [true, false]],
])('before all %s are known nothing is done', async (_, synced) => {
  const { around, writes } = scene({ synced, version: '2.0.0', applications: [made] });
  expect(await reconcile(group, around)).toBe('waiting');
  await removeGone('argocd', new Set(['httpbin']), around);
  expect(writes()).toEqual([]);
});

test('groups that are gone are kept until all Applications are known', async () => {
  const { around, writes } = scene({ synced: [true, false], applications: [made] });
  await removeGone('argocd', new Set(), around);
  expect(writes()).toEqual([]);
});

test('what is as it should be is left alone', async () => {
  const { around, writes } = scene({ applications: [made] });
  expect(await reconcile(group, around)).toBe('settled');
  expect(writes()).toEqual([]);
});

test('what no watch has told of yet is not made twice, and is no failure', async () => {
  const { around, told } = scene();
  expect(await reconcile(group, around)).toBe('lagging');
  expect(told).toEqual([]);
});

test('a deletion that no watch has told of yet is asked for once', async () => {
  const { around, told, writes } = scene({ version: '2.0.0', applications: [made] });
  expect(await reconcile(group, around)).toBe('waiting');
  expect(await reconcile(group, around)).toBe('waiting');
  expect(writes()).toEqual(['delete']);
  expect(told).toEqual(['Deleted']);
});

test('an owner that changed at the last moment is asked again: nothing of another is deleted', async () => {
  const { around, writes } = scene({ version: '2.0.0', applications: [made] });
  await reconcile(group, { ...around, owners: { ...owners, read: async () => ({ name: 'autox', uid: 'new' }) } });
  expect(writes()).toEqual([]);
});
