// What is wrong with the configuration, told once: in the log, and as Events.
import type { Cluster, KubeObject, ObjectRef } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Log } from '../model/task.ts';
import type { ConfigProblem } from './doubles.ts';
import type { RecordEvent } from './events.ts';
import { spellingsOf } from './names.ts';

interface ProblemTools {
  cluster: Pick<Cluster, 'get'>;
  log: Log;
  record: RecordEvent;
  pod: KubeObject | undefined; // where an Event is where the trigger cannot be read
}

export async function tellProblems(
  problems: readonly ConfigProblem[],
  { cluster, log, record, pod }: ProblemTools,
): Promise<void> {
  const told = problems.map(({ group, path, message, trigger }) => ({
    trigger,
    message: `${group === '' ? '' : `group ${group} is left out: `}${path}: ${message}`,
  }));
  for (const { message } of told) log.error(message);
  const known = new Map<string, KubeObject | undefined>();
  for (const { trigger, message } of told) {
    const key = JSON.stringify(trigger);
    if (trigger !== undefined && !known.has(key)) known.set(key, await objectOf(cluster, trigger));
    const about = known.get(key) ?? pod;
    if (about !== undefined) record(about, { type: 'Warning', reason: 'LeftOut', message });
  }
}

// Undefined also where it may not be read.
async function objectOf(cluster: Pick<Cluster, 'get'>, trigger: ObjectRef): Promise<KubeObject | undefined> {
  for (const resource of spellingsOf(trigger.resource)) {
    try {
      return await cluster.get({ ...trigger, resource }, { deadlineMs: 5000 });
    } catch (error) {
      if (!isNoSuch(error)) return undefined;
    }
  }
  return undefined;
}

// The cluster has no such type, or nobody has thought of that name of it.
function isNoSuch(error: unknown): boolean {
  return error instanceof Iter8Error && (error.code === 'CLUSTER' || error.code === 'FORBIDDEN');
}
