// Tells what happens to groups, in the log and as events of their triggers. What stays as it is, is told once.
import type { KubeObject } from '../model/cluster.ts';
import type { Log } from '../model/task.ts';
import type { RecordEvent } from './events.ts';

interface Teller {
  done(group: string, trigger: KubeObject | undefined, reason: string, message: string): void;
  wrong(group: string, trigger: KubeObject | undefined, reason: string, message: string): void;
  well(group: string, reason: string): void; // what was wrong is not so any longer
}

// Without a group: of groups that are gone.
export function createTeller(log: Log, record: RecordEvent): Teller {
  const told = new Map<string, Set<string>>();

  return {
    done(group, trigger, reason, message) {
      log.info(about(group, message));
      if (trigger !== undefined) void record(trigger, { type: 'Normal', reason, message });
    },
    wrong(group, trigger, reason, message) {
      const before = told.get(`${group} ${reason}`) ?? new Set();
      if (before.has(message)) return log.debug(about(group, message));
      told.set(`${group} ${reason}`, before.add(message));
      log.warn(about(group, message));
      if (trigger !== undefined) void record(trigger, { type: 'Warning', reason, message });
    },
    well: (group, reason) => void told.delete(`${group} ${reason}`),
  };
}

function about(group: string, message: string): string {
  return group === '' ? message : `group ${group}: ${message}`;
}
