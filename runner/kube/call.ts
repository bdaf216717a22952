// What a call to the API server is about, in words for messages.
import type { ResourceType } from '../model/cluster.ts';

// As RBAC names them; reading logs is `get` of pods/log.
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';

export interface Call {
  verb: Verb;
  type: ResourceType;
  namespace?: string; // left out: every namespace; empty: what it is about lies in none
  name?: string;
}

// secrets, deployments.apps
export function nameOfType({ group, resource }: ResourceType): string {
  return group === '' ? resource : `${resource}.${group}`;
}

// get secrets "default" in namespace test
export function describeCall({ verb, type, namespace, name }: Call): string {
  const which = name === undefined ? '' : ` "${name}"`;
  const where = namespace === undefined ? ' in all namespaces' : namespace === '' ? '' : ` in namespace ${namespace}`;
  return `${verb} ${nameOfType(type)}${which}${where}`;
}
