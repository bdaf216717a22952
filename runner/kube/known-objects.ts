// What a watch has told of so far, so that a new list becomes only what changed.
import type { KubeObject, WatchEvent } from '../model/cluster.ts';

type Change = Exclude<WatchEvent, { type: 'synced' }>;

interface KnownObjects {
  // A list of all there is.
  replace(items: readonly KubeObject[]): Change[];
  // One event of the server.
  take(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): Change[];
}

export function knownObjects(): KnownObjects {
  const known = new Map<string, KubeObject>();

  function update(object: KubeObject): Change[] {
    const before = known.get(keyOf(object));
    known.set(keyOf(object), object);
    if (before === undefined) return [{ type: 'added', object }];
    if (before.metadata.uid !== object.metadata.uid)
      return [
        { type: 'deleted', object: before },
        { type: 'added', object },
      ];
    const isSame = before.metadata.resourceVersion === object.metadata.resourceVersion;
    return isSame ? [] : [{ type: 'modified', object }];
  }

  return {
    replace(items) {
      const left = new Set(items.map(keyOf));
      const gone = [...known.entries()].filter(([key]) => !left.has(key));
      for (const [key] of gone) known.delete(key);
      return [...gone.map(([, object]): Change => ({ type: 'deleted', object })), ...items.flatMap(update)];
    },
    take(type, object) {
      if (type !== 'DELETED') return update(object);
      return known.delete(keyOf(object)) ? [{ type: 'deleted', object }] : [];
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
