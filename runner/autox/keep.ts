// What of an object is held in memory: as little as the rules need.
import type { KubeObject } from '../model/cluster.ts';
import type { Group } from './group.ts';

export function contentNeeded(groups: readonly Group[]): boolean {
  return groups.some(({ rule }) => rule === 'any-change');
}

export function headOf({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata: withoutFields(metadata) };
}

export function withoutStatus({ status: _, metadata, ...content }: KubeObject): KubeObject {
  return { ...content, metadata: withoutFields(metadata) };
}

function withoutFields(metadata: KubeObject['metadata'] & { managedFields?: unknown }): KubeObject['metadata'] {
  const { managedFields: _, ...kept } = metadata;
  return kept;
}
