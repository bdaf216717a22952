// The types that a cluster knows from its birth, as far as anything here asks for them.
import type { ResourceType } from '../../model/cluster.ts';

export interface KnownType extends ResourceType {
  kind: string;
}

const core = (resource: string, kind: string): KnownType => ({ group: '', version: 'v1', resource, kind });
const apps = (resource: string, kind: string): KnownType => ({ group: 'apps', version: 'v1', resource, kind });
const batch = (resource: string, kind: string): KnownType => ({ group: 'batch', version: 'v1', resource, kind });
const rbac = (resource: string, kind: string): KnownType => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource,
  kind,
});

export const builtInTypes: readonly KnownType[] = [
  core('configmaps', 'ConfigMap'),
  core('events', 'Event'),
  core('namespaces', 'Namespace'),
  core('nodes', 'Node'),
  core('persistentvolumeclaims', 'PersistentVolumeClaim'),
  core('pods', 'Pod'),
  core('replicationcontrollers', 'ReplicationController'),
  core('secrets', 'Secret'),
  core('serviceaccounts', 'ServiceAccount'),
  core('services', 'Service'),
  apps('daemonsets', 'DaemonSet'),
  apps('deployments', 'Deployment'),
  apps('replicasets', 'ReplicaSet'),
  apps('statefulsets', 'StatefulSet'),
  batch('cronjobs', 'CronJob'),
  batch('jobs', 'Job'),
  rbac('rolebindings', 'RoleBinding'),
  rbac('roles', 'Role'),
  { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses', kind: 'Ingress' },
  { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', kind: 'Lease' },
  {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    resource: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
  },
];

export function apiVersionOf({ group, version }: ResourceType): string {
  return group === '' ? version : `${group}/${version}`;
}
