// A watch that goes on: over lost connections from where it was, over expired versions with a new list.
import { type Cluster, KubeError, type KubeObject, type ResourceType, type Selection } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import { jsonLines } from './json-lines.ts';
import { knownObjects } from './known-objects.ts';
import { pause } from './life.ts';
import { callOf, type Pages, queryOf } from './list.ts';
import { collectionPath } from './path.ts';
import type { Requests } from './requests.ts';
import { backoff, type Timing } from './timing.ts';

interface ServerEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubeObject;
}

const goodMs = 1000;

export function createWatch(requests: Requests, pages: Pages, timing: Timing): Cluster['watch'] {
  return async function* watch(type, selection, signal) {
    const known = knownObjects();
    let version: string | undefined; // to go on from; none: only a list can tell
    let isSynced = false;
    for (let failures = 0; !signal.aborted; failures++) {
      const begun = performance.now();
      try {
        if (version === undefined) {
          const listed = known.replace();
          let latest = '';
          for await (const { items, resourceVersion } of pages(type, selection, () => ({ signal }))) {
            yield* listed.page(items);
            latest = resourceVersion;
          }
          yield* listed.end();
          version = latest;
          if (!isSynced) yield { type: 'synced', resourceVersion: latest };
          isSynced = true;
        }
        for await (const event of changes(type, selection, version, signal)) {
          version = event.object.metadata.resourceVersion ?? version;
          if (event.type !== 'BOOKMARK') yield* known.take(event.type, event.object);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (isExpired(error)) version = undefined;
        else if (!isSynced || isFinal(error)) throw error;
      }
      // One that was there for a while was no failure.
      if (performance.now() - begun > goodMs) failures = 0;
      await pause(backoff(timing, failures), signal).catch(() => undefined);
    }
  };

  // One connection of it.
  async function* changes(type: ResourceType, selection: Selection, version: string, signal: AbortSignal) {
    const path = collectionPath(type, selection.namespace, {
      ...queryOf(selection),
      watch: true,
      resourceVersion: version,
      allowWatchBookmarks: true,
      timeoutSeconds: timing.watchSeconds,
    });
    const call = callOf('watch', type, selection);
    const stream = await requests.open({ method: 'GET', path, call }, signal);
    try {
      for await (const line of jsonLines(stream.body, timing.watchSeconds * 1000 + timing.stallMs)) yield eventOf(line);
    } finally {
      stream.close();
    }
  }
}

function eventOf({ type, object }: Record<string, unknown>): ServerEvent {
  if (!isMap(object)) throw new KubeError(500, 'Unknown', 'an event of a watch has no object');
  if (type === 'ERROR') throw new KubeError(Number(object.code ?? 500), String(object.reason), String(object.message));
  if (type === 'BOOKMARK' || type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED')
    return { type, object: object as KubeObject };
  throw new KubeError(500, 'Unknown', `a watch has no events of the type ${String(type)}`);
}

function isExpired(error: unknown): boolean {
  return error instanceof KubeError && error.status === 410;
}

// What another attempt will not change.
function isFinal(error: unknown): boolean {
  if (error instanceof Iter8Error) return error.code !== 'UNREACHABLE';
  return error instanceof KubeError && error.status < 500 && error.status !== 429;
}
