// What happened to a group, as an Event of its trigger: `kubectl describe` shows it.
import type { Cluster, KubeObject } from '../model/cluster.ts';
import { messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/task.ts';

interface TriggerEvent {
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

export type RecordEvent = (trigger: KubeObject, event: TriggerEvent) => Promise<void>;

const component = 'iter8-autox';
const mostCharacters = 1000; // of 1024 that the API server takes

// Never throws: nothing depends on an Event.
export function createEvents({ cluster, clock, random, log }: EventTools): RecordEvent {
  return async (trigger, { type, reason, message }) => {
    const { name: of, namespace = '', uid } = trigger.metadata;
    const now = new Date(clock.now()).toISOString().replace(/\.\d+/, '');
    const name = `${of}.${clock.now().toString(16)}${Math.floor(random() * 2 ** 32).toString(16)}`;
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: { apiVersion: trigger.apiVersion, kind: trigger.kind, name: of, namespace, uid },
      type,
      reason,
      message: message.slice(0, mostCharacters),
      source: { component },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    try {
      await cluster.create({ group: '', version: 'v1', resource: 'events', namespace, name }, event);
    } catch (error) {
      log.debug(`no event could be written: ${messageOf(error)}`);
    }
  };
}
