// Where a Cluster is held to its contract: everything is made in one namespace, and taken away again.
import type { Cluster, KubeObject, ObjectRef } from '../../model/cluster.ts';

const core = { group: '', version: 'v1' };
export const secrets = { ...core, resource: 'secrets' };
const cronJobs = { group: 'batch', version: 'v1', resource: 'cronjobs' };

export type Connect = () => Promise<{ cluster: Cluster; namespace: string }>;
export type Site = ReturnType<typeof useSite>;

// In a describe block.
export function useSite(connect: Connect) {
  const made: ObjectRef[] = [];
  const watches: AbortController[] = [];
  let there: { cluster: Cluster; namespace: string } | undefined;
  let prefix = '';
  beforeAll(async () => {
    there = await connect();
  });
  beforeEach(() => {
    prefix = `contract-${Math.random().toString(36).slice(2, 10)}`;
  });
  afterEach(async () => {
    for (const watch of watches.splice(0)) watch.abort();
    for (const ref of made.splice(0)) await site.cluster.delete(ref);
  });
  const connected = () => {
    if (there === undefined) throw new Error('not connected yet');
    return there;
  };
  const site = {
    get cluster() {
      return connected().cluster;
    },
    get namespace() {
      return connected().namespace;
    },
    get prefix() {
      return prefix;
    },
    watches, // ended after each test
    secretRef(name: string): ObjectRef {
      const ref = { ...secrets, namespace: site.namespace, name: `${prefix}-${name}` };
      made.push(ref);
      return ref;
    },
    secret: ({ name }: ObjectRef, more: Record<string, unknown> = {}, metadata = {}): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, labels: { test: prefix }, ...metadata },
      ...more,
    }),
    async makeSecret(name: string, more: Record<string, unknown> = {}, metadata = {}) {
      const ref = site.secretRef(name);
      return { ref, object: await site.cluster.create(ref, site.secret(ref, more, metadata)) };
    },
    async makeCronJob() {
      const ref: ObjectRef = { ...cronJobs, namespace: site.namespace, name: `${prefix}-cron` };
      made.push(ref);
      const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'none', image: 'none' }] } };
      const spec = { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec: { template } } };
      const object: KubeObject = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: ref.name }, spec };
      return { ref, object: await site.cluster.create(ref, object) };
    },
    mine: () => ({ namespace: site.namespace, labels: `test=${prefix}` }),
  };
  return site;
}

export function text(object: KubeObject | undefined, key: string): string | undefined {
  const data = object?.data as Record<string, string> | undefined;
  return data?.[key] === undefined ? undefined : atob(data[key]);
}

export function mergeOf(body: Record<string, unknown>) {
  return { type: 'merge', body } as const;
}

export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the call succeeded');
}
