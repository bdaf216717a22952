// An experiment in a Kubernetes Secret, for those who read it: reports and assertions. `iter8 k run` writes it through
// secret-writer.ts.
import type { Cluster, KubeObject } from '../model/cluster.ts';
import type { DocumentReader } from '../model/store.ts';
import type { Clock } from '../model/task.ts';
import { documentIn } from './secret-document.ts';
import { noSuchGroup } from './secret-errors.ts';
import { holderOf, type Pod, refOf, timeOfHeartbeat } from './secret-object.ts';
import { createPulse, lostAfterMs } from './secret-pulse.ts';

// Further than clocks are apart where anything else still works.
const certainlyOldMs = 10 * 60_000;

interface SecretStoreOptions {
  cluster: Pick<Cluster, 'get'>;
  namespace: string;
  group: string;
  clock: Pick<Clock, 'now'>;
  // Whether this pod is gone or has ended; undefined where that cannot be known (no permission to look at pods).
  podEnded?(pod: Pod): Promise<boolean | undefined>;
}

export function secretStore({ cluster, namespace, group, clock, podEnded }: SecretStoreOptions): DocumentReader {
  const ref = refOf({ namespace, group });
  const pulse = createPulse(clock);
  const get = async (): Promise<KubeObject> => {
    const secret = await cluster.get(ref);
    if (secret === undefined) throw noSuchGroup(ref);
    return secret;
  };
  return {
    read: async () => documentIn(await get(), ref),
    // Nobody, where the role was given back or the pod has ended. Where pods cannot be looked at: where the heartbeat did
    // not change for 30 s of looks that are at most 10 s apart, or where it is so old that no clock could be that wrong.
    async writer() {
      const holder = holderOf(await get());
      if (holder?.heartbeat === undefined) return undefined;
      const ended = await podEnded?.({ name: holder.name, uid: holder.uid });
      const gone = ended ?? isLost(holder.uid, holder.heartbeat);
      return gone ? undefined : { host: holder.name };
    },
  };

  function isLost(uid: string, heartbeat: string): boolean {
    if (pulse.look(`${uid} ${heartbeat}`) >= lostAfterMs) return true;
    const time = timeOfHeartbeat(heartbeat);
    return time !== undefined && clock.now() - time > certainlyOldMs;
  }
}
