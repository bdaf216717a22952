// The two Jobs of a release: one runs `helm install`, and stays as what says that the release is there; the other runs
// `helm uninstall`, and says by being there that the release is going.
import type { KubeObject, ObjectRef, ResourceType } from '../../model/cluster.ts';
import type { HelmPlace } from '../config.ts';
import type { DesiredRelease } from '../desired.ts';
import { annotations, labels, manager } from '../labels.ts';
import { yamlOf } from '../yaml.ts';

export const jobType: ResourceType = { group: 'batch', version: 'v1', resource: 'jobs' };

export type Task = 'install' | 'uninstall';

// Where a release lies, and whose it is.
export interface Target {
  name: string;
  namespace: string;
  group: string;
}

// Beside the release's name of 53 characters a Job's may have ten more.
export function jobName(release: string, task: Task): string {
  return `${release}-${task}`;
}

export function jobRef(namespace: string, release: string, task: Task): ObjectRef {
  return { ...jobType, namespace, name: jobName(release, task) };
}

interface Around {
  group: string;
  owner: string;
  mark: string;
  helm: HelmPlace;
  isThere?: boolean; // then it only says so: it does not run
}

export function installJob({ release, key, version }: DesiredRelease, around: Around): KubeObject {
  const { group, owner, mark, helm, isThere = false } = around;
  const { name, namespace, chart, repoURL, version: chartVersion, values } = release;
  const isOci = !/^https?:\/\//.test(repoURL);
  const where = isOci
    ? [`oci://${repoURL.replace(/^oci:\/\//, '').replace(/\/+$/, '')}/${chart}`]
    : [chart, '--repo', repoURL];
  const args = ['install', name, ...where, '--version', chartVersion, '--namespace', namespace];
  const said = { [annotations.key]: key, ...(version === '' ? {} : { [annotations.version]: version }) };
  return job('install', { name, namespace, group }, owner, said, {
    helm,
    args: [
      ...args,
      '--values',
      `${folder}/values.yaml`,
      '--labels',
      `${labels.owner}=${mark},${labels.key}=${key}`,
      '--timeout',
      '5m',
    ],
    values: yamlOf(values),
    deadline: 360,
    suspend: isThere,
  });
}

// What has been removed already is as good. In the foreground: no pod of an experiment is left when it is over.
export function uninstallJob(target: Target, owner: string, helm: HelmPlace): KubeObject {
  const args = ['uninstall', target.name, '--namespace', target.namespace, '--ignore-not-found'];
  return job(
    'uninstall',
    target,
    owner,
    {},
    {
      helm,
      args: [...args, '--wait', '--cascade', 'foreground', '--timeout', '10m'],
      values: undefined,
      deadline: 900,
      suspend: false,
    },
  );
}

const folder = '/etc/iter8/values';

interface Run {
  helm: HelmPlace;
  args: readonly string[];
  values: string | undefined;
  deadline: number;
  suspend: boolean;
}

function job(
  task: Task,
  { name, namespace, group }: Target,
  owner: string,
  said: Record<string, string>,
  run: Run,
): KubeObject {
  const marks = { [labels.managedBy]: manager, [labels.group]: group };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(name, task),
      labels: marks,
      annotations: { ...said, [annotations.owner]: owner, [annotations.namespace]: namespace },
    },
    spec: {
      // Another attempt of helm would meet what this one has left: what failed is removed before it is tried again.
      backoffLimit: 0,
      suspend: run.suspend,
      activeDeadlineSeconds: run.deadline,
      template: {
        metadata: {
          labels: { ...marks, 'sidecar.istio.io/inject': 'false', 'kuma.io/sidecar-injection': 'disabled' },
          annotations: {
            'sidecar.istio.io/inject': 'false',
            'linkerd.io/inject': 'disabled',
            ...(run.values === undefined ? {} : { [annotations.values]: run.values }),
          },
        },
        spec: podSpec(run),
      },
    },
  };
}

function podSpec({ helm, args, values }: Run): object {
  const fieldPath = `metadata.annotations['${annotations.values}']`;
  const given = values === undefined ? [] : [{ path: 'values.yaml', fieldRef: { fieldPath } }];
  return {
    restartPolicy: 'Never',
    serviceAccountName: helm.serviceAccountName,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    ...(helm.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: helm.imagePullSecrets }),
    ...(Object.keys(helm.nodeSelector).length === 0 ? {} : { nodeSelector: helm.nodeSelector }),
    containers: [
      {
        name: 'helm',
        image: helm.image,
        imagePullPolicy: 'IfNotPresent',
        command: ['helm'],
        args: args.map((arg) => arg.replaceAll('$', '$$$$')), // Kubernetes would take $(NAME) for a variable
        env: ['CACHE', 'CONFIG', 'DATA'].map((kind) => ({ name: `HELM_${kind}_HOME`, value: '/tmp/helm' })),
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        terminationMessagePolicy: 'FallbackToLogsOnError',
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'values', mountPath: folder, readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
      { name: 'values', downwardAPI: { items: given } },
    ],
  };
}
