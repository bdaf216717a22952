// Objects by name and by the group that their label says.
import type { KubeObject } from '../model/cluster.ts';
import { labels } from './labels.ts';

interface Shelf<T extends KubeObject> {
  put(name: string, object: T | undefined): void; // undefined: there is none any longer
  all(): ReadonlyMap<string, T>;
  ofGroup(group: string): Iterable<T>;
}

export function createShelf<T extends KubeObject>(objects: readonly T[] = []): Shelf<T> {
  const all = new Map<string, T>();
  const groups = new Map<string, Map<string, T>>();
  const shelf: Shelf<T> = {
    put(name, object) {
      const before = groupOf(all.get(name));
      if (before !== undefined) groups.get(before)?.delete(name);
      all.delete(name);
      if (object === undefined) return;
      all.set(name, object);
      const group = groupOf(object);
      if (group !== undefined) groups.set(group, (groups.get(group) ?? new Map()).set(name, object));
    },
    all: () => all,
    ofGroup: (group) => groups.get(group)?.values() ?? [],
  };
  for (const object of objects) shelf.put(object.metadata.name, object);
  return shelf;
}

function groupOf(object: KubeObject | undefined): string | undefined {
  return object?.metadata.labels?.[labels.group];
}
