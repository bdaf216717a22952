// Changes of the Secret by the pod that has the role of the writer. Each is conditional on the version that was read last,
// so whatever others did meanwhile is looked at before anything is written over.
import type { Cluster, KubeObject, ObjectRef } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Clock, Log } from '../model/task.ts';
import { explained, isTaken, mayPass, statusOf } from './secret-errors.ts';
import { type Me, reasonToStop, superseded } from './secret-fence.ts';
import { dataOf, documentKey, heartbeatOf, holderOf, nameOf, roleOf } from './secret-object.ts';

const attemptMs = 10_000; // of the client, which tries again within it
const leastMs = 1000;
const longestPauseMs = 2000;
const releaseMs = 3000;

type Data = Record<string, string>;

// The time to give up at, which may come nearer meanwhile; `taken`: the Secret, or the right to change it, is taken away.
export type Limit = (taken?: boolean) => number;

export interface SaveOptions {
  cluster: Pick<Cluster, 'get' | 'patch'>;
  ref: ObjectRef;
  me: Me;
  clock: Clock;
  random: () => number;
  log: Log;
}

export interface Role {
  seen(): KubeObject; // the Secret as it was read or written last
  lost: AbortSignal; // another pod has the role now: this one never writes again
  // Renews the role, and writes the data with it.
  put(data: Data | undefined, limit: Limit): Promise<void>;
  release(): Promise<void>;
}

export function createRole({ cluster, ref, me, clock, random, log }: SaveOptions, taken: KubeObject): Role {
  const losing = new AbortController(); // its signal goes with every call: one that was told to stop has yet to save
  let seen = taken;
  let beats = 0;
  let last: Promise<unknown> = Promise.resolve();

  // One change at a time.
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  async function put(data: Data | undefined, limit: Limit): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      losing.signal.throwIfAborted();
      const heartbeat = heartbeatOf(++beats, clock.now());
      try {
        await patch(heartbeat, data, within(attemptMs, limit));
        return;
      } catch (error) {
        const status = statusOf(error);
        const stale = status === 409 || status === 404;
        if (!stale && !mayPass(error)) throw explained(error, ref);
        if (attempt > 0 || status !== 409) await pause(attempt, limit, error);
        if (stale && (await refresh(limit)) && landed(heartbeat, data)) return;
      }
    }
  }

  async function patch(heartbeat: string | null, data: Data | undefined, deadlineMs: number): Promise<void> {
    const annotations = roleOf(me.pod, me.revision, heartbeat);
    const metadata = { resourceVersion: seen.metadata.resourceVersion, annotations };
    const body = data === undefined ? { metadata } : { metadata, data };
    const patched = await cluster.patch(ref, { type: 'merge', body }, { deadlineMs, signal: losing.signal });
    // The client may have found out that its change had taken effect only after others had made theirs.
    isStopped(patched);
    seen = patched;
  }

  function isStopped(found: KubeObject): boolean {
    const reason = reasonToStop(found, ref, me, seen);
    if (reason === undefined) return false;
    losing.abort(superseded(reason));
    log.error(`${reason}: nothing more is saved`);
    return true;
  }

  // The answer was lost, not the change.
  function landed(heartbeat: string, data: Data = {}): boolean {
    return (
      holderOf(seen)?.heartbeat === heartbeat &&
      Object.entries(data).every(([key, value]) => dataOf(seen, key) === value)
    );
  }

  async function pause(attempt: number, limit: Limit, error: unknown): Promise<void> {
    const left = limit(isTaken(error)) - clock.now();
    if (left <= 0) throw statusOf(error) === 404 ? gone(ref) : explained(error, ref);
    const ms = Math.min(longestPauseMs, 100 * 2 ** Math.min(attempt, 10)) * (0.5 + random() / 2);
    await clock.sleep(Math.min(ms, left));
  }

  // False where nothing could be read: the next attempt finds out again.
  async function refresh(limit: Limit): Promise<boolean> {
    let found: KubeObject | undefined;
    try {
      found = await cluster.get(ref, { deadlineMs: within(attemptMs, limit), signal: losing.signal });
    } catch (error) {
      if (mayPass(error)) return false;
      throw explained(error, ref);
    }
    if (found === undefined) return false;
    if (isStopped(found)) throw losing.signal.reason;
    tellEdits(seen, found);
    seen = found;
    return true;
  }

  function tellEdits(before: KubeObject, found: KubeObject): void {
    const remade = found.metadata.uid !== before.metadata.uid;
    const heartbeat = holderOf(found)?.heartbeat;
    const ours = heartbeat !== undefined && heartbeat !== holderOf(before)?.heartbeat; // a change of which we had no answer
    if (remade) log.warn(`${nameOf(ref)} was deleted and made again: the result goes on in the new one`);
    else if (!ours && dataOf(found, documentKey) !== dataOf(before, documentKey)) {
      log.warn(`${documentKey} of ${nameOf(ref)} was changed by somebody else: the state of this run replaces it`);
    } else if (!ours) log.info(`${nameOf(ref)} was changed by somebody else; the result was not`);
  }

  function within(ms: number, limit: Limit): number {
    return Math.max(leastMs, Math.min(ms, limit() - clock.now()));
  }

  async function release(): Promise<void> {
    if (losing.signal.aborted) return;
    const limit = clock.now() + releaseMs;
    try {
      await patch(null, undefined, releaseMs);
    } catch (error) {
      if (statusOf(error) !== 409 || !(await refresh(() => limit))) throw error;
      await patch(null, undefined, releaseMs);
    }
  }

  return {
    seen: () => seen,
    lost: losing.signal,
    put: (data, limit) => inTurn(() => put(data, limit)),
    release: () => inTurn(release),
  };
}

function gone(ref: ObjectRef): Iter8Error {
  return new Iter8Error('CLUSTER', `${nameOf(ref)} was deleted while the experiment ran, and was not made again`);
}
