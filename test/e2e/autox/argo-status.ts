// What Argo CD writes on an Application that it has installed: some 7 KB.
import type { KubeObject } from '../../../runner/model/cluster.ts';

export function installedStatus({ metadata: { name }, spec }: KubeObject): object {
  const { source, destination } = spec as { source: object; destination: { namespace: string } };
  const { namespace } = destination;
  const [time, revision, version] = [new Date().toISOString().replace(/\.\d+/, ''), '1.0.0', 'v1'];
  const rbac = 'rbac.authorization.k8s.io';
  const resources = [
    { kind: 'ConfigMap', name },
    { kind: 'Secret', name },
    { kind: 'ServiceAccount', name: `${name}-iter8-sa` },
    { kind: 'Job', name: `${name}-1-job`, group: 'batch' },
    { kind: 'Role', name: `${name}-iter8`, group: rbac },
    { kind: 'RoleBinding', name: `${name}-iter8`, group: rbac },
  ].map((one) => ({ ...one, namespace, version, status: 'Synced' }));
  const results = resources.map(({ group = '', ...one }) => ({
    ...one,
    group,
    hookPhase: 'Running',
    syncPhase: 'Sync',
    message: `${one.kind.toLowerCase()}/${one.name} created`,
  }));
  return {
    health: { status: 'Healthy', lastTransitionTime: time },
    history: [{ id: 0, deployedAt: time, deployStartedAt: time, revision, source, initiatedBy: { automated: true } }],
    operationState: {
      phase: 'Succeeded',
      message: 'successfully synced (all tasks run)',
      startedAt: time,
      finishedAt: time,
      operation: { sync: { revision, prune: true, syncOptions: ['CreateNamespace=true'] } },
      syncResult: { revision, source, resources: results },
    },
    reconciledAt: time,
    resources,
    sourceType: 'Helm',
    summary: { images: ['localhost/iter8:1.0.0'] },
    sync: { status: 'Synced', revision, comparedTo: { source, destination } },
  };
}
