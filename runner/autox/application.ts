// A release as an Application of Argo CD.
import type { KubeObject, ObjectMeta, ObjectRef, ResourceType } from '../model/cluster.ts';
import type { DesiredRelease } from './desired.ts';
import type { Group } from './group.ts';
import { annotations, labels, manager } from './labels.ts';
import { yamlOf } from './yaml.ts';

export const applicationType: ResourceType = { group: 'argoproj.io', version: 'v1alpha1', resource: 'applications' };

// The Secret that everything is owned by: with it, all Applications go.
export interface Owner {
  name: string;
  uid: string;
}

// Argo CD takes what it installed away before the Application itself goes.
const finalizer = 'resources-finalizer.argocd.argoproj.io';

// To Argo CD what has no scheme is a registry; with this one there are no charts in it.
const oci = 'oci://';

export function applicationRef(namespace: string, name: string): ObjectRef {
  return { ...applicationType, namespace, name };
}

export function applicationOf(group: Group, { release, key, version }: DesiredRelease, owner: Owner): KubeObject {
  const { name, chart, repoURL, namespace } = release;
  const { argocd } = group;
  const isRegistry = repoURL.startsWith(oci);
  const metadata: ObjectMeta & { finalizers: string[] } = {
    name,
    namespace: argocd.namespace,
    labels: { [labels.managedBy]: manager, [labels.group]: group.name },
    annotations: { [annotations.key]: key, ...(version === '' ? {} : { [annotations.version]: version }) },
    finalizers: [finalizer],
    ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: owner.name, uid: owner.uid }],
  };
  return {
    apiVersion: `${applicationType.group}/${applicationType.version}`,
    kind: 'Application',
    metadata,
    spec: {
      project: argocd.project,
      source: {
        repoURL: isRegistry ? repoURL.slice(oci.length).replace(/\/+$/, '') : repoURL,
        chart,
        targetRevision: release.version,
        helm: { releaseName: name, values: yamlOf(release.values) },
      },
      destination: { server: argocd.server, namespace },
      ignoreDifferences: [
        // The runner writes the result there.
        { group: '', kind: 'Secret', name, namespace, jsonPointers: ['/data', '/metadata/annotations'] },
        // Litmus stops an engine that is done; one that is made active again begins anew.
        { group: 'litmuschaos.io', kind: 'ChaosEngine', jsonPointers: ['/spec/engineState'] },
      ],
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
    },
  };
}

// Whatever else has that name is somebody else's, and left alone.
export function isOurs({ metadata }: KubeObject, owner: Owner): boolean {
  return (
    metadata.labels?.[labels.managedBy] === manager &&
    metadata.annotations?.[annotations.key] !== undefined &&
    (metadata.ownerReferences ?? []).some(({ kind, uid }) => kind === 'Secret' && uid === owner.uid)
  );
}
