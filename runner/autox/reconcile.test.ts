import { fakeCluster } from '../kube/fake/fake-cluster.fixture.ts';
import type { KubeObject } from '../model/cluster.ts';
import { applicationOf, applicationRef, applicationType } from './application.ts';
import { argoPlace } from './argo.ts';
import { desiredOf } from './desired.ts';
import { group, release, versioned } from './group.fixture.ts';
import { keptApplication } from './keep.ts';
import { reconcile, removeGone } from './reconcile.ts';
import { createShelf } from './shelf.ts';

const owner = { name: 'autox', uid: 'u' };
const owners = { known: async () => owner, read: async () => owner };
const ref = applicationRef('argocd', release.name);
const [one] = desiredOf(group, versioned('1.0.0')).releases;
const made = one === undefined ? undefined : applicationOf(group, one, owner);

// Views that stand still, whatever happens to the cluster.
function scene({
  version = '1.0.0',
  applications = [] as (KubeObject | undefined)[],
  synced = [true, true],
  read = owners.read,
  isThere = true,
} = {}) {
  const cluster = fakeCluster({ types: [{ ...applicationType, kind: 'Application' }] });
  if (isThere && made !== undefined) cluster.create(ref, made);
  const before = cluster.calls.length;
  const view = <T extends KubeObject>(isSynced: boolean | undefined, objects: readonly T[]) => {
    return { ...createShelf(objects), isSynced: () => isSynced === true, done: Promise.resolve() };
  };
  const told: string[] = [];
  const uid = cluster.peek(ref)?.metadata.uid ?? '';
  const kept = applications.flatMap((object) =>
    object === undefined ? [] : [keptApplication({ ...object, metadata: { ...object.metadata, uid } })],
  );
  const around = {
    triggers: view(synced[0], [versioned(version)]),
    place: argoPlace('argocd', view(synced[1], kept), {
      cluster,
      owners: { ...owners, read },
      now: () => 0,
      made: new Map(),
    }),
    tell: ({ reason }: { reason: string }) => void told.push(reason),
  };
  const writes = () => cluster.calls.slice(before).map(({ verb }) => verb);
  return { around, told, writes };
}

test.each([
  ['triggers', [false, true]],
  ['Applications', [true, false]],
])('before all %s are known nothing is done', async (_, synced) => {
  const { around, writes } = scene({ synced, version: '2.0.0', applications: [made] });
  expect(await reconcile(group, around)).toBeUndefined();
  await removeGone(new Set(['httpbin']), around);
  expect(writes()).toEqual([]);
});

test('groups that are gone are kept until all Applications are known', async () => {
  const { around, writes } = scene({ synced: [true, false], applications: [made] });
  await removeGone(new Set(), around);
  expect(writes()).toEqual([]);
});

test('what is as it should be is left alone', async () => {
  const { around, writes } = scene({ applications: [made] });
  expect(await reconcile(group, around)).toEqual({ wanted: new Set([release.name]), againInMs: undefined });
  expect(writes()).toEqual([]);
});

test('what no watch has told of yet is not made twice, and is no failure', async () => {
  const { around, told } = scene();
  expect(await reconcile(group, around)).toMatchObject({ againInMs: 1000 });
  expect(told).toEqual([]);
});

test('what was just made is taken for there before a watch tells of it', async () => {
  const { around, told, writes } = scene({ isThere: false });
  await reconcile(group, around);
  await reconcile(group, around);
  expect(writes()).toEqual(['create']);
  expect(told).toEqual(['Launched']);
});

test('a deletion that no watch has told of yet is asked for once', async () => {
  const { around, told, writes } = scene({ version: '2.0.0', applications: [made] });
  expect(await reconcile(group, around)).toMatchObject({ againInMs: undefined });
  expect(await reconcile(group, around)).toMatchObject({ againInMs: undefined });
  expect(writes()).toEqual(['delete']);
  expect(told).toEqual(['Deleted']);
});

test('an owner that changed at the last moment is asked again: nothing of another is deleted', async () => {
  const read = async () => ({ name: 'autox', uid: 'new' });
  const { around, writes } = scene({ version: '2.0.0', applications: [made], read });
  await reconcile(group, around);
  expect(writes()).toEqual([]);
});
