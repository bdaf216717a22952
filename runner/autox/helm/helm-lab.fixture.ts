// A controller with helm as its installer, on a cluster in memory. The part of helm, and of what runs Jobs, is the test's.
import type { KubeObject, ObjectRef } from '../../model/cluster.ts';
import { settled } from '../clock.fixture.ts';
import type { Config } from '../config.ts';
import { group, release } from '../group.fixture.ts';
import type { Group } from '../group.ts';
import { configOf, createLab } from '../lab.fixture.ts';
import { jobRef, type Task } from './jobs.ts';

const secretRef = (name: string) => ({
  group: '',
  version: 'v1',
  resource: 'secrets',
  namespace: release.namespace,
  name: `sh.helm.release.v1.${name}.v1`,
});

export function createHelmLab() {
  const lab = createLab();
  const { cluster } = lab;
  const home = cluster.namespace;
  const job = (task: Task, name = release.name) => cluster.peek(jobRef(home, name, task));
  const argsOf = (object: KubeObject | undefined): string[] => {
    const [, args = '[]'] = /"args":(\[.*?\]),"env"/.exec(JSON.stringify(object ?? {})) ?? [];
    return JSON.parse(args);
  };

  // By others, past all faults.
  function remove(ref: ObjectRef): void {
    const object = cluster.peek(ref);
    if (object !== undefined)
      cluster.put(ref, { ...object, metadata: { ...object.metadata, deletionTimestamp: 'now' } });
  }

  // helm's own note of a release.
  async function note(given: string | undefined, name = release.name): Promise<void> {
    const pairs = (given ?? '').split(',').filter((pair) => pair !== '');
    const ours = Object.fromEntries(pairs.map((pair) => pair.split('=')));
    const labels = { owner: 'helm', name, status: 'deployed', ...ours };
    cluster.put(secretRef(name), { apiVersion: 'v1', kind: 'Secret', metadata: { name, labels } });
    await settled();
  }

  const labelsOf = (name = release.name) =>
    argsOf(job('install', name))[argsOf(job('install', name)).indexOf('--labels') + 1];

  async function end(task: Task, type: 'Complete' | 'Failed', name = release.name): Promise<void> {
    const object = job(task, name);
    if (object === undefined) throw new Error(`there is no Job to ${task} ${name}`);
    cluster.put(jobRef(home, name, task), {
      ...object,
      status: { conditions: [{ type, status: 'True', message: 'x' }] },
    });
    await settled();
  }

  return {
    ...lab,
    job,
    isSuspended: () => JSON.stringify(job('install')?.spec ?? {}).includes('"suspend":true'),
    argsOf,
    labelsOf,
    note,
    noted: (name = release.name) => cluster.peek(secretRef(name)) !== undefined,
    forget: async (name = release.name) => remove(secretRef(name)),
    remove,
    start: (groups: readonly Group[] = [group], changes: Partial<Config> = {}) =>
      lab.start(configOf(groups, { installer: 'helm', ...changes })),
    // As helm does in the pod.
    async helm(task: Task, outcome: 'Complete' | 'Failed' = 'Complete', name = release.name) {
      if (task === 'install' && outcome === 'Complete') await note(labelsOf(name), name);
      if (task === 'uninstall' && outcome === 'Complete') remove(secretRef(name));
      await end(task, outcome, name);
    },
    // What the pod of a Job leaves behind.
    async say(task: Task, state: object, name = release.name) {
      const of = jobRef(home, name, task).name;
      const ref = { group: '', version: 'v1', resource: 'pods', namespace: home, name: `${of}-abcde` };
      const metadata = { name: ref.name, labels: { 'batch.kubernetes.io/job-name': of } };
      cluster.put(ref, { apiVersion: 'v1', kind: 'Pod', metadata, status: { containerStatuses: [{ state }] } });
      await settled();
    },
    version: (name = release.name) => job('install', name)?.metadata.annotations?.['iter8.tools/autox-version'],
    jobs: () =>
      cluster.calls
        .filter(({ verb, type }) => type.resource === 'jobs' && !['get', 'list', 'watch'].includes(verb))
        .map(({ verb, name }) => `${verb} ${name}`),
  };
}
