// The cluster for someone who looks at one group again and again: what its watch told a moment ago is not asked again.
import type { Cluster, KubeObject, ObjectList, ObjectRef, WatchEvent } from '../../model/cluster.ts';

const freshMs = 10_000; // what is older is asked again, so that an API server that is away is noticed

export function watchedCluster(cluster: Cluster, group: string, now: () => number = () => performance.now()): Cluster {
  let secret: { object: KubeObject | undefined; at: number } | undefined;
  const lists = new Map<string, { list: ObjectList; at: number }>();
  const isFresh = (known: { at: number } | undefined) => known !== undefined && now() - known.at < freshMs;
  const isSecret = ({ resource, name, namespace }: ObjectRef) =>
    resource === 'secrets' && name === group && namespace === cluster.namespace;

  return {
    ...cluster,
    async get(ref, options) {
      if (!isSecret(ref)) return cluster.get(ref, options);
      if (secret !== undefined && isFresh(secret)) return secret.object;
      const object = await cluster.get(ref, options);
      if (secret !== undefined) secret = { object, at: now() };
      return object;
    },
    async list(type, selection, options) {
      const key = JSON.stringify([type, selection]);
      const known = lists.get(key);
      if (known !== undefined && isFresh(known)) return known.list;
      const list = await cluster.list(type, selection, options);
      lists.set(key, { list, at: now() });
      return list;
    },
    async *watch(type, selection, signal) {
      try {
        for await (const event of cluster.watch(type, selection, signal)) {
          lists.clear();
          if (type.resource === 'secrets') secret = told(event, secret?.object, now());
          yield event;
        }
      } finally {
        if (type.resource === 'secrets') secret = undefined; // nobody tells any more
      }
    },
  };
}

function told(event: WatchEvent, before: KubeObject | undefined, at: number) {
  if (event.type === 'synced') return { object: before, at };
  return { object: event.type === 'deleted' ? undefined : event.object, at };
}
