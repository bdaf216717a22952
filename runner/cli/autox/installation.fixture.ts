// An AutoX in a cluster in memory: what its chart, its controller and Argo CD have made, as tests arrange it.
import { applicationType } from '../../autox/application.ts';
import { fakeCluster } from '../../kube/fake/fake-cluster.fixture.ts';
import type { KubeObject, ObjectMeta, ObjectRef, ResourceType } from '../../model/cluster.ts';
import type { Document } from '../../model/document.ts';

export const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
export const agoOf = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString();

const core = { group: '', version: 'v1' };
const apps = { group: 'apps', version: 'v1' };

export const healthy = { sync: { status: 'Synced' }, health: { status: 'Healthy' } };

export function groupOf(name: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const trigger = { name, namespace: 'shop', group: 'apps', version: 'v1', resource: 'deployments' };
  return { trigger, specs: { iter8: { name: 'iter8', version: '1.0.0', values: { tasks: ['http'] } } }, ...changes };
}

export function createInstallation(cluster = fakeCluster({ types: [{ ...applicationType, kind: 'Application' }] })) {
  function put(type: ResourceType, kind: string, metadata: ObjectMeta, fields: Record<string, unknown> = {}) {
    const ref: ObjectRef = { ...type, namespace: metadata.namespace ?? '', name: metadata.name };
    const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
    return cluster.put(ref, { apiVersion, kind, metadata, ...fields } satisfies KubeObject);
  }

  return {
    cluster,
    config(groups: Record<string, unknown>, more: Record<string, unknown> = {}, namespace = 'iter8') {
      const values = { owner: { name: 'owner' }, defaultRepoURL: 'https://charts.test', groups, ...more };
      const metadata = { name: 'autox', namespace, labels: { 'app.kubernetes.io/name': 'autox' } };
      put({ ...core, resource: 'configmaps' }, 'ConfigMap', metadata, {
        data: { 'config.yaml': JSON.stringify(values) },
      });
      put({ ...apps, resource: 'deployments' }, 'Deployment', metadata, {
        spec: { replicas: 1 },
        status: { readyReplicas: 1 },
      });
    },
    deployment: (name: string, fields: Record<string, unknown>, namespace = 'iter8') =>
      put({ ...apps, resource: 'deployments' }, 'Deployment', { name, namespace }, fields),
    trigger: (name: string, labels: Record<string, string> = { 'app.kubernetes.io/version': '1.0.0' }) =>
      put({ ...apps, resource: 'deployments' }, 'Deployment', { name, namespace: 'shop', labels }),
    application(group: string, status: Record<string, unknown> = healthy, metadata: Partial<ObjectMeta> = {}) {
      const whole = {
        name: `autox-${group}-iter8`,
        namespace: 'argocd',
        creationTimestamp: agoOf(90),
        labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': group },
        annotations: { 'iter8.tools/autox-key': 'k', 'iter8.tools/autox-version': '1.0.0' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'owner', uid: 'u' }],
        ...(metadata.deletionTimestamp === undefined ? {} : { finalizers: ['argocd'] }),
        ...metadata,
      };
      put(applicationType, 'Application', whole, { status });
    },
    // As the controller makes it with installer=helm.
    job(group: string, task: 'install' | 'uninstall', condition = '', metadata: Partial<ObjectMeta> = {}) {
      const whole = {
        name: `autox-${group}-iter8-${task}`,
        namespace: 'iter8',
        creationTimestamp: agoOf(90),
        labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': group },
        annotations: { 'iter8.tools/autox-owner': 'owner', 'iter8.tools/autox-version': '1.0.0' },
        ...metadata,
      };
      const conditions = condition === '' ? [] : [{ type: condition, status: 'True', message: 'BackoffLimitExceeded' }];
      put({ group: 'batch', version: 'v1', resource: 'jobs' }, 'Job', whole, { status: { conditions } });
    },
    pod(job: string, state: Record<string, unknown>) {
      const metadata = { name: `${job}-x`, namespace: 'iter8', labels: { 'batch.kubernetes.io/job-name': job } };
      put({ ...core, resource: 'pods' }, 'Pod', metadata, { status: { containerStatuses: [{ state }] } });
    },
    result(group: string, document?: Document | string, annotations: Record<string, string> = {}) {
      const name = `autox-${group}-iter8`;
      const metadata = { name, namespace: 'shop', labels: { 'iter8.tools/group': name }, annotations };
      const text = typeof document === 'string' ? document : JSON.stringify(document);
      const data = document === undefined ? {} : { 'experiment.yaml': Buffer.from(text).toString('base64') };
      put({ ...core, resource: 'secrets' }, 'Secret', metadata, { data });
    },
  };
}
