// What Argo CD says of the releases of an AutoX: one list for each namespace that Applications lie in.
import type { Cluster, KubeObject } from '../../model/cluster.ts';
import { inParallel } from '../../model/parallel.ts';
import { applicationRef, applicationType } from '../application.ts';
import type { Config } from '../config.ts';
import { labels, manager } from '../labels.ts';
import { applicationState, isOwnedBy } from './installed.ts';
import type { Place } from './places.ts';
import { told } from './told.ts';

const parallel = 4;
const mostByName = 20;

export async function readApplications(cluster: Cluster, config: Config): Promise<Place[]> {
  const places = new Map<string, Set<string>>([[config.argocd.namespace, new Set()]]);
  for (const { argocd, releases } of config.groups) {
    const names = places.get(argocd.namespace) ?? new Set();
    for (const { name } of releases) names.add(name);
    places.set(argocd.namespace, names);
  }
  return inParallel([...places], parallel, async ([namespace, names]) => {
    const listed = await told(() => listOf(cluster, namespace, names));
    if ('why' in listed) return { namespace, installed: listed, others: [] };
    const ours = listed.value.filter(({ metadata }) => names.has(metadata.name));
    const rest = listed.value.filter((one) => !names.has(one.metadata.name) && isOwnedBy(one, config.owner));
    return {
      namespace,
      installed: { value: new Map(ours.map((one) => [one.metadata.name, applicationState(one, config.owner)])) },
      others: rest.map((one) => ({
        release: one.metadata.name,
        group: one.metadata.labels?.[labels.group] ?? '',
        installed: applicationState(one, config.owner),
      })),
    };
  });
}

// Of others only those whose name a release needs, which do not have our label.
async function listOf(cluster: Cluster, namespace: string, names: ReadonlySet<string>): Promise<KubeObject[]> {
  const { items } = await cluster.list(applicationType, { namespace, labels: `${labels.managedBy}=${manager}` });
  const there = new Set(items.map(({ metadata }) => metadata.name));
  const missing = [...names].filter((name) => !there.has(name)).slice(0, mostByName);
  const foreign = await inParallel(missing, parallel, (name) => cluster.get(applicationRef(namespace, name)));
  return [...items, ...foreign.filter((one) => one !== undefined)];
}
