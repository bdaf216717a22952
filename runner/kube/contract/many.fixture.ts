// Objects by selection, once and as they change; and logs.
import type { WatchEvent } from '../../model/cluster.ts';
import { mergeOf, rejection, type Site, secrets } from './site.fixture.ts';

export function keepsMany(site: Site): void {
  const { makeSecret, mine } = site;

  describe('list', () => {
    test('gives whole objects, by namespace', async () => {
      const { object } = await makeSecret('a');
      const list = await site.cluster.list(secrets, mine());
      expect(list.items).toEqual([object]);
      expect(list.resourceVersion).toMatch(/^\d+$/);
      expect((await site.cluster.list(secrets, { ...mine(), namespace: 'no-such-namespace' })).items).toEqual([]);
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
      await makeSecret('one', {}, { labels: { test: site.prefix, tier: 'a' } });
      await makeSecret('two', {}, { labels: { test: site.prefix, tier: 'b' } });
      await makeSecret('three');
      const { items } = await site.cluster.list(secrets, {
        namespace: site.namespace,
        labels: `test=${site.prefix},${labels}`,
      });
      expect(items.map(({ metadata }) => metadata.name.slice(site.prefix.length + 1)).sort()).toEqual(expected);
    });

    test('a field selects by name', async () => {
      const { object } = await makeSecret('one');
      await makeSecret('two');
      const fields = `metadata.name=${object.metadata.name}`;
      expect((await site.cluster.list(secrets, { namespace: site.namespace, fields })).items).toEqual([object]);
    });

    test.each([{ labels: 'a in b' }, { fields: 'metadata.nme=x' }])('%j is refused', async (selection) => {
      const error = await rejection(site.cluster.list(secrets, { namespace: site.namespace, ...selection }));
      expect(error).toMatchObject({ status: 400, reason: 'BadRequest' });
    });
  });

  describe('watch', () => {
    const begin = (selection: { namespace: string; labels?: string; fields?: string }) => {
      const abort = new AbortController();
      site.watches.push(abort);
      const events = site.cluster.watch(secrets, selection, abort.signal)[Symbol.asyncIterator]();
      const next = async () => {
        const { value, done } = await events.next();
        return done === true ? undefined : short(value);
      };
      return { next, stop: () => abort.abort() };
    };
    const short = (event: WatchEvent) =>
      event.type === 'synced' ? 'synced' : `${event.type} ${event.object.metadata.name.slice(site.prefix.length + 1)}`;

    test('tells what is there, `synced`, and every change', async () => {
      const { ref } = await makeSecret('old');
      const { next } = begin(mine());
      expect([await next(), await next()]).toEqual(['added old', 'synced']);
      await makeSecret('new');
      await site.cluster.patch(ref, mergeOf({ stringData: { k: '1' } }));
      await site.cluster.delete(ref);
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
      const { next } = begin({ namespace: site.namespace, fields: `metadata.name=${ref.name}` });
      expect([await next(), await next()]).toEqual(['added mine', 'synced']);
      await makeSecret('other');
      await site.cluster.patch(ref, mergeOf({ stringData: { k: '1' } }));
      expect(await next()).toBe('modified mine');
    });

    test('what is selected no longer is deleted, what is selected now is added', async () => {
      const { ref } = await makeSecret('a');
      const { next } = begin(mine());
      await next();
      await next();
      await site.cluster.patch(ref, mergeOf({ metadata: { labels: { test: 'other' } } }));
      expect(await next()).toBe('deleted a');
      await site.cluster.patch(ref, mergeOf({ metadata: { labels: { test: site.prefix } } }));
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
      const events = site.cluster
        .watch(type, { namespace: site.namespace }, new AbortController().signal)
        [Symbol.asyncIterator]();
      expect(await rejection(events.next())).toMatchObject({ code: 'CLUSTER' });
    });
  });

  test('a pod that is not there has no logs', async () => {
    const bytes = site.cluster.logs(
      { namespace: site.namespace, pod: `${site.prefix}-nothing` },
      new AbortController().signal,
    );
    expect(await rejection(bytes[Symbol.asyncIterator]().next())).toMatchObject({ status: 404, reason: 'NotFound' });
  });
}
