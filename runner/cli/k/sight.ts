// What there is of a group in the cluster: its result, and where that is missing or unfinished, why.
import type { Cluster } from '../../model/cluster.ts';
import type { Document } from '../../model/document.ts';
import { Iter8Error } from '../../model/errors.ts';
import { secretStore } from '../../store/secret.ts';
import { readSettled } from '../../store/settled.ts';
import type { Sight } from '../asserting.ts';
import { knownGroups } from './groups.ts';
import { isOver, podHasEnded, stateOf, type Workload, workloadOf } from './workload.ts';

type Look = () => Promise<Sight>;

// One look after the other: the store remembers from look to look whether the writer's heartbeat goes on. Who waits wants
// to know, too, whether more is to come.
export function lookAt(cluster: Cluster, group: string, waits: boolean): Look {
  let workload: Promise<Workload | undefined> | undefined;
  const work = () => {
    workload ??= workloadOf(cluster, group);
    return workload;
  };
  const store = secretStore({
    cluster,
    namespace: cluster.namespace,
    group,
    clock: { now: () => Date.now() },
    podEnded: async (pod) => podHasEnded(await work(), pod),
  });
  return async () => {
    workload = undefined;
    try {
      const document = await readSettled(store);
      if (document !== undefined && !waits && isFinished(document)) return { document, missing: unfinished(group) };
      return sightOf(document, await work(), group);
    } catch (error) {
      if (!(error instanceof Iter8Error) || error.code !== 'GROUP') throw error;
      const known = await knownGroups(cluster);
      return { document: undefined, why: error.message, missing: new Iter8Error('GROUP', `${error.message}${known}`) };
    }
  };
}

// An API server that answered before and is away for a while is waited for, as anything else is.
export function patient(look: Look): Look {
  let hasAnswered = false;
  return async () => {
    try {
      const sight = await look();
      hasAnswered = true;
      return sight;
    } catch (error) {
      if (!hasAnswered || !(error instanceof Iter8Error) || error.code !== 'UNREACHABLE') throw error;
      return { document: undefined, why: error.message, missing: error };
    }
  };
}

function sightOf(document: Document | undefined, workload: Workload | undefined, group: string): Sight {
  if (workload === undefined) return { document, missing: unfinished(group) };
  const state = stateOf(workload);
  const over = isOver(workload);
  const missing = over
    ? new Iter8Error('STEP', `experiment group ${group} ended without a result: ${state}`)
    : unfinished(group, state);
  const more = workload.schedule !== undefined;
  if (document === undefined) return { document, missing, why: missing.message, over };
  return { document, missing, more, ...(isFinished(document) ? {} : { why: state }) };
}

function unfinished(group: string, state?: string): Iter8Error {
  return new Iter8Error(
    'GROUP',
    `experiment group ${group} has no result yet${state === undefined ? '' : `: ${state}`}`,
  );
}

function isFinished({ details }: Document): boolean {
  return details?.state !== 'running' && details?.state !== 'aborted';
}
