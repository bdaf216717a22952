// What helm itself has noted of a release: its Secrets, one a revision. While there is one, the name is taken.
import type { Cluster } from '../../model/cluster.ts';
import { labels } from '../labels.ts';
import type { Target } from './jobs.ts';

export async function traceOf(
  cluster: Pick<Cluster, 'list'>,
  { name, namespace }: Pick<Target, 'name' | 'namespace'>,
  mark: string,
): Promise<'none' | 'ours' | 'foreign'> {
  const secrets = { group: '', version: 'v1', resource: 'secrets' };
  const { items } = await cluster.list(secrets, { namespace, labels: `owner=helm,name=${name}` });
  if (items.length === 0) return 'none';
  return items.some(({ metadata }) => metadata.labels?.[labels.owner] === mark) ? 'ours' : 'foreign';
}
