// What helm itself has noted of a release: its Secrets, one a revision. While there is one, the name is taken.
import type { Cluster } from '../../model/cluster.ts';
import { labels } from '../labels.ts';
import type { Target } from './jobs.ts';

export type Trace = 'none' | 'foreign' | { key: string | undefined }; // ours: what it was installed for, where it was to the end

export async function traceOf(
  cluster: Pick<Cluster, 'list'>,
  { name, namespace }: Pick<Target, 'name' | 'namespace'>,
  mark: string,
): Promise<Trace> {
  const secrets = { group: '', version: 'v1', resource: 'secrets' };
  const { items } = await cluster.list(secrets, { namespace, labels: `owner=helm,name=${name}` });
  if (items.length === 0) return 'none';
  const revisions = items.map(({ metadata }) => metadata.labels ?? {});
  if (!revisions.some((said) => said[labels.owner] === mark)) return 'foreign';
  return { key: revisions.find(({ status }) => status === 'deployed')?.[labels.key] };
}
