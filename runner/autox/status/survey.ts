// What there is for each release of an AutoX: what its trigger asks for, and what has been installed.
import type { Cluster, ObjectRef } from '../../model/cluster.ts';
import { desiredOf } from '../desired.ts';
import type { Group } from '../group.ts';
import { labels } from '../labels.ts';
import { readApplications } from './applications.ts';
import type { Installation } from './installations.ts';
import type { InstalledState } from './installed.ts';
import { readJobs } from './jobs.ts';
import { known, type Told } from './told.ts';
import { type FindTrigger, readTriggers } from './triggers.ts';

export interface Surveyed {
  group: string;
  release: string;
  namespace: string; // where it is installed
  chart: string;
  trigger: ObjectRef | undefined; // undefined: the release is not configured any longer
  version: Told<string | undefined>; // of the trigger; undefined: there is no trigger
  wanted: boolean;
  because: string; // of what is wanted, or why nothing is
  place: string; // where what is said of it lies
  installed: Told<InstalledState | undefined>;
}

export async function survey(cluster: Cluster, { config, namespace: home }: Installation): Promise<Surveyed[]> {
  const isHelm = config.installer === 'helm';
  const [find, places] = await Promise.all([
    readTriggers(
      cluster,
      config.groups.map(({ trigger }) => trigger),
    ),
    isHelm ? readJobs(cluster, config, home).then((place) => [place]) : readApplications(cluster, config),
  ]);
  const configured = config.groups.flatMap((group) => {
    const at = isHelm ? home : group.argocd.namespace;
    const place = places.find(({ namespace }) => namespace === at);
    return surveyGroup(group, find, { at, installed: place?.installed ?? { value: new Map() } });
  });
  const others = places.flatMap(({ namespace, others: rest }) =>
    rest.map(({ release, group, installed }): Surveyed => {
      const isLeftOut = config.leftOut.has(group);
      return {
        group,
        release,
        namespace: '',
        chart: '',
        trigger: undefined,
        version: { value: undefined },
        wanted: isLeftOut,
        because: isLeftOut ? `the group ${group} is left out` : 'it is not in the configuration any longer',
        place: namespace,
        installed: { value: installed },
      };
    }),
  );
  return [...configured, ...others];
}

interface Kept {
  at: string;
  installed: Told<ReadonlyMap<string, InstalledState>>;
}

function surveyGroup(group: Group, find: FindTrigger, { at, installed }: Kept): Surveyed[] {
  const trigger = find(group.trigger);
  const desired = desiredOf(group, known(trigger));
  return group.releases.map(({ name, namespace, chart }) => ({
    group: group.name,
    release: name,
    namespace,
    chart,
    trigger: group.trigger,
    version:
      'why' in trigger ? trigger : { value: trigger.value && (trigger.value.metadata.labels?.[labels.version] ?? '') },
    wanted: 'why' in trigger || desired.releases.length > 0,
    because: 'why' in trigger ? trigger.why : desired.because,
    place: at,
    installed: 'why' in installed ? installed : { value: installed.value.get(name) },
  }));
}
