// Watches, queue and reconciliation of all groups, from the start of the process (or of its leadership) to its end.
import { setMaxListeners } from 'node:events';
import type { Cluster, KubeObject } from '../model/cluster.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/task.ts';
import { createArgo } from './argo.ts';
import type { Config } from './config.ts';
import { createEvents } from './events.ts';
import { type Followed, follow } from './follow.ts';
import type { Group } from './group.ts';
import { createHelm } from './helm/helm.ts';
import type { Place } from './installer.ts';
import { keptTrigger } from './keep.ts';
import { spellingsOf } from './names.ts';
import { tellProblems } from './problems.ts';
import { createQueue, type Queue } from './queue.ts';
import { type Report, reconcile, removeGone } from './reconcile.ts';
import { createTeller } from './teller.ts';
import { createTroubles } from './troubles.ts';

interface ControllerOptions {
  config: Config;
  cluster: Cluster;
  clock: Clock;
  random(): number;
  log: Log;
  pod?: KubeObject | undefined; // the controller's own, which Events are of where there is no trigger
  signal: AbortSignal;
  resyncMs?: number;
}

export interface Controller {
  done: Promise<void>;
  state(): ControllerState;
  left(): Promise<string[] | undefined>; // the releases that are there; undefined: nobody knows
}

export interface ControllerState {
  isSynced: boolean; // all that is installed is known
  unsynced: string[]; // triggers that cannot be watched
  inError: number; // releases that cannot be installed, or not be removed
  queue: ReturnType<Queue['size']>;
  counts: Readonly<Record<'launched' | 'deleted' | 'failed' | 'reconciled', number>>;
}

const parallel = 8;
const backoff = { firstMs: 500, mostMs: 10_000 };

export function startController(options: ControllerOptions): Controller {
  const { config, clock, random, log, pod, signal, resyncMs = 600_000 } = options;
  const cluster = endingWith(signal, options.cluster);
  setMaxListeners(0, signal); // every watch and every call listens
  const groups = new Map(config.groups.map((group) => [group.name, group]));
  const record = createEvents({ cluster, clock, random, log });
  const teller = createTeller({ log, record, pod });
  const troubles = createTroubles(teller);
  const dueAt = new Map<string, number>();
  const counts = { launched: 0, deleted: 0, failed: 0, reconciled: 0 };
  const tools = { cluster, clock, random, signal };
  const installer =
    config.installer === 'helm' ? createHelm(config, cluster.namespace, tools) : createArgo(config, tools);
  // By place. A group that is wrong may be of any of them.
  const known = new Map(
    installer.places.map((namespace) => [namespace, new Set([...config.leftOut, ...groupsIn(namespace).keys()])]),
  );
  const queue = createQueue({ work, failed, parallel, backoff, ...tools });
  const problems = tellProblems(config.problems, { cluster, log, record, pod });

  const places = new Map(installer.places.map((namespace) => [namespace, openPlace(namespace)]));
  const triggers = followTriggers();

  function groupsIn(namespace: string): ReadonlyMap<string, Group> {
    return new Map([...groups].filter(([, group]) => installer.placeOf(group) === namespace));
  }

  function openPlace(namespace: string): Place {
    const inside = groupsIn(namespace);
    const ofRelease = new Map(
      [...inside].flatMap(([name, { releases }]) => releases.map((release) => [release.name, name] as const)),
    );
    return installer.open(namespace, {
      synced: () => {
        for (const name of inside.keys()) queue.add(`group/${name}`);
        queue.add(`gone/${namespace}`);
      },
      changed: ({ release, group }) => {
        for (const name of new Set([group, ofRelease.get(release)]))
          if (name !== undefined && groups.has(name)) queue.add(`group/${name}`);
        if (group !== '' && known.get(namespace)?.has(group) !== true) queue.add(`gone/${namespace}`);
      },
      failed: (error) =>
        log.warn(`${installer.things} in namespace ${namespace} cannot be watched: ${messageOf(error)}`),
    });
  }

  // One watch for all triggers of one type in one namespace.
  function followTriggers(): ReadonlyMap<string, Followed> {
    const together = new Map<string, Group[]>();
    for (const group of config.groups) together.set(watchOf(group), [...(together.get(watchOf(group)) ?? []), group]);
    return new Map([...together].map(([key, members]) => [key, followOne(members)]));
  }

  function followOne(members: readonly Group[]): Followed {
    const [first] = members;
    const { group = '', version = '', resource = '', namespace = '' } = first?.trigger ?? {};
    const groupOf = new Map(members.map((member) => [member.trigger.name, member]));
    return follow({
      ...tools,
      types: spellingsOf(resource).map((spelling) => ({ group, version, resource: spelling })),
      namespace,
      keep: (object) => {
        const of = groupOf.get(object.metadata.name);
        return of && keptTrigger(of.rule, object);
      },
      synced: () => {
        for (const { name } of members) {
          teller.well(name, 'Unwatched');
          queue.add(`group/${name}`);
        }
      },
      changed: ({ metadata }) => {
        const name = groupOf.get(metadata.name)?.name;
        if (name !== undefined) queue.add(`group/${name}`);
      },
      failed: (error) => {
        for (const { name } of members) {
          const message = `its trigger cannot be watched: ${messageOf(error)}`;
          if (isPassing(error)) teller.troubled(name, 'Unwatched', message);
          else teller.wrong(name, undefined, 'Unwatched', message);
        }
      },
    });
  }

  function triggerOf(group: Group): KubeObject | undefined {
    return triggers.get(watchOf(group))?.all().get(group.trigger.name);
  }

  function tellOf(name: string, trigger: KubeObject | undefined): (report: Report) => void {
    return ({ reason, message }) => {
      if (reason === 'NotOurs') return teller.wrong(name, trigger, reason, message);
      counts[reason === 'Launched' ? 'launched' : 'deleted']++;
      teller.done(name, trigger, reason, message);
    };
  }

  async function work(key: string): Promise<void> {
    counts.reconciled++;
    const [kind, name] = partsOf(key);
    const againInMs = kind === 'gone' ? await removeIn(name) : await bring(name);
    if (againInMs !== undefined) later(key, againInMs);
  }

  // One that is due sooner already is enough.
  function later(key: string, inMs: number): void {
    const due = clock.now() + inMs;
    if ((dueAt.get(key) ?? Number.POSITIVE_INFINITY) <= due) return;
    dueAt.set(key, due);
    const wake = () => {
      if (dueAt.get(key) !== due) return;
      dueAt.delete(key);
      queue.add(key);
    };
    clock.sleep(inMs, signal).then(wake, () => undefined);
  }

  async function removeIn(namespace: string): Promise<number | undefined> {
    const [place, inside] = [places.get(namespace), known.get(namespace)];
    if (place === undefined || inside === undefined || !config.isWhole) return undefined;
    const againInMs = await removeGone(inside, { place, tell: tellOf('', undefined) });
    await troubles.lookAtGone(inside, place);
    return againInMs;
  }

  async function bring(name: string): Promise<number | undefined> {
    const group = groups.get(name);
    const [place, watched] =
      group === undefined ? [] : [places.get(installer.placeOf(group)), triggers.get(watchOf(group))];
    if (group === undefined || place === undefined || watched === undefined) return undefined;
    const trigger = triggerOf(group);
    const outcome = await reconcile(group, { triggers: watched, place, tell: tellOf(name, trigger) });
    if (outcome !== undefined) await troubles.look(group, outcome.wanted, { trigger, place });
    teller.well(name, 'Failed');
    return outcome?.againInMs;
  }

  function failed(key: string, error: unknown, { inMs }: { inMs: number }): void {
    counts.failed++;
    const [kind, name] = partsOf(key);
    const group = kind === 'group' ? groups.get(name) : undefined;
    const trigger = group === undefined ? undefined : triggerOf(group);
    teller.wrong(group?.name ?? '', trigger, 'Failed', `${messageOf(error)}; it is tried again`);
    log.debug(`${key} is tried again in ${Math.round(inMs)} ms`);
  }

  async function resync(): Promise<void> {
    for (;;) {
      await clock.sleep(resyncMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      for (const name of groups.keys()) queue.add(`group/${name}`);
      for (const namespace of places.keys()) queue.add(`gone/${namespace}`);
    }
  }

  const followed = [...places.values(), ...triggers.values()];
  return {
    done: Promise.all([problems, resync(), ...followed.map(({ done }) => done)]).then(() => undefined),
    state: () => ({
      isSynced: [...places.values()].every((one) => one.isSynced()),
      unsynced: [...triggers].flatMap(([key, one]) => (one.isSynced() ? [] : [key])),
      inError: troubles.count(),
      queue: queue.size(),
      counts: { ...counts },
    }),
    async left() {
      const all = [...places.values()];
      const installed = await Promise.all(all.map((place) => place.installed()));
      if (!all.every((place) => place.isSynced())) return undefined;
      return installed.flatMap((some) => [...some.values()].flatMap(({ isOurs, name }) => (isOurs ? [name] : [])));
    },
  };
}

// An API server that is away, or cannot, says nothing of the group.
function isPassing(error: unknown): boolean {
  return !(error instanceof Iter8Error && (error.code === 'CLUSTER' || error.code === 'FORBIDDEN'));
}

// Whoever does not lead any longer changes nothing any longer.
function endingWith(signal: AbortSignal, cluster: Cluster): Cluster {
  return {
    ...cluster,
    get: (ref, options) => cluster.get(ref, { signal, ...options }),
    create: (ref, object, options) => cluster.create(ref, object, { signal, ...options }),
    patch: (ref, patch, options) => cluster.patch(ref, patch, { signal, ...options }),
    delete: (ref, how, options) => cluster.delete(ref, how, { signal, ...options }),
  };
}

function watchOf({ trigger: { group, version, resource, namespace } }: Group): string {
  return `${resource}.${version}.${group} in ${namespace}`;
}

function partsOf(key: string): [kind: string, name: string] {
  const at = key.indexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}
