// What happened to a group, as an Event of its trigger, or of the controller's own pod: `kubectl describe` shows it.
import type { Cluster, KubeObject } from '../model/cluster.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/task.ts';

interface GroupEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

interface EventTools {
  cluster: Cluster;
  clock: Pick<Clock, 'now'>;
  random(): number;
  log: Log;
}

export type RecordEvent = (about: KubeObject, event: GroupEvent) => void;

const component = 'iter8-autox';
const mostCharacters = 1000; // of 1024 that the API server takes
const mostWaiting = 1000;
const deadlineMs = 10_000;

// One after the other, and in the background: nothing depends on an Event.
export function createEvents({ cluster, clock, random, log }: EventTools): RecordEvent {
  let waiting = 0;
  let written = 0;
  let last = Promise.resolve();

  async function write(about: KubeObject, { type, reason, message }: GroupEvent): Promise<void> {
    const { name: of, namespace = '', uid } = about.metadata;
    const now = new Date(clock.now()).toISOString().replace(/\.\d+/, '');
    const unique = [clock.now(), random() * 2 ** 32, ++written].map((part) => Math.floor(part).toString(16));
    const name = `${of.slice(0, 200).replace(/[-.]+$/, '')}.${unique.join('.')}`; // no part of it may end so
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name: of, namespace, uid },
      type,
      reason,
      message: message.slice(0, mostCharacters),
      source: { component },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    const ref = { group: '', version: 'v1', resource: 'events', namespace, name };
    await cluster.create(ref, event, { deadlineMs });
  }

  return (about, event) => {
    if (waiting >= mostWaiting) return log.debug(`no event is written of: ${event.message}`);
    waiting++;
    last = last
      .then(() => write(about, event))
      .catch((error: unknown) => log.debug(`no event could be written: ${messageOf(error)}`))
      .finally(() => waiting--);
  };
}
