// How a pod becomes the writer of a result: at once where nobody is, else when the one before gives the role back, or is
// found to have stopped.
import type { KubeObject } from '../model/cluster.ts';
import { formatDuration } from '../model/duration.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { explained, mayPass, noSuchGroup, statusOf } from './secret-errors.ts';
import { heldBy, reasonToRefuse, superseded } from './secret-fence.ts';
import { heartbeatOf, holderOf, nameOf, roleOf } from './secret-object.ts';
import { createPulse, lostAfterMs } from './secret-pulse.ts';
import type { SaveOptions } from './secret-save.ts';

const pollMs = 3000;
const sayEveryMs = 30_000;
const requestMs = 5000;
const patienceMs = 60_000; // with an API server that does not answer, or a Secret that is not there yet

interface LockOptions extends SaveOptions {
  signal: AbortSignal;
  waitMs: number;
}

// The Secret as it is with the role taken.
export async function takeRole(options: LockOptions): Promise<KubeObject> {
  const { ref, clock, random, log, signal } = options;
  const pulse = createPulse(clock);
  const waiting = createWaiting(options);
  for (;;) {
    signal.throwIfAborted();
    try {
      const found = await options.cluster.get(ref, { deadlineMs: requestMs, signal });
      if (found === undefined) throw noSuchGroup(ref);
      const taken = await tryToTake(found);
      if (taken !== undefined) return taken;
    } catch (error) {
      signal.throwIfAborted();
      if (!mayPass(error) && !isMissing(error)) throw explained(error, ref);
      pulse.forget(); // while this pod cannot write, perhaps nobody can
      waiting.failed(error);
    }
    await clock.sleep(pollMs * (0.75 + random() / 2), signal).catch(() => {});
  }

  async function tryToTake(found: KubeObject): Promise<KubeObject | undefined> {
    refuse(found);
    const holder = heldBy(found, options.me);
    if (holder !== undefined) {
      const still = pulse.look(`${holder.uid} ${holder.heartbeat}`);
      if (still < lostAfterMs) return waiting.forPod(holder.name, still);
      log.warn(`pod ${holder.name} has not been heard of for ${formatDuration(still)}: this pod takes over`);
    }
    const before = holderOf(found);
    if (before?.heartbeat !== undefined && holder === undefined && before.uid !== options.me.pod.uid) {
      log.info(`revision ${options.me.revision} takes over from pod ${before.name} of revision ${before.revision}`);
    }
    const taken = await take(options, found);
    if (taken !== undefined) refuse(taken);
    return taken;
  }

  function refuse(found: KubeObject): void {
    const refusal = reasonToRefuse(found, ref, options.me);
    if (refusal !== undefined) throw superseded(refusal);
  }
}

// Undefined where somebody was faster.
async function take(
  { cluster, ref, me, clock, signal }: LockOptions,
  found: KubeObject,
): Promise<KubeObject | undefined> {
  const annotations = roleOf(me.pod, me.revision, heartbeatOf(0, clock.now()));
  const metadata = { resourceVersion: found.metadata.resourceVersion, annotations };
  try {
    return await cluster.patch(ref, { type: 'merge', body: { metadata } }, { deadlineMs: requestMs, signal });
  } catch (error) {
    if (statusOf(error) === 409) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 || (error instanceof Iter8Error && error.code === 'GROUP');
}

// Says what is waited for, at once and every 30 s, and ends the waiting where it lasts too long.
function createWaiting({ ref, clock, log, waitMs }: LockOptions) {
  const start = clock.now();
  let saidAt = Number.NEGATIVE_INFINITY;
  let failingSince: number | undefined;

  function say(message: string, level: 'info' | 'warn'): void {
    if (clock.now() - saidAt < sayEveryMs) return;
    saidAt = clock.now();
    log[level](message);
  }
  return {
    forPod(name: string, stillMs: number): undefined {
      failingSince = undefined;
      if (clock.now() - start >= waitMs) {
        const waited = formatDuration(waitMs);
        throw new Iter8Error('BUSY', `pod ${name} is still writing the result of group ${ref.name} after ${waited}`);
      }
      const silent = stillMs < lostAfterMs / 2 ? '' : `; silent for ${Math.round(stillMs / 1000)} s`;
      say(`waiting for pod ${name}, which is writing the result of experiment group ${ref.name}${silent}`, 'info');
    },
    failed(error: unknown): void {
      failingSince ??= clock.now();
      if (clock.now() - failingSince >= patienceMs) throw explained(error, ref);
      say(`waiting for ${nameOf(ref)}: ${messageOf(error)}`, 'warn');
    },
  };
}
