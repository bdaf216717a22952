// Wakes whoever waits when the result of a group, or one of its Jobs, changes.
import type { Cluster, ResourceType, Selection } from '../../model/cluster.ts';
import { messageOf } from '../../model/errors.ts';
import type { Log } from '../../model/task.ts';
import { jobs, ofGroup } from './workload.ts';

const lookAgainMs = 5000; // some things change without an event: a heartbeat that stops
const unwatchedMs = 2000;

export interface Changes {
  next(atMostMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

export function changesOf(cluster: Cluster, group: string, log: Log): Changes {
  const closing = new AbortController();
  const { namespace } = cluster;
  let isBlind = false;
  let isNew = false;
  let wake = () => {};

  const follow = async (type: ResourceType, selection: Selection): Promise<void> => {
    try {
      for await (const _ of cluster.watch(type, selection, closing.signal)) {
        isNew = true;
        wake();
      }
    } catch (error) {
      if (closing.signal.aborted) return;
      isBlind = true;
      isNew = true; // whoever waits goes over to looking more often
      wake();
      log.debug(`${type.resource} cannot be watched, so the result is read every 2 s: ${messageOf(error)}`);
    }
  };
  void follow({ group: '', version: 'v1', resource: 'secrets' }, { namespace, fields: `metadata.name=${group}` });
  void follow(jobs, { namespace, labels: ofGroup(group) });

  return {
    next(atMostMs, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
          isNew = false;
          wake = () => {};
          resolve();
        };
        const stop = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(end, Math.min(atMostMs, isBlind ? unwatchedMs : lookAgainMs));
        signal.addEventListener('abort', stop, { once: true });
        wake = end;
        if (isNew) end();
      });
    },
    close: () => closing.abort(),
  };
}
