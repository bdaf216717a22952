// What there is of a group in the cluster: its result, and where that is missing or unfinished, why.
import type { Cluster } from '../../model/cluster.ts';
import type { Document } from '../../model/document.ts';
import { Iter8Error } from '../../model/errors.ts';
import { secretStore } from '../../store/secret.ts';
import { mayPass } from '../../store/secret-errors.ts';
import { revisionOf } from '../../store/secret-object.ts';
import { readSettled } from '../../store/settled.ts';
import type { Sight } from '../asserting.ts';
import { missingGroup } from './groups.ts';
import { outdated } from './outdated.ts';
import { isOver, podHasEnded, type Schedule, scheduleOf, stateOf, type Workload, workloadOf } from './workload.ts';

interface GroupSight extends Sight {
  schedule?: Schedule; // of further loops
  older?: Document; // the result of what was installed before, where there is none yet of what is installed now
}

type Look<T extends Sight> = () => Promise<T>;

// One look after the other: the store remembers from look to look whether the writer's heartbeat goes on. Who waits wants
// to know, too, whether more is to come.
export function lookAt(cluster: Cluster, group: string, waits: boolean): Look<GroupSight> {
  let workload: Promise<Workload | undefined> | undefined;
  let installed: number | undefined; // the revision that the Secret names
  const work = () => {
    workload ??= workloadOf(cluster, group);
    return workload;
  };
  const store = secretStore({
    cluster: {
      async get(...asked) {
        const secret = await cluster.get(...asked);
        installed = secret === undefined ? undefined : revisionOf(secret);
        return secret;
      },
    },
    namespace: cluster.namespace,
    group,
    clock: { now: () => Date.now() },
    podEnded: async (pod) => podHasEnded(await work(), pod),
  });
  const sight = async () => sightOf(await readSettled(store), { workload: await work(), group, installed });
  return async () => {
    workload = undefined;
    try {
      const document = await readSettled(store);
      const isEnough = document !== undefined && outdated(document, installed, undefined) === undefined && !waits;
      if (isEnough && isFinished(document)) return { document, missing: noResult(group) };
      const seen = sightOf(document, { workload: await work(), group, installed });
      // It may have been saved between the two looks.
      return seen.over === true && seen.document === undefined ? await sight() : seen;
    } catch (error) {
      if (!(error instanceof Iter8Error) || error.code !== 'GROUP') throw error;
      return { document: undefined, why: error.message, missing: await missingGroup(cluster, group) };
    }
  };
}

// An API server that answered before and is away for a while is waited for, as anything else is.
export function patient(look: Look<Sight>): Look<Sight> {
  let hasAnswered = false;
  return async () => {
    try {
      const sight = await look();
      hasAnswered = true;
      return sight;
    } catch (error) {
      if (!hasAnswered || !(error instanceof Error) || !mayPass(error)) throw error;
      const missing = error instanceof Iter8Error ? error : new Iter8Error('UNREACHABLE', error.message);
      return { document: undefined, why: error.message, missing };
    }
  };
}

interface Seen {
  workload: Workload | undefined;
  group: string;
  installed: number | undefined;
}

function sightOf(document: Document | undefined, seen: Seen): GroupSight {
  const { workload, group, installed } = seen;
  const of = document === undefined ? undefined : outdated(document, installed, workload);
  if (document !== undefined && of !== undefined) return { ...withoutResult(seen, ` ${of}`), older: document };
  if (document === undefined) return withoutResult(seen, '');
  if (workload === undefined) return { document, missing: noResult(group) };
  const schedule = scheduleOf(workload);
  const state = stateOf(workload);
  return {
    document,
    missing: noResult(group, '', state),
    more: schedule !== undefined,
    ...(schedule === undefined ? {} : { schedule }),
    ...(isFinished(document) ? {} : { why: state }),
    ...(document.details?.state === 'aborted' ? { over: isOver(workload) } : {}),
  };
}

function withoutResult({ workload, group }: Seen, of: string): Sight {
  const state = workload === undefined ? undefined : stateOf(workload);
  const over = workload !== undefined && isOver(workload);
  const missing = over
    ? new Iter8Error('STEP', `experiment group ${group} ended without a result${of}: ${state}`)
    : noResult(group, of, state);
  return { document: undefined, missing, why: missing.message, over };
}

function noResult(group: string, of = '', state?: string): Iter8Error {
  const because = state === undefined ? '' : `: ${state}`;
  return new Iter8Error('GROUP', `experiment group ${group} has no result${of} yet${because}`);
}

function isFinished({ details }: Document): boolean {
  return details?.state !== 'running' && details?.state !== 'aborted';
}
