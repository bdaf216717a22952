// Releases by Jobs that run helm, for clusters without Argo CD.
import { KubeError, type ObjectRef } from '../../model/cluster.ts';
import type { Config, HelmPlace } from '../config.ts';
import { concerning, type Followed, follow } from '../follow.ts';
import type { Group } from '../group.ts';
import { hashOf } from '../hash.ts';
import type { Installer, InstallerTools, Place } from '../installer.ts';
import { labels } from '../labels.ts';
import { createAttempts } from './attempts.ts';
import { installJob, jobName, jobRef, jobType, type Target, type Task, uninstallJob } from './jobs.ts';
import { installedOf, type KeptJob, keptJob, type Pair, pairsOf, targetOf } from './kept-job.ts';
import { createReasons } from './reasons.ts';
import { type Trace, traceOf } from './traces.ts';

const lookMs = 30_000;

export function createHelm(
  { helm, owner }: { helm: HelmPlace; owner: Config['owner'] },
  home: string, // the namespace of the Jobs
  tools: InstallerTools,
): Installer {
  const { cluster, clock } = tools;
  const mark = hashOf(owner); // on what helm itself notes of the release
  const attempts = createAttempts(clock);
  const clean = new Set<string>(); // releases of which nothing was left when it was asked, and no Job was seen since
  const reasons = createReasons(cluster, home, clock);

  // False where it is there already.
  async function create(job: ReturnType<typeof uninstallJob>, ref: ObjectRef): Promise<boolean> {
    try {
      await cluster.create(ref, job);
      return true;
    } catch (error) {
      if (error instanceof KubeError && error.reason === 'AlreadyExists') return false;
      throw error;
    }
  }

  const uninstall = (target: Target) =>
    create(uninstallJob(target, owner, helm), jobRef(home, target.name, 'uninstall'));

  async function drop(job: KeptJob | undefined): Promise<void> {
    if (job?.metadata.uid === undefined) return;
    await cluster.delete(jobRef(home, job.release, job.task), { uid: job.metadata.uid });
  }

  // What an attempt that was cut off or failed has left is removed by helm; without any, the Job was all there is.
  async function takeAway(name: string, pair: Pair): Promise<'removed' | 'waiting'> {
    if (pair.install?.state === 'active') return 'waiting'; // helm would install what is being uninstalled
    const target = targetOf(name, pair);
    if (isOurs(await traceOf(cluster, target, mark))) return (await uninstall(target)) ? 'removed' : 'waiting';
    await drop(pair.install);
    return 'removed';
  }

  function placeOf(followed: Followed<KeptJob>): Place {
    const pairOf = (name: string): Pair => {
      const job = (task: Task) => followed.all().get(jobName(name, task));
      return pairsOf([job('install') ?? [], job('uninstall') ?? []].flat()).get(name) ?? {};
    };
    const installed = async (group?: Group) => {
      const names = group?.releases.flatMap(({ name }) => [jobName(name, 'install'), jobName(name, 'uninstall')]) ?? [];
      const jobs = group === undefined ? followed.all().values() : concerning(followed, group.name, names);
      const pairs = pairsOf(jobs);
      for (const name of pairs.keys()) clean.delete(name);
      return new Map([...pairs].map(([name, pair]) => [name, installedOf(name, pair, owner)]));
    };
    return {
      done: followed.done,
      isSynced: followed.isSynced,
      installed,
      confirmed: installed,
      nameOf: (release) => `the release ${release}, or a Job for it in namespace ${home},`,
      async install(group, one) {
        const { name, namespace } = one.release;
        const target = { name, namespace, group: group.name };
        const trace = await traceOf(cluster, target, mark);
        clean.delete(name);
        if (trace === 'foreign') return 'foreign';
        // Somebody has taken the Job away. What it has installed is not installed a second time.
        const isThere = isOurs(trace) && trace.key === one.key;
        if (isOurs(trace) && !isThere) {
          await uninstall(target);
          return 'waiting';
        }
        const job = installJob(one, { group: group.name, owner, mark, helm, isThere });
        const isNew = await create(job, jobRef(home, name, 'install'));
        return isThere ? 'waiting' : isNew ? 'launched' : 'lagging';
      },
      remove: async ({ name }) => takeAway(name, pairOf(name)),
      async goOn({ name }) {
        const pair = pairOf(name);
        const job = pair.uninstall ?? pair.install;
        if (job === undefined || job.metadata.deletionTimestamp !== undefined) return undefined;
        if (job.state === 'active') return lookMs; // a pod that cannot start changes nothing that is watched
        if (job.task === 'install' && job.state === 'complete') return undefined;
        if (job.task === 'uninstall' && job.state === 'complete') {
          if (!isOurs(await traceOf(cluster, targetOf(name, pair), mark))) {
            // In this order: without the second Job the first would say that the release is there.
            await drop(pair.install);
            await drop(pair.uninstall);
            return undefined;
          }
        }
        const inMs = attempts.nextIn(name, job.metadata.uid ?? '');
        if (inMs > 0) return inMs;
        if (job.task === 'install') await takeAway(name, pair);
        else {
          await drop(job);
          await uninstall(targetOf(name, pair)); // at once: by it others know that the release is going
        }
        return undefined;
      },
      async sweep(group, { name, namespace }) {
        if (clean.has(name)) return 'clean';
        const target = { name, namespace, group: group.name };
        if (isOurs(await traceOf(cluster, target, mark))) return (await uninstall(target)) ? 'removed' : 'clean';
        clean.add(name);
        return 'clean';
      },
      async stateOf({ name }) {
        const { install, uninstall } = pairOf(name);
        const job = uninstall ?? install;
        const trouble = job === undefined ? undefined : await reasons.of(job);
        if (trouble !== undefined) return { trouble };
        if (job?.state !== 'complete' || job.task === 'uninstall') return 'unknown';
        attempts.forget(name);
        return 'well';
      },
    };
  }

  return {
    things: 'Jobs',
    places: [home],
    placeOf: () => home,
    open(namespace, { synced, changed, failed }) {
      const followed = follow<KeptJob>({
        ...tools,
        types: [jobType],
        namespace,
        keep: keptJob,
        synced,
        failed,
        changed: ({ release, metadata }) => changed({ release, group: metadata.labels?.[labels.group] ?? '' }),
      });
      return placeOf(followed);
    },
  };
}

function isOurs(trace: Trace): trace is Exclude<Trace, string> {
  return typeof trace === 'object';
}
