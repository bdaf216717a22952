// A group, and a trigger that launches it.
import type { KubeObject } from '../model/cluster.ts';
import type { Group, Release } from './group.ts';

export const release: Release = {
  name: 'autox-httpbin-iter8',
  chart: 'iter8',
  repoURL: 'https://charts.test',
  version: '1.0.0',
  values: { tasks: ['http'] },
  namespace: 'default',
};

export const group: Group = {
  name: 'httpbin',
  trigger: { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default', name: 'httpbin' },
  rule: 'version',
  requireLabel: false,
  argocd: { namespace: 'argocd', project: 'default', server: 'https://kubernetes.default.svc' },
  releases: [release],
};

export const older: Group = { ...group, rule: 'any-change' };

export function deployment(labels: Record<string, string> = {}, changes: Partial<KubeObject> = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'httpbin', namespace: 'default', labels },
    spec: { replicas: 1 },
    ...changes,
  };
}

export const versioned = (version: string, labels: Record<string, string> = {}) =>
  deployment({ 'app.kubernetes.io/version': version, ...labels });
