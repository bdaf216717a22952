// Holds what a watch tells. What was read before a watch broke off is not trusted until another has read all of it.
import { isDeepStrictEqual } from 'node:util';
import type { Cluster, KubeObject, ResourceType } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Clock } from '../model/task.ts';
import { spellingsOfTheChart } from './names.ts';
import type { View } from './reconcile.ts';
import { createShelf } from './shelf.ts';

interface FollowOptions<T extends KubeObject> {
  cluster: Cluster;
  types: readonly ResourceType[]; // what one type may be called, the likeliest first
  namespace: string;
  keep(object: KubeObject): T | undefined; // what of it is needed; undefined: nothing
  synced(): void;
  changed(object: T): void; // one that is kept, or was; not where nothing of it is new that is kept
  failed(error: unknown, again: { inMs: number }): void;
  clock: Clock;
  random(): number;
  signal: AbortSignal;
}

export interface Followed<T extends KubeObject = KubeObject> extends View<T> {
  done: Promise<void>; // after the signal
}

// As some have their label, beside those of these names.
export function concerning<T extends KubeObject>(
  { all, ofGroup }: View<T>,
  group: string,
  names: readonly string[],
): T[] {
  const known = all();
  return [...new Set([...ofGroup(group), ...names.flatMap((name) => known.get(name) ?? [])])];
}

const firstMs = 1000;
const mostMs = 15_000;

export function follow<T extends KubeObject>(options: FollowOptions<T>): Followed<T> {
  const { cluster, types, namespace, clock, random, signal } = options;
  let shelf = createShelf<T>();
  let isSynced = false;

  async function watch(type: ResourceType): Promise<void> {
    const read = createShelf<T>();
    for await (const event of cluster.watch(type, { namespace }, signal)) {
      if (event.type === 'synced') {
        shelf = read;
        isSynced = true;
        options.synced();
        continue;
      }
      const { name } = event.object.metadata;
      const kept = event.type === 'deleted' ? undefined : options.keep(event.object);
      const before = read.all().get(name);
      if (isDeepStrictEqual(before, kept)) continue;
      read.put(name, kept);
      const changed = kept ?? before;
      if (isSynced && changed !== undefined) options.changed(changed);
    }
  }

  // Each name once; the error that says most where none of them can be watched.
  async function watchAny(): Promise<void> {
    let why: unknown;
    for (const [i, type] of types.entries()) {
      try {
        return await watch(type);
      } catch (error) {
        const isOfAGuess = i >= spellingsOfTheChart && isForbidden(error);
        if (why === undefined || !(isUnknown(error) || isOfAGuess)) why = error;
        if (isSynced || signal.aborted || !(isUnknown(error) || isForbidden(error))) break;
      }
    }
    throw why;
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await watchAny();
      } catch (error) {
        if (signal.aborted) return;
        failures = isSynced ? 1 : failures + 1;
        isSynced = false;
        const inMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 10)) * (0.5 + random() / 2);
        options.failed(error, { inMs });
        await clock.sleep(inMs, signal).catch(() => undefined);
      }
    }
  }

  return { isSynced: () => isSynced, all: () => shelf.all(), ofGroup: (group) => shelf.ofGroup(group), done: run() };
}

function isUnknown(error: unknown): boolean {
  return error instanceof Iter8Error && error.code === 'CLUSTER';
}

// What has another name may be forbidden because nobody thought of that name.
function isForbidden(error: unknown): boolean {
  return error instanceof Iter8Error && error.code === 'FORBIDDEN';
}
