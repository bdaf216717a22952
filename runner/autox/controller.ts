// Watches, queue and reconciliation of all groups, from the start of the process (or of its leadership) to its end.
import { setMaxListeners } from 'node:events';
import type { Cluster, KubeObject } from '../model/cluster.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import type { Clock, Log } from '../model/task.ts';
import { applicationType } from './application.ts';
import type { Config } from './config.ts';
import { createEvents } from './events.ts';
import { type Followed, follow } from './follow.ts';
import type { Group } from './group.ts';
import { type KeptApplication, keptApplication, keptTrigger } from './keep.ts';
import { labels } from './labels.ts';
import { spellingsOf } from './names.ts';
import { createOwners } from './owners.ts';
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
}

export interface ControllerState {
  isSynced: boolean; // all Applications are known
  unsynced: string[]; // triggers that cannot be watched
  inError: number; // releases that Argo CD cannot install
  queue: ReturnType<Queue['size']>;
  counts: Readonly<Record<'launched' | 'deleted' | 'failed' | 'reconciled', number>>;
}

const parallel = 8;
const lagMs = 1000;
const backoff = { firstMs: 500, mostMs: 10_000 };

export function startController(options: ControllerOptions): Controller {
  const { config, clock, random, log, pod, signal, resyncMs = 600_000 } = options;
  const cluster = endingWith(signal, options.cluster);
  setMaxListeners(0, signal); // every watch and every call listens
  const groups = new Map(config.groups.map((group) => [group.name, group]));
  const known = new Set([...groups.keys(), ...config.leftOut]);
  const owners = createOwners(cluster, config.owner);
  const record = createEvents({ cluster, clock, random, log });
  const teller = createTeller({ log, record, pod });
  const troubles = createTroubles(teller);
  const asked = new WeakSet<KubeObject>();
  const counts = { launched: 0, deleted: 0, failed: 0, reconciled: 0 };
  const tools = { cluster, clock, random, signal };
  const queue = createQueue({ work, failed, parallel, backoff, ...tools });
  const problems = tellProblems(config.problems, { cluster, log, record, pod });

  const namespaces = new Set([config.argocd.namespace, ...config.groups.map(({ argocd }) => argocd.namespace)]);
  const applications = new Map([...namespaces].map((namespace) => [namespace, followApplications(namespace)]));
  const triggers = followTriggers();

  function followApplications(namespace: string): Followed<KeptApplication> {
    const ofRelease = new Map(
      config.groups
        .filter(({ argocd }) => argocd.namespace === namespace)
        .flatMap(({ name, releases }) => releases.map((release) => [release.name, name] as const)),
    );
    const inside = config.groups.filter(({ argocd }) => argocd.namespace === namespace);
    return follow({
      ...tools,
      types: [applicationType],
      namespace,
      keep: keptApplication,
      synced: () => {
        for (const { name } of inside) queue.add(`group/${name}`);
        queue.add(`gone/${namespace}`);
      },
      changed: ({ metadata }) => {
        const said = metadata.labels?.[labels.group];
        for (const name of new Set([said, ofRelease.get(metadata.name)]))
          if (name !== undefined && groups.has(name)) queue.add(`group/${name}`);
        if (said !== undefined && !known.has(said)) queue.add(`gone/${namespace}`);
      },
      failed: (error) => log.warn(`Applications in namespace ${namespace} cannot be watched: ${messageOf(error)}`),
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
    if (kind === 'gone') {
      const view = applications.get(name);
      if (view === undefined || !config.isWhole) return;
      return removeGone(name, known, { cluster, applications: view, owners, asked, tell: tellOf('', undefined) });
    }
    const group = groups.get(name);
    const [view, watched] =
      group === undefined ? [] : [applications.get(group.argocd.namespace), triggers.get(watchOf(group))];
    if (group === undefined || view === undefined || watched === undefined) return;
    const tell = tellOf(name, triggerOf(group));
    const outcome = await reconcile(group, { cluster, triggers: watched, applications: view, owners, asked, tell });
    teller.well(name, 'Failed');
    troubles.look(group, triggerOf(group), view.all());
    if (outcome === 'lagging')
      clock.sleep(lagMs, signal).then(
        () => queue.add(key),
        () => undefined,
      );
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
      for (const namespace of namespaces) queue.add(`gone/${namespace}`);
    }
  }

  const followed = [...applications.values(), ...triggers.values()];
  return {
    done: Promise.all([problems, resync(), ...followed.map(({ done }) => done)]).then(() => undefined),
    state: () => ({
      isSynced: [...applications.values()].every((one) => one.isSynced()),
      unsynced: [...triggers].flatMap(([key, one]) => (one.isSynced() ? [] : [key])),
      inError: troubles.count(),
      queue: queue.size(),
      counts: { ...counts },
    }),
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
