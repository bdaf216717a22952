// What a watch has told of so far, so that a new list becomes only what changed. No more of an object than says who it is:
// there may be thousands, and large ones.
import type { KubeObject, ObjectMeta, WatchEvent } from '../model/cluster.ts';

type Change = Exclude<WatchEvent, { type: 'synced' }>;

interface KnownObjects {
  // A list of all there is, page by page.
  replace(): { page(items: readonly KubeObject[]): Change[]; end(): Change[] };
  // One event of the server.
  take(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): Change[];
}

export function knownObjects(): KnownObjects {
  const known = new Map<string, KubeObject>();

  function update(object: KubeObject): Change[] {
    const before = known.get(keyOf(object));
    known.set(keyOf(object), headOf(object));
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
    replace() {
      const left = new Set(known.keys());
      return {
        page(items) {
          for (const item of items) left.delete(keyOf(item));
          return items.flatMap(update);
        },
        end: () =>
          [...left].flatMap((key): Change[] => {
            const object = known.get(key);
            known.delete(key);
            return object === undefined ? [] : [{ type: 'deleted', object }];
          }),
      };
    },
    take(type, object) {
      if (type !== 'DELETED') return update(object);
      return known.delete(keyOf(object)) ? [{ type: 'deleted', object }] : [];
    },
  };
}

function headOf({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { managedFields: _, annotations: __, ...head } = metadata as ObjectMeta & { managedFields?: unknown };
  return { apiVersion, kind, metadata: head };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
