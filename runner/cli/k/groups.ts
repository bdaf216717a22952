// The experiment groups of a namespace, for whoever named one that is not there.
import type { Cluster } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import { noSuchGroup } from '../../store/secret-errors.ts';
import { refOf } from '../../store/secret-object.ts';

const secrets = { group: '', version: 'v1', resource: 'secrets' };

export async function requireGroup(cluster: Cluster, group: string): Promise<void> {
  const ref = refOf({ namespace: cluster.namespace, group });
  if ((await cluster.get(ref)) === undefined) throw await missingGroup(cluster, group);
}

export async function missingGroup(cluster: Cluster, group: string): Promise<Iter8Error> {
  const { message } = noSuchGroup(refOf({ namespace: cluster.namespace, group }));
  return new Iter8Error('GROUP', `${message}${await knownGroups(cluster)}`);
}

// An end of a sentence; empty where these credentials may not look.
async function knownGroups(cluster: Cluster): Promise<string> {
  try {
    const { items } = await cluster.list(secrets, { namespace: cluster.namespace, labels: 'iter8.tools/group' });
    const names = new Set(items.flatMap(({ metadata }) => metadata.labels?.['iter8.tools/group'] ?? []));
    if (names.size === 0) return '; there is none in this namespace';
    return `; there ${names.size === 1 ? 'is' : 'are'} ${[...names].sort().slice(0, 20).join(', ')}`;
  } catch (error) {
    if (error instanceof Iter8Error && error.code === 'FORBIDDEN') return '';
    throw error;
  }
}
