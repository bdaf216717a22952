// What the Jobs that run helm say of the releases of an AutoX: one list of those beside its controller.
import type { Cluster, KubeObject } from '../../model/cluster.ts';
import { inParallel } from '../../model/parallel.ts';
import type { Config } from '../config.ts';
import { jobType } from '../helm/jobs.ts';
import { installedOf, type KeptJob, keptJob, type Pair, pairsOf } from '../helm/kept-job.ts';
import { createReasons } from '../helm/reasons.ts';
import { labels, manager } from '../labels.ts';
import type { InstalledState } from './installed.ts';
import type { Place } from './places.ts';
import { told } from './told.ts';

const parallel = 4;
const mostReasons = 40; // each takes a request

export async function readJobs(cluster: Cluster, config: Config, home: string): Promise<Place> {
  const listed = await told(() => cluster.list(jobType, { namespace: home, labels: `${labels.managedBy}=${manager}` }));
  if ('why' in listed) return { namespace: home, installed: listed, others: [] };
  const made = new Map(listed.value.items.map((job) => [job.metadata.uid, timeOf(job)]));
  const pairs = [...pairsOf(listed.value.items.flatMap((job) => keptJob(job) ?? []))];
  const whyOf = reasonsIn(cluster, home);
  const states = await inParallel(pairs, parallel, async ([name, pair]) => {
    const job = pair.uninstall ?? pair.install;
    const error = job === undefined ? undefined : await whyOf(job);
    return { name, group: installedOf(name, pair, config.owner).group, state: stateOf(name, pair) };

    function stateOf(release: string, jobs: Pair): InstalledState {
      const { version, isOurs, isGoing, isUnfinished } = installedOf(release, jobs, config.owner);
      const about = job?.metadata.name ?? release;
      const common = {
        version,
        atMs: made.get(job?.metadata.uid) ?? Number.NaN,
        object: `the Job ${about} in namespace ${home}`,
        see: `kubectl describe job ${about} -n ${home}`,
        ...(error === undefined ? {} : { error }),
        ...(job?.state === 'active' ? { isElsewhere: true as const } : {}), // helm has not run
      };
      if (!isOurs) return { ...common, state: 'foreign', words: 'not of AutoX' };
      if (isGoing) return { ...common, state: 'going', words: 'going' };
      if (error !== undefined) return { ...common, state: 'failed', words: 'failed' };
      return isUnfinished
        ? { ...common, state: 'installing', words: 'installing' }
        : { ...common, state: 'installed', words: 'installed' };
    }
  });
  const configured = new Set(config.groups.flatMap(({ releases }) => releases.map(({ name }) => name)));
  const ofOthers = states.filter(({ name, state }) => !configured.has(name) && state.state !== 'foreign');
  return {
    namespace: home,
    installed: { value: new Map(states.map(({ name, state }) => [name, state])) },
    others: ofOthers.map(({ name, group, state }) => ({ release: name, group, installed: state })),
  };
}

// Who looks once has no time to be patient: every moment is a minute after the one before.
function reasonsIn(cluster: Cluster, home: string): (job: KeptJob) => Promise<string | undefined> {
  let time = 0;
  const reasons = createReasons(cluster, home, {
    now() {
      time += 60_000;
      return time;
    },
  });
  let asked = 0;
  return async (job) => {
    if (job.state === 'complete' || asked++ >= mostReasons) return undefined;
    const why = await told(() => reasons.of(job));
    return 'why' in why ? job.why || undefined : why.value;
  };
}

function timeOf({ metadata }: KubeObject): number {
  return Date.parse(metadata.deletionTimestamp ?? metadata.creationTimestamp ?? '');
}
