// What AutoX has launched runs once: where its Job is deleted, Argo CD makes another, which is no new version of anything.
import type { Details, Document } from '../../model/document.ts';

interface Run {
  group: string;
  revision: number;
  identity: Details['identity'];
}

// The result of the Job before, as that of the one that is there now; undefined where the experiment is to be run.
export function alreadyRun(document: Document | undefined, { group, revision, identity }: Run): Document | undefined {
  if (document?.result === undefined || document.details === undefined) return undefined;
  const { result, details } = document;
  const hasEnded = details.state === 'completed' || details.state === 'failed';
  const isSame = details.identity.spec === identity.spec && result.revision === revision;
  const isOther = details.identity.owner !== identity.owner;
  if (!group.startsWith('autox-') || !hasEnded || !isSame || !isOther) return undefined;
  return { ...document, details: { ...details, identity } };
}
