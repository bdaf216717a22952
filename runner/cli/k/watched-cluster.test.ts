import { setImmediate as idle } from 'node:timers/promises';
import { fakeCluster } from '../../kube/fake/fake-cluster.fixture.ts';
import type { ObjectRef } from '../../model/cluster.ts';
import { watchedCluster } from './watched-cluster.ts';

const secrets = { group: '', version: 'v1', resource: 'secrets' };
const ref: ObjectRef = { ...secrets, namespace: 'default', name: 'g' };
const ofGroup = { namespace: 'default', fields: 'metadata.name=g' };

async function set() {
  const cluster = fakeCluster();
  const abort = new AbortController();
  let now = 0;
  const watched = watchedCluster(cluster, 'g', () => now);
  const put = (value: string) =>
    cluster.put(ref, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'g', annotations: { value } } });
  const asked = () => cluster.calls.filter(({ verb }) => verb === 'get').length;
  const follow = async () => {
    void (async () => {
      for await (const _ of watched.watch(secrets, ofGroup, abort.signal));
    })();
    await idle();
  };
  const value = async () => (await watched.get(ref))?.metadata.annotations?.value;
  return { cluster, watched, abort, put, asked, follow, value, pass: (ms: number) => (now += ms) };
}

test('what the watch told is not asked again', async () => {
  const { put, follow, asked, value, cluster } = await set();
  put('one');
  await follow();
  expect(await value()).toBe('one');
  put('two');
  await idle();
  expect(await value()).toBe('two');
  await cluster.delete(ref);
  await idle();
  expect(await value()).toBeUndefined();
  expect(asked()).toBe(0);
});

test('what it told ten seconds ago is asked again: an API server that is away is noticed', async () => {
  const { put, follow, asked, value, pass, cluster } = await set();
  put('one');
  await follow();
  pass(11_000);
  expect(await value()).toBe('one');
  expect(asked()).toBe(1);
  expect(await value()).toBe('one');
  expect(asked()).toBe(1);
  pass(11_000);
  cluster.fail({ verb: 'get' }, 'network');
  await expect(value()).rejects.toThrow();
});

test('without a watch, or where it was refused, it is asked each time', async () => {
  const { put, asked, value, watched, cluster } = await set();
  put('one');
  cluster.fail({ verb: 'watch' }, 'forbidden');
  await expect(
    watched.watch(secrets, ofGroup, new AbortController().signal)[Symbol.asyncIterator]().next(),
  ).rejects.toThrow();
  await value();
  await value();
  expect(asked()).toBe(2);
});

test('lists are asked again after a change, or ten seconds', async () => {
  const { put, follow, watched, cluster, pass } = await set();
  const lists = () => cluster.calls.filter(({ verb }) => verb === 'list').length;
  const list = () => watched.list({ ...secrets, resource: 'pods' }, { namespace: 'default' });
  await follow();
  await list();
  await list();
  expect(lists()).toBe(1);
  put('one');
  await idle();
  await list();
  expect(lists()).toBe(2);
  pass(11_000);
  await list();
  expect(lists()).toBe(3);
});
