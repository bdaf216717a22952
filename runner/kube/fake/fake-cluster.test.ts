import type { KubeObject, ObjectRef } from '../../model/cluster.ts';
import { keepsTheContract } from '../contract/contract.fixture.ts';
import { fakeCluster } from './fake-cluster.fixture.ts';

describe('the cluster in memory', () => {
  keepsTheContract(async () => ({ cluster: fakeCluster(), namespace: 'default' }));
});

const ref: ObjectRef = { group: '', version: 'v1', resource: 'secrets', namespace: 'default', name: 's' };
const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
const pod: ObjectRef = { ...ref, resource: 'pods', name: 'p' };
const podObject: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } };
const touch = { type: 'merge', body: { stringData: { k: '1' } } } as const;

test('a fault strikes the calls it is for, as often as it says', async () => {
  const cluster = fakeCluster();
  await cluster.create(ref, secret);
  cluster.fail({ verb: 'patch', resource: 'secrets', times: 2 }, { status: 500 });
  await expect(cluster.patch(ref, touch)).rejects.toMatchObject({ status: 500 });
  expect(await cluster.get(ref)).toBeDefined();
  await expect(cluster.patch(ref, touch)).rejects.toMatchObject({ status: 500 });
  expect(await cluster.patch(ref, touch)).toBeDefined();
});

test.each([
  ['forbidden', 'FORBIDDEN', /patch secrets "s" in namespace default/],
  ['unauthorized', 'UNAUTHORIZED', /credentials/],
  ['network', 'UNREACHABLE', /cannot be reached/],
  ['hang', 'UNREACHABLE', /no answer .* within 10ms/],
] as const)('the fault %s is told as %s', async (fault, code, message) => {
  const cluster = fakeCluster();
  await cluster.create(ref, secret);
  cluster.fail({}, fault);
  const patch = cluster.patch(ref, touch, { deadlineMs: 10 });
  await expect(patch).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(cluster.peek(ref)).not.toHaveProperty('data');
});

test('a late fault strikes after the call took effect', async () => {
  const cluster = fakeCluster();
  await cluster.create(ref, secret);
  cluster.fail({ verb: 'patch', late: true }, 'network');
  await expect(cluster.patch(ref, touch)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(cluster.peek(ref)).toMatchObject({ data: { k: btoa('1') } });
});

test('a fault that is a function is what others do before the call', async () => {
  const cluster = fakeCluster();
  const { metadata } = await cluster.create(ref, secret);
  const others = { ...secret, metadata: { name: 's', labels: { by: 'others' } } };
  cluster.fail({ verb: 'patch', times: 1 }, () => void cluster.put(ref, others));
  const body = { metadata: { resourceVersion: metadata.resourceVersion } };
  await expect(cluster.patch(ref, { type: 'merge', body })).rejects.toMatchObject({ reason: 'Conflict' });
});

test('a fault can be taken away', async () => {
  const cluster = fakeCluster();
  const heal = cluster.fail({}, 'network');
  await expect(cluster.get(ref)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  heal();
  expect(await cluster.get(ref)).toBeUndefined();
});

test('the signal ends a call that hangs', async () => {
  const cluster = fakeCluster();
  cluster.fail({}, 'hang');
  const abort = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => abort.abort(reason), 5);
  await expect(cluster.get(ref, { signal: abort.signal })).rejects.toBe(reason);
});

test('what a controller puts has the status and generation it says', () => {
  const cluster = fakeCluster();
  const metadata = { name: 'p', generation: 7 };
  cluster.put(pod, { ...podObject, metadata, spec: {}, status: { phase: 'Running' } });
  expect(cluster.peek(pod)).toMatchObject({ metadata: { generation: 7 }, status: { phase: 'Running' } });
});

test('calls are remembered in order', async () => {
  const cluster = fakeCluster();
  await cluster.create(ref, secret);
  await cluster.get(ref);
  expect(cluster.calls).toEqual([
    { verb: 'create', type: { group: '', version: 'v1', resource: 'secrets' }, namespace: 'default', name: 's' },
    { verb: 'get', type: { group: '', version: 'v1', resource: 'secrets' }, namespace: 'default', name: 's' },
  ]);
});

test('types that are not built in are known when they are given', async () => {
  const type = { group: 'serving.test', version: 'v1', resource: 'services', kind: 'Service' };
  const named = { ...type, namespace: 'default', name: 'x' };
  await expect(fakeCluster().get(named)).rejects.toMatchObject({ code: 'CLUSTER' });
  expect(await fakeCluster({ types: [type] }).get(named)).toBeUndefined();
});

describe('logs', () => {
  const started = async () => {
    const cluster = fakeCluster();
    await cluster.create(pod, podObject);
    cluster.writeLog({ namespace: 'default', pod: 'p' }, 'one\ntwo\n');
    return cluster;
  };
  const read = async (bytes: AsyncIterable<Uint8Array>, each = (_text: string) => {}) => {
    let all = '';
    for await (const chunk of bytes) {
      all += new TextDecoder().decode(chunk);
      each(all);
    }
    return all;
  };
  const { signal } = new AbortController();

  test('give what was written', async () => {
    expect(await read((await started()).logs({ namespace: 'default', pod: 'p' }, signal))).toBe('one\ntwo\n');
  });

  test.each([
    [0, ''],
    [1, 'two\n'],
    [2, 'one\ntwo\n'],
    [3, 'one\ntwo\n'],
  ])('the last %s lines are %j', async (tailLines, expected) => {
    const cluster = await started();
    expect(await read(cluster.logs({ namespace: 'default', pod: 'p', tailLines }, signal))).toBe(expected);
  });

  test('are followed until the container ends', async () => {
    const cluster = await started();
    const all = await read(cluster.logs({ namespace: 'default', pod: 'p', follow: true }, signal), (text) => {
      if (text === 'one\ntwo\n') cluster.writeLog({ namespace: 'default', pod: 'p' }, 'three\n');
      else cluster.endLog({ namespace: 'default', pod: 'p' });
    });
    expect(all).toBe('one\ntwo\nthree\n');
  });

  test('are followed until the signal', async () => {
    const cluster = await started();
    const abort = new AbortController();
    const all = await read(cluster.logs({ namespace: 'default', pod: 'p', follow: true }, abort.signal), () =>
      abort.abort(),
    );
    expect(all).toBe('one\ntwo\n');
  });
});
