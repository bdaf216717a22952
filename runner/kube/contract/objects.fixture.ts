// One object: read, made, and taken away.
import { KubeError } from '../../model/cluster.ts';
import { mergeOf, rejection, type Site, text } from './site.fixture.ts';

export function keepsObjects(site: Site): void {
  const { secretRef, secret, makeSecret, makeCronJob } = site;

  describe('get', () => {
    test('what is not there is undefined', async () => {
      expect(await site.cluster.get(secretRef('nothing'))).toBeUndefined();
    });

    test('a type that the cluster does not know is not the same as nothing there', async () => {
      for (const type of [
        { group: 'no-such-group.test', version: 'v1', resource: 'things' },
        { group: 'apps', version: 'v99', resource: 'deployments' },
        { group: '', version: 'v1', resource: 'things' },
      ])
        expect(await rejection(site.cluster.get({ ...type, namespace: site.namespace, name: 'x' }))).toMatchObject({
          code: 'CLUSTER',
          message: expect.stringContaining('does not know the type'),
        });
    });

    test('an aborted signal ends a call with its reason', async () => {
      const reason = new Error('enough');
      expect(await rejection(site.cluster.get(secretRef('x'), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    });
  });

  describe('create', () => {
    test('what is created has an identity, and can be read', async () => {
      const { ref, object } = await makeSecret('a');
      expect(object).toMatchObject({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: ref.name, namespace: site.namespace },
      });
      expect(object.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(object.metadata.resourceVersion).toMatch(/^\d+$/);
      expect(object.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(await site.cluster.get(ref)).toEqual(object);
    });

    test('what is there cannot be created', async () => {
      const { ref } = await makeSecret('a', { stringData: { k: 'first' } });
      const error = await rejection(site.cluster.create(ref, secret(ref, { stringData: { k: 'second' } })));
      expect(error).toBeInstanceOf(KubeError);
      expect(error).toMatchObject({ status: 409, reason: 'AlreadyExists' });
      expect(text(await site.cluster.get(ref), 'k')).toBe('first');
    });

    test('stringData of a Secret becomes data', async () => {
      const { object } = await makeSecret('a', { stringData: { k: 'wörter' }, data: { l: btoa('x') } });
      expect(object.data).toEqual({ k: Buffer.from('wörter').toString('base64'), l: btoa('x') });
      expect(object).not.toHaveProperty('stringData');
    });

    test('an object of another kind is refused', async () => {
      const ref = secretRef('a');
      const error = await rejection(site.cluster.create(ref, { ...secret(ref), kind: 'ConfigMap' }));
      expect(error).toMatchObject({ status: 400, reason: 'BadRequest' });
    });

    test('a Secret of more than 1 MiB is refused', async () => {
      const ref = secretRef('a');
      const data = { k: Buffer.alloc(1024 * 1024 + 1).toString('base64') };
      expect(await rejection(site.cluster.create(ref, secret(ref, { data })))).toMatchObject({
        status: 422,
        reason: 'Invalid',
      });
    });

    test('a generation counts changes of the spec alone', async () => {
      const { ref, object } = await makeCronJob();
      expect(object.metadata.generation).toBe(1);
      const labelled = await site.cluster.patch(ref, mergeOf({ metadata: { labels: { a: 'b' } } }));
      expect(labelled.metadata.generation).toBe(1);
      const changed = await site.cluster.patch(ref, mergeOf({ spec: { schedule: '1 0 1 1 *' } }));
      expect(changed.metadata.generation).toBe(2);
    });
  });

  describe('delete', () => {
    test('what is deleted is not there, and cannot be deleted again', async () => {
      const { ref } = await makeSecret('a');
      expect(await site.cluster.delete(ref)).toBe('deleted');
      expect(await site.cluster.get(ref)).toBeUndefined();
      expect(await site.cluster.delete(ref)).toBe('absent');
    });

    test('with a uid, another object of the same name stays', async () => {
      const { ref, object } = await makeSecret('a');
      const uid = '00000000-0000-4000-8000-000000000000';
      expect(await site.cluster.delete(ref, { uid })).toBe('absent');
      expect(await site.cluster.get(ref)).toEqual(object);
      expect(await site.cluster.delete(ref, { uid: object.metadata.uid ?? '' })).toBe('deleted');
    });

    test('an object with finalizers stays until they are gone', async () => {
      const { ref } = await makeSecret('a', {}, { finalizers: ['iter8.tools/test'] });
      expect(await site.cluster.delete(ref)).toBe('deleted');
      const leaving = await site.cluster.get(ref);
      expect(leaving?.metadata.deletionTimestamp).toBeDefined();
      await site.cluster.patch(ref, mergeOf({ metadata: { finalizers: null } }));
      expect(await site.cluster.get(ref)).toBeUndefined();
    });

    test('what an object owns goes with it', async () => {
      const { ref: owner, object } = await makeSecret('owner');
      const { name, uid } = object.metadata;
      const ownerReferences = [{ apiVersion: 'v1', kind: 'Secret', name, uid }];
      const { ref } = await makeSecret('owned', {}, { ownerReferences });
      await site.cluster.delete(owner);
      await expect(eventually(async () => (await site.cluster.get(ref)) === undefined)).resolves.toBe(true);
    });
  });
}

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 80; attempt++) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
