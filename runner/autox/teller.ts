// Tells what happens to groups, in the log and as Events. What stays as it is, is told once.
import type { KubeObject } from '../model/cluster.ts';
import type { Log } from '../model/task.ts';
import type { RecordEvent } from './events.ts';

export interface Teller {
  done(group: string, trigger: KubeObject | undefined, reason: string, message: string): void;
  // As an Event of the trigger; of the controller's own pod where the trigger is not known.
  // `what`: of several things that can be wrong for the same reason.
  wrong(group: string, trigger: KubeObject | undefined, reason: string, message: string, what?: string): void;
  // What others are at fault for, such as an API server that is away: in the log alone.
  troubled(group: string, reason: string, message: string): void;
  well(group: string, reason: string, what?: string): boolean; // what was wrong is not so any longer; true where something was
}

interface TellerTools {
  log: Log;
  record: RecordEvent;
  pod: KubeObject | undefined; // the controller's own
}

const mostTold = 100; // of one thing, each in other words

// Without a group: of groups that are gone.
export function createTeller({ log, record, pod }: TellerTools): Teller {
  const told = new Map<string, Set<string>>();

  // False where that was told before. Of what is worded anew each time the latest are known.
  function warn(group: string, key: string, message: string): boolean {
    const before = told.get(key) ?? new Set();
    const isNew = !before.delete(message);
    told.set(key, before.add(message));
    const [oldest] = before;
    if (before.size > mostTold && oldest !== undefined) before.delete(oldest);
    log[isNew ? 'warn' : 'debug'](about(group, message));
    return isNew;
  }

  return {
    done(group, trigger, reason, message) {
      log.info(about(group, message));
      if (trigger !== undefined) record(trigger, { type: 'Normal', reason, message });
    },
    wrong(group, trigger, reason, message, what) {
      if (!warn(group, keyOf(group, reason, what), message)) return;
      if (trigger !== undefined) record(trigger, { type: 'Warning', reason, message });
      else if (pod !== undefined) record(pod, { type: 'Warning', reason, message: about(group, message) });
    },
    troubled: (group, reason, message) => void warn(group, keyOf(group, reason), message),
    well: (group, reason, what) => told.delete(keyOf(group, reason, what)),
  };
}

function about(group: string, message: string): string {
  return group === '' ? message : `group ${group}: ${message}`;
}

function keyOf(group: string, reason: string, what = ''): string {
  return `${group} ${reason} ${what}`;
}
