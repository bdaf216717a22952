// The objects of an experiment group, as the chart, controllers and the kubelet make them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import type { fakeCluster } from '../../../runner/kube/fake/fake-cluster.fixture.ts';
import type { KubeObject, ObjectMeta, ObjectRef } from '../../../runner/model/cluster.ts';
import type { Document, RunState } from '../../../runner/model/document.ts';
import { documentOf } from '../../../runner/store/secret.fixture.ts';

export const namespace = 'test';

type Fields = Record<string, unknown>;

export interface Group {
  name: string;
  secret(change?: Partial<ObjectMeta>): KubeObject;
  document(): Document | undefined;
  save(document: Document, annotations?: Record<string, string>): void;
  revision(installed: number): void;
  job(name: string, status?: Fields, owner?: KubeObject): KubeObject;
  cronJob(schedule: string): KubeObject;
  pod(name: string, job: KubeObject, status?: Fields, metadata?: Partial<ObjectMeta>): KubeObject;
  removePod(name: string): Promise<unknown>;
}

const core = { group: '', version: 'v1' };
const batch = { group: 'batch', version: 'v1' };

export function createGroup(cluster: ReturnType<typeof fakeCluster>, name: string): Group {
  const labels = { 'iter8.tools/group': name };
  const refOf = (type: { group: string; version: string }, resource: string, of: string): ObjectRef => ({
    ...type,
    resource,
    namespace,
    name: of,
  });
  const secretRef = refOf(core, 'secrets', name);
  const put = (ref: ObjectRef, kind: string, fields: Fields, metadata: Partial<ObjectMeta> = {}) => {
    const apiVersion = ref.group === '' ? ref.version : `${ref.group}/${ref.version}`;
    const whole = { labels, ...metadata, name: ref.name, namespace };
    return cluster.put(ref, { apiVersion, kind, metadata: whole, ...fields });
  };
  const ownedBy = (owner: KubeObject | undefined): Partial<ObjectMeta> => {
    if (owner === undefined) return {};
    const { apiVersion, kind, metadata } = owner;
    const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true };
    return { ownerReferences: [reference] };
  };
  const present = () => cluster.peek(secretRef);

  const group: Group = {
    name,
    secret: (change = {}) => put(secretRef, 'Secret', {}, { annotations: { 'iter8.tools/revision': '1' }, ...change }),
    document: () => documentIn(present()),
    save(document, annotations = {}) {
      const { metadata } = present() ?? group.secret();
      const all = { ...metadata.annotations, ...annotations };
      const data = { 'experiment.yaml': Buffer.from(JSON.stringify(document)).toString('base64') };
      put(secretRef, 'Secret', { data }, { ...metadata, annotations: all });
    },
    revision(installed) {
      const { data, metadata } = present() ?? group.secret();
      const annotations = { ...metadata.annotations, 'iter8.tools/revision': String(installed) };
      put(secretRef, 'Secret', { data }, { ...metadata, annotations });
    },
    job: (of, status = {}, owner) => put(refOf(batch, 'jobs', of), 'Job', { status }, ownedBy(owner)),
    cronJob: (schedule) => put(refOf(batch, 'cronjobs', `${name}-1-cronjob`), 'CronJob', { spec: { schedule } }),
    pod: (of, job, status = { phase: 'Running' }, metadata = {}) =>
      put(refOf(core, 'pods', of), 'Pod', { status }, { ...ownedBy(job), ...metadata }),
    removePod: (of) => cluster.delete(refOf(core, 'pods', of)),
  };
  group.secret();
  return group;
}

export function documentIn(secret: KubeObject | undefined): Document | undefined {
  const data = secret?.data as Record<string, string> | undefined;
  const encoded = data?.['experiment.yaml'];
  return encoded === undefined ? undefined : (load(Buffer.from(encoded, 'base64').toString()) as Document);
}

export const failed = (reason: string, message = '') => ({
  conditions: [{ type: 'Failed', status: 'True', reason, message }],
});
export const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

// As the kubelet says of the one container.
export function container(phase: string, state: Fields): Fields {
  return { phase, containerStatuses: [{ name: 'iter8', state }] };
}

// Whoever writes the result now.
export function writtenBy(pod: KubeObject): Record<string, string> {
  const { name, uid } = pod.metadata;
  return {
    'iter8.tools/writer': `${name}/${uid}`,
    'iter8.tools/writer-revision': '1',
    'iter8.tools/heartbeat': `${new Date().toISOString()} 1`,
  };
}

// A Job whose pod writes, and what it has written.
export function runningIn(group: Group): { group: Group; save(state: RunState): void } {
  const job = group.job(`${group.name}-1-job`);
  const pod = group.pod(`${group.name}-pod`, job);
  const owned = (state: RunState): Document => {
    const { details, spec, ...rest } = documentOf(1, state);
    const identity = { owner: job.metadata.uid ?? '', spec: 'x' };
    return { ...rest, spec: state === 'completed' ? [] : spec, ...(details && { details: { ...details, identity } }) };
  };
  const save = (state: RunState) => group.save(owned(state), writtenBy(pod));
  save('running');
  return { group, save };
}

// A result as 0.13 wrote it.
export function sample(name: 'http-endpoints' | 'two-versions' | 'failed'): Document {
  const file = path.resolve(__dirname, '../../fixtures/samples', name, 'experiment.yaml');
  return load(readFileSync(file, 'utf8')) as Document;
}
