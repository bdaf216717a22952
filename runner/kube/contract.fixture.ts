// What every Cluster keeps to. Run against the one in memory by fake/fake-cluster.test.ts, and against a real one by
// whoever calls this with a connection to it: everything is made in one namespace, and taken away again.
import { type Cluster, KubeError, type KubeObject, type ObjectRef, type WatchEvent } from '../model/cluster.ts';

const core = { group: '', version: 'v1' };
const secrets = { ...core, resource: 'secrets' };
const cronJobs = { group: 'batch', version: 'v1', resource: 'cronjobs' };

export function keepsTheContract(connect: () => Promise<{ cluster: Cluster; namespace: string }>): void {
  let cluster: Cluster;
  let namespace: string;
  let prefix: string;
  const made: ObjectRef[] = [];
  const watches: AbortController[] = [];

  beforeAll(async () => {
    ({ cluster, namespace } = await connect());
  });
  beforeEach(() => {
    prefix = `contract-${Math.random().toString(36).slice(2, 10)}`;
  });
  afterEach(async () => {
    for (const watch of watches.splice(0)) watch.abort();
    for (const ref of made.splice(0)) await cluster.delete(ref);
  });

  const secretRef = (name: string): ObjectRef => {
    const ref = { ...secrets, namespace, name: `${prefix}-${name}` };
    made.push(ref);
    return ref;
  };
  const secret = ({ name }: ObjectRef, more: Record<string, unknown> = {}, metadata = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, labels: { test: prefix }, ...metadata },
    ...more,
  });
  const makeSecret = async (name: string, more: Record<string, unknown> = {}, metadata = {}) => {
    const ref = secretRef(name);
    return { ref, object: await cluster.create(ref, secret(ref, more, metadata)) };
  };
  const makeCronJob = async () => {
    const ref: ObjectRef = { ...cronJobs, namespace, name: `${prefix}-cron` };
    made.push(ref);
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'none', image: 'none' }] } };
    const spec = { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec: { template } } };
    const object: KubeObject = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: ref.name }, spec };
    return { ref, object: await cluster.create(ref, object) };
  };
  const text = (object: KubeObject | undefined, key: string): string | undefined => {
    const data = object?.data as Record<string, string> | undefined;
    return data?.[key] === undefined ? undefined : atob(data[key]);
  };
  const mine = () => ({ namespace, labels: `test=${prefix}` });
  const mergeOf = (body: Record<string, unknown>) => ({ type: 'merge', body }) as const;
  const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
    try {
      await promise;
    } catch (error) {
      return error;
    }
    throw new Error('the call succeeded');
  };

  describe('get', () => {
    test('what is not there is undefined', async () => {
      expect(await cluster.get(secretRef('nothing'))).toBeUndefined();
    });

    test('a type that the cluster does not know is not the same as nothing there', async () => {
      for (const type of [
        { group: 'no-such-group.test', version: 'v1', resource: 'things' },
        { group: 'apps', version: 'v99', resource: 'deployments' },
        { group: '', version: 'v1', resource: 'things' },
      ])
        expect(await rejection(cluster.get({ ...type, namespace, name: 'x' }))).toMatchObject({
          code: 'CLUSTER',
          message: expect.stringContaining('does not know the type'),
        });
    });

    test('an aborted signal ends a call with its reason', async () => {
      const reason = new Error('enough');
      expect(await rejection(cluster.get(secretRef('x'), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    });
  });

  describe('create', () => {
    test('what is created has an identity, and can be read', async () => {
      const { ref, object } = await makeSecret('a');
      expect(object).toMatchObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name: ref.name, namespace } });
      expect(object.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(object.metadata.resourceVersion).toMatch(/^\d+$/);
      expect(object.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(await cluster.get(ref)).toEqual(object);
    });

    test('what is there cannot be created', async () => {
      const { ref } = await makeSecret('a', { stringData: { k: 'first' } });
      const error = await rejection(cluster.create(ref, secret(ref, { stringData: { k: 'second' } })));
      expect(error).toBeInstanceOf(KubeError);
      expect(error).toMatchObject({ status: 409, reason: 'AlreadyExists' });
      expect(text(await cluster.get(ref), 'k')).toBe('first');
    });

    test('stringData of a Secret becomes data', async () => {
      const { object } = await makeSecret('a', { stringData: { k: 'wörter' }, data: { l: btoa('x') } });
      expect(object.data).toEqual({ k: Buffer.from('wörter').toString('base64'), l: btoa('x') });
      expect(object).not.toHaveProperty('stringData');
    });

    test('an object of another kind is refused', async () => {
      const ref = secretRef('a');
      const error = await rejection(cluster.create(ref, { ...secret(ref), kind: 'ConfigMap' }));
      expect(error).toMatchObject({ status: 400, reason: 'BadRequest' });
    });

    test('a Secret of more than 1 MiB is refused', async () => {
      const ref = secretRef('a');
      const data = { k: Buffer.alloc(1024 * 1024 + 1).toString('base64') };
      expect(await rejection(cluster.create(ref, secret(ref, { data })))).toMatchObject({
        status: 422,
        reason: 'Invalid',
      });
    });

    test('a generation counts changes of the spec alone', async () => {
      const { ref, object } = await makeCronJob();
      expect(object.metadata.generation).toBe(1);
      const labelled = await cluster.patch(ref, mergeOf({ metadata: { labels: { a: 'b' } } }));
      expect(labelled.metadata.generation).toBe(1);
      const changed = await cluster.patch(ref, mergeOf({ spec: { schedule: '1 0 1 1 *' } }));
      expect(changed.metadata.generation).toBe(2);
    });
  });

  describe('merge patch', () => {
    test('maps merge, null deletes, the rest stays', async () => {
      const { ref } = await makeSecret('a', { stringData: { keep: '1', change: '1', drop: '1' } });
      const data = { change: btoa('2'), drop: null, add: btoa('2') };
      const patched = await cluster.patch(ref, mergeOf({ data, metadata: { annotations: { note: 'x' } } }));
      expect(patched.data).toEqual({ keep: btoa('1'), change: btoa('2'), add: btoa('2') });
      expect(patched.metadata).toMatchObject({ labels: { test: prefix }, annotations: { note: 'x' } });
      expect(await cluster.get(ref)).toEqual(patched);
    });

    test('every change gives a new resourceVersion, no change does not', async () => {
      const { ref, object } = await makeSecret('a');
      const changed = await cluster.patch(ref, mergeOf({ stringData: { k: '1' } }));
      expect(changed.metadata.resourceVersion).not.toBe(object.metadata.resourceVersion);
      const same = await cluster.patch(ref, mergeOf({ data: { k: btoa('1') } }));
      expect(same.metadata.resourceVersion).toBe(changed.metadata.resourceVersion);
    });

    test('with the current resourceVersion it is done', async () => {
      const { ref, object } = await makeSecret('a');
      const { resourceVersion } = object.metadata;
      const patched = await cluster.patch(ref, mergeOf({ metadata: { resourceVersion }, stringData: { k: '1' } }));
      expect(text(patched, 'k')).toBe('1');
    });

    test('with an old resourceVersion it is refused, and changes nothing', async () => {
      const { ref, object } = await makeSecret('a');
      await cluster.patch(ref, mergeOf({ stringData: { k: 'theirs' } }));
      const { resourceVersion } = object.metadata;
      const late = cluster.patch(ref, mergeOf({ metadata: { resourceVersion }, stringData: { k: 'mine' } }));
      expect(await rejection(late)).toMatchObject({ status: 409, reason: 'Conflict' });
      expect(text(await cluster.get(ref), 'k')).toBe('theirs');
    });

    test('of what is not there it fails', async () => {
      const error = await rejection(cluster.patch(secretRef('nothing'), mergeOf({ stringData: { k: '1' } })));
      expect(error).toBeInstanceOf(KubeError);
      expect(error).toMatchObject({ status: 404, reason: 'NotFound' });
    });

    test('the status is not a client’s to write', async () => {
      const { ref } = await makeCronJob();
      const patched = await cluster.patch(ref, mergeOf({ status: { lastScheduleTime: '2024-01-01T00:00:00Z' } }));
      expect(patched.status ?? {}).not.toHaveProperty('lastScheduleTime');
    });
  });

  describe('apply', () => {
    const applyOf = (ref: ObjectRef, data: Record<string, string>, manager = 'one', force = false) =>
      ({ type: 'apply', body: { ...secret(ref), data }, manager, force }) as const;

    test('creates what is not there', async () => {
      const ref = secretRef('a');
      expect((await cluster.patch(ref, applyOf(ref, { k: btoa('1') }))).data).toEqual({ k: btoa('1') });
    });

    test('takes away what its manager applied before, and leaves what others made', async () => {
      const ref = secretRef('a');
      await cluster.patch(ref, applyOf(ref, { k: btoa('1') }));
      await cluster.patch(ref, mergeOf({ data: { other: btoa('1') } }));
      const applied = await cluster.patch(ref, applyOf(ref, { l: btoa('2') }));
      expect(applied.data).toEqual({ l: btoa('2'), other: btoa('1') });
    });

    test('does not change what another manager owns, unless it is forced to', async () => {
      const ref = secretRef('a');
      await cluster.patch(ref, applyOf(ref, { k: btoa('1') }));
      const error = await rejection(cluster.patch(ref, applyOf(ref, { k: btoa('2') }, 'two')));
      expect(error).toMatchObject({ status: 409, reason: 'Conflict' });
      expect((await cluster.patch(ref, applyOf(ref, { k: btoa('2') }, 'two', true))).data).toEqual({ k: btoa('2') });
    });
  });

  describe('delete', () => {
    test('what is deleted is not there, and cannot be deleted again', async () => {
      const { ref } = await makeSecret('a');
      expect(await cluster.delete(ref)).toBe('deleted');
      expect(await cluster.get(ref)).toBeUndefined();
      expect(await cluster.delete(ref)).toBe('absent');
    });

    test('with a uid, another object of the same name stays', async () => {
      const { ref, object } = await makeSecret('a');
      const uid = '00000000-0000-4000-8000-000000000000';
      expect(await cluster.delete(ref, { uid })).toBe('absent');
      expect(await cluster.get(ref)).toEqual(object);
      expect(await cluster.delete(ref, { uid: object.metadata.uid ?? '' })).toBe('deleted');
    });

    test('an object with finalizers stays until they are gone', async () => {
      const { ref } = await makeSecret('a', {}, { finalizers: ['iter8.tools/test'] });
      expect(await cluster.delete(ref)).toBe('deleted');
      const leaving = await cluster.get(ref);
      expect(leaving?.metadata.deletionTimestamp).toBeDefined();
      await cluster.patch(ref, mergeOf({ metadata: { finalizers: null } }));
      expect(await cluster.get(ref)).toBeUndefined();
    });

    test('what an object owns goes with it', async () => {
      const { ref: owner, object } = await makeSecret('owner');
      const { name, uid } = object.metadata;
      const ownerReferences = [{ apiVersion: 'v1', kind: 'Secret', name, uid }];
      const { ref } = await makeSecret('owned', {}, { ownerReferences });
      await cluster.delete(owner);
      await expect(eventually(async () => (await cluster.get(ref)) === undefined)).resolves.toBe(true);
    });
  });

  describe('list', () => {
    test('gives whole objects, by namespace', async () => {
      const { object } = await makeSecret('a');
      const list = await cluster.list(secrets, mine());
      expect(list.items).toEqual([object]);
      expect(list.resourceVersion).toMatch(/^\d+$/);
      expect((await cluster.list(secrets, { ...mine(), namespace: 'no-such-namespace' })).items).toEqual([]);
    });

    test.each([
      ['tier=a', ['one']],
      ['tier==a', ['one']],
      ['tier!=a', ['three', 'two']],
      ['tier in (a, b)', ['one', 'two']],
      ['tier notin (a),tier', ['two']],
      ['!tier', ['three']],
      ['tier', ['one', 'two']],
      ['tier=c', []],
    ])('labels %s select %j', async (labels, expected) => {
      await makeSecret('one', {}, { labels: { test: prefix, tier: 'a' } });
      await makeSecret('two', {}, { labels: { test: prefix, tier: 'b' } });
      await makeSecret('three');
      const { items } = await cluster.list(secrets, { namespace, labels: `test=${prefix},${labels}` });
      expect(items.map(({ metadata }) => metadata.name.slice(prefix.length + 1)).sort()).toEqual(expected);
    });

    test('a field selects by name', async () => {
      const { object } = await makeSecret('one');
      await makeSecret('two');
      const fields = `metadata.name=${object.metadata.name}`;
      expect((await cluster.list(secrets, { namespace, fields })).items).toEqual([object]);
    });

    test.each([{ labels: 'a in b' }, { fields: 'metadata.nme=x' }])('%j is refused', async (selection) => {
      const error = await rejection(cluster.list(secrets, { namespace, ...selection }));
      expect(error).toMatchObject({ status: 400, reason: 'BadRequest' });
    });
  });

  describe('watch', () => {
    const begin = (selection: { namespace: string; labels?: string; fields?: string }) => {
      const abort = new AbortController();
      watches.push(abort);
      const events = cluster.watch(secrets, selection, abort.signal)[Symbol.asyncIterator]();
      const next = async () => {
        const { value, done } = await events.next();
        return done === true ? undefined : short(value);
      };
      return { next, stop: () => abort.abort() };
    };
    const short = (event: WatchEvent) =>
      event.type === 'synced' ? 'synced' : `${event.type} ${event.object.metadata.name.slice(prefix.length + 1)}`;

    test('tells what is there, `synced`, and every change', async () => {
      const { ref } = await makeSecret('old');
      const { next } = begin(mine());
      expect([await next(), await next()]).toEqual(['added old', 'synced']);
      await makeSecret('new');
      await cluster.patch(ref, mergeOf({ stringData: { k: '1' } }));
      await cluster.delete(ref);
      expect([await next(), await next(), await next()]).toEqual(['added new', 'modified old', 'deleted old']);
    });

    test('misses nothing that changes after `synced`, however late it is read', async () => {
      const { next } = begin(mine());
      expect(await next()).toBe('synced');
      for (const name of ['a', 'b', 'c']) await makeSecret(name);
      expect([await next(), await next(), await next()]).toEqual(['added a', 'added b', 'added c']);
    });

    test('one object can be watched by its name', async () => {
      const { ref } = await makeSecret('mine');
      const { next } = begin({ namespace, fields: `metadata.name=${ref.name}` });
      expect([await next(), await next()]).toEqual(['added mine', 'synced']);
      await makeSecret('other');
      await cluster.patch(ref, mergeOf({ stringData: { k: '1' } }));
      expect(await next()).toBe('modified mine');
    });

    test('what is selected no longer is deleted, what is selected now is added', async () => {
      const { ref } = await makeSecret('a');
      const { next } = begin(mine());
      await next();
      await next();
      await cluster.patch(ref, mergeOf({ metadata: { labels: { test: 'other' } } }));
      expect(await next()).toBe('deleted a');
      await cluster.patch(ref, mergeOf({ metadata: { labels: { test: prefix } } }));
      expect(await next()).toBe('added a');
    });

    test('ends with its signal, without an error', async () => {
      const { next, stop } = begin(mine());
      expect(await next()).toBe('synced');
      const last = next();
      stop();
      expect(await last).toBeUndefined();
    });

    test('a type that the cluster does not know cannot be watched', async () => {
      const type = { group: 'no-such-group.test', version: 'v1', resource: 'things' };
      const events = cluster.watch(type, { namespace }, new AbortController().signal)[Symbol.asyncIterator]();
      expect(await rejection(events.next())).toMatchObject({ code: 'CLUSTER' });
    });
  });

  test('a pod that is not there has no logs', async () => {
    const bytes = cluster.logs({ namespace, pod: `${prefix}-nothing` }, new AbortController().signal);
    expect(await rejection(bytes[Symbol.asyncIterator]().next())).toMatchObject({ status: 404, reason: 'NotFound' });
  });
}

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 80; attempt++) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
