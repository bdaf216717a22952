// A result stays after `helm upgrade` until the new run starts: until then it says nothing about what is installed now.
import type { Document } from '../../model/document.ts';
import type { Workload } from './workload.ts';

// What there is no result of yet. Undefined: the document is of what is installed, as far as that can be known.
export function outdated(
  { result, details }: Document,
  installed: number | undefined,
  workload: Workload | undefined,
): string | undefined {
  if (installed !== undefined && result?.revision !== undefined && installed !== result.revision)
    return `of revision ${installed}`;
  const owner = details?.identity.owner;
  // Argo CD makes a changed Job anew, as the same revision.
  if (owner === undefined || workload === undefined || workload.owners.length === 0) return undefined;
  return workload.owners.includes(owner) ? undefined : 'of the Job that is there now';
}
