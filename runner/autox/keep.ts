// What of an object is held in memory: as little as the rules need. What changes without need is left out, so that it does
// not count as a change.
import type { KubeObject, ObjectMeta } from '../model/cluster.ts';
import type { Group } from './group.ts';
import { annotations, labels } from './labels.ts';
import { isInstalled, troubleOf } from './trouble.ts';

export interface KeptApplication extends KubeObject {
  trouble: string | undefined; // why Argo CD cannot install or remove it
  isWell: boolean; // it is installed
}

export function keptApplication(object: KubeObject): KeptApplication {
  const { ownerReferences } = object.metadata;
  const head = headOf(object, [labels.managedBy, labels.group], [annotations.key, annotations.version]);
  const metadata = { ...head.metadata, ...(ownerReferences === undefined ? {} : { ownerReferences }) };
  return { ...head, metadata, trouble: troubleOf(object), isWell: isInstalled(object) };
}

export function keptTrigger(rule: Group['rule'], object: KubeObject): KubeObject {
  if (rule === 'version') return headOf(object, [labels.version, labels.name, labels.track, labels.autox], []);
  const { status: _, metadata, ...content } = object;
  const { resourceVersion, generation, managedFields, ...kept } = metadata as ObjectMeta & { managedFields?: unknown };
  return { ...content, metadata: kept };
}

function headOf({ apiVersion, kind, metadata }: KubeObject, ...[said, noted]: [string[], string[]]): KubeObject {
  const { name, namespace, uid, deletionTimestamp } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      labels: only(metadata.labels, said),
      annotations: only(metadata.annotations, noted),
    },
  };
}

function only(pairs: Record<string, string> = {}, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (pairs[name] === undefined ? [] : [[name, pairs[name]]])));
}
