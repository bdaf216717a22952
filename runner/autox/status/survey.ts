// What there is for each release of an AutoX: what its trigger asks for, and what has been installed.
import type { Cluster, ObjectRef } from '../../model/cluster.ts';
import { desiredOf } from '../desired.ts';
import type { Group } from '../group.ts';
import { labels } from '../labels.ts';
import { readApplications } from './applications.ts';
import type { Installation } from './installations.ts';
import type { Installed } from './installed.ts';
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
  place: string; // where the Application is
  installed: Told<Installed | undefined>;
}

export async function survey(cluster: Cluster, { config }: Installation): Promise<Surveyed[]> {
  const [find, places] = await Promise.all([
    readTriggers(
      cluster,
      config.groups.map(({ trigger }) => trigger),
    ),
    readApplications(cluster, config),
  ]);
  const configured = config.groups.flatMap((group) => {
    const place = places.find(({ namespace }) => namespace === group.argocd.namespace);
    return surveyGroup(group, find, place?.installed ?? { value: new Map() });
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

function surveyGroup(group: Group, find: FindTrigger, installed: Told<ReadonlyMap<string, Installed>>): Surveyed[] {
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
    place: group.argocd.namespace,
    installed: 'why' in installed ? installed : { value: installed.value.get(name) },
  }));
}
