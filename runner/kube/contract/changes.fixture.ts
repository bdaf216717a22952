// One object is changed: by a merge patch, and by applying what is to be.
import { KubeError, type ObjectRef } from '../../model/cluster.ts';
import { mergeOf, rejection, type Site, text } from './site.fixture.ts';

export function keepsChanges(site: Site): void {
  const { secretRef, secret, makeSecret, makeCronJob } = site;

  describe('merge patch', () => {
    test('maps merge, null deletes, the rest stays', async () => {
      const { ref } = await makeSecret('a', { stringData: { keep: '1', change: '1', drop: '1' } });
      const data = { change: btoa('2'), drop: null, add: btoa('2') };
      const patched = await site.cluster.patch(ref, mergeOf({ data, metadata: { annotations: { note: 'x' } } }));
      expect(patched.data).toEqual({ keep: btoa('1'), change: btoa('2'), add: btoa('2') });
      expect(patched.metadata).toMatchObject({ labels: { test: site.prefix }, annotations: { note: 'x' } });
      expect(await site.cluster.get(ref)).toEqual(patched);
    });

    test('every change gives a new resourceVersion, no change does not', async () => {
      const { ref, object } = await makeSecret('a');
      const changed = await site.cluster.patch(ref, mergeOf({ stringData: { k: '1' } }));
      expect(changed.metadata.resourceVersion).not.toBe(object.metadata.resourceVersion);
      const same = await site.cluster.patch(ref, mergeOf({ data: { k: btoa('1') } }));
      expect(same.metadata.resourceVersion).toBe(changed.metadata.resourceVersion);
    });

    test('with the current resourceVersion it is done', async () => {
      const { ref, object } = await makeSecret('a');
      const { resourceVersion } = object.metadata;
      const patched = await site.cluster.patch(ref, mergeOf({ metadata: { resourceVersion }, stringData: { k: '1' } }));
      expect(text(patched, 'k')).toBe('1');
    });

    test('with an old resourceVersion it is refused, and changes nothing', async () => {
      const { ref, object } = await makeSecret('a');
      await site.cluster.patch(ref, mergeOf({ stringData: { k: 'theirs' } }));
      const { resourceVersion } = object.metadata;
      const late = site.cluster.patch(ref, mergeOf({ metadata: { resourceVersion }, stringData: { k: 'mine' } }));
      expect(await rejection(late)).toMatchObject({ status: 409, reason: 'Conflict' });
      expect(text(await site.cluster.get(ref), 'k')).toBe('theirs');
    });

    test('of what is not there it fails', async () => {
      const error = await rejection(site.cluster.patch(secretRef('nothing'), mergeOf({ stringData: { k: '1' } })));
      expect(error).toBeInstanceOf(KubeError);
      expect(error).toMatchObject({ status: 404, reason: 'NotFound' });
    });

    test('the status is not a client’s to write', async () => {
      const { ref } = await makeCronJob();
      const patched = await site.cluster.patch(ref, mergeOf({ status: { lastScheduleTime: '2024-01-01T00:00:00Z' } }));
      expect(patched.status ?? {}).not.toHaveProperty('lastScheduleTime');
    });
  });

  describe('apply', () => {
    const applyOf = (ref: ObjectRef, data: Record<string, string>, manager = 'one', force = false) =>
      ({ type: 'apply', body: { ...secret(ref), data }, manager, force }) as const;

    test('creates what is not there', async () => {
      const ref = secretRef('a');
      expect((await site.cluster.patch(ref, applyOf(ref, { k: btoa('1') }))).data).toEqual({ k: btoa('1') });
    });

    test('takes away what its manager applied before, and leaves what others made', async () => {
      const ref = secretRef('a');
      await site.cluster.patch(ref, applyOf(ref, { k: btoa('1') }));
      await site.cluster.patch(ref, mergeOf({ data: { other: btoa('1') } }));
      const applied = await site.cluster.patch(ref, applyOf(ref, { l: btoa('2') }));
      expect(applied.data).toEqual({ l: btoa('2'), other: btoa('1') });
    });

    test('does not change what another manager owns, unless it is forced to', async () => {
      const ref = secretRef('a');
      await site.cluster.patch(ref, applyOf(ref, { k: btoa('1') }));
      const error = await rejection(site.cluster.patch(ref, applyOf(ref, { k: btoa('2') }, 'two')));
      expect(error).toMatchObject({ status: 409, reason: 'Conflict' });
      expect((await site.cluster.patch(ref, applyOf(ref, { k: btoa('2') }, 'two', true))).data).toEqual({
        k: btoa('2'),
      });
    });
  });
}
