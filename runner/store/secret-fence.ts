// Who may write a result: one pod at a time, none of an older revision than the one that is installed, and none that was
// taken over once.
import type { KubeObject, ObjectRef } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import { documentIn } from './secret-document.ts';
import { dataOf, documentKey, type Holder, holderOf, type Pod, revisionOf } from './secret-object.ts';

export interface Me {
  pod: Pod;
  revision: number;
}

// Why a pod that wants the role never gets it. The chart says which revision is installed; after `helm rollback` that is
// an older one than the document's. Only where the Secret does not say it, the newest that ever wrote counts.
export function reasonToRefuse(secret: KubeObject, ref: ObjectRef, { revision }: Me): string | undefined {
  const newest = revisionOf(secret) ?? Math.max(holderOf(secret)?.revision ?? 0, revisionOfDocument(secret, ref));
  if (newest <= revision) return undefined;
  return `this pod is of revision ${revision} of experiment group ${ref.name}, and revision ${newest} has replaced it`;
}

// Whom a pod has to wait for.
export function heldBy(secret: KubeObject, { pod, revision }: Me): (Holder & { heartbeat: string }) | undefined {
  const holder = holderOf(secret);
  if (holder?.heartbeat === undefined || holder.uid === pod.uid) return undefined;
  return isOlder(holder, secret, revision) ? undefined : { ...holder, heartbeat: holder.heartbeat };
}

// Why a pod that has the role, as far as it knows, must not go on. `known` is the Secret as it saw it last.
export function reasonToStop(secret: KubeObject, ref: ObjectRef, me: Me, known: KubeObject): string | undefined {
  const installed = revisionOf(secret);
  if (installed !== undefined && installed > me.revision) return reasonToRefuse(secret, ref, me);
  const holder = holderOf(secret);
  if (holder === undefined) return strippedBy(secret, known);
  if (holder.uid === me.pod.uid || isOlder(holder, secret, me.revision)) return undefined;
  const which =
    holder.revision === undefined || holder.revision === me.revision ? '' : ` of revision ${holder.revision}`;
  return `pod ${holder.name}${which} has taken over the result of experiment group ${ref.name} from this one`;
}

// A newer revision does not wait for an older one, unless that one is installed again.
function isOlder(holder: Holder, secret: KubeObject, revision: number): boolean {
  return (holder.revision ?? revision) < revision && (revisionOf(secret) ?? revision) === revision;
}

// Made anew, or without its annotations: it is still ours unless it holds what we have never seen.
function strippedBy(secret: KubeObject, known: KubeObject): string | undefined {
  const data = dataOf(secret, documentKey);
  if (data === undefined || data === dataOf(known, documentKey)) return undefined;
  return 'the Secret says no longer who writes it, and holds a document that is not from this pod';
}

function revisionOfDocument(secret: KubeObject, ref: ObjectRef): number {
  try {
    return documentIn(secret, ref)?.result?.revision ?? 0;
  } catch (error) {
    if (error instanceof Iter8Error) return 0; // what cannot be read fences nobody off
    throw error;
  }
}

export function superseded(reason: string): Iter8Error {
  return new Iter8Error('SUPERSEDED', reason);
}
