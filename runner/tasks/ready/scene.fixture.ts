// A cluster in memory and a clock that goes on when somebody sleeps: an hour of waiting takes no time.
import { fakeCluster } from '../../kube/fake/fake-cluster.fixture.ts';
import type { Cluster, KubeObject, ObjectRef } from '../../model/cluster.ts';
import type { Capabilities, Progress } from '../../model/task.ts';
import { check } from './check.ts';
import { expand } from './expand.ts';
import { run } from './run.ts';
import type { ReadyInputs } from './schema.ts';

const types = [
  { group: 'serving.knative.dev', version: 'v1', resource: 'services', kind: 'Service' },
  { group: 'serving.kserve.io', version: 'v1beta1', resource: 'inferenceservices', kind: 'InferenceService' },
  { group: 'litmuschaos.io', version: 'v1alpha1', resource: 'chaosengines', kind: 'ChaosEngine' },
];

export interface Scene {
  kube: ReturnType<typeof fakeCluster>;
  bare: ReturnType<typeof fakeCluster>; // a cluster without any CRD
  abort: AbortController;
  lines: string[];
  progress: Progress[];
  now(): number;
  at(ms: number, act: () => void): void;
  // The task with these inputs, all of its steps; answers with what it failed with.
  wait(inputs: ReadyInputs, more?: { cluster?: () => Promise<Cluster> }): Promise<unknown>;
}

export function createScene(): Scene {
  let now = 0;
  const acts: { ms: number; act: () => void }[] = [];
  const pass = (until: number) => {
    for (const one of acts.filter(({ ms }) => ms > now && ms <= until)) {
      now = one.ms;
      one.act();
    }
    now = until;
  };
  const clock: Capabilities['clock'] = {
    now: () => now,
    sleep: async (ms, signal) => {
      pass(now + ms);
      signal?.throwIfAborted();
    },
  };
  const scene: Scene = {
    kube: fakeCluster({ types, now: () => now }),
    bare: fakeCluster({ now: () => now }),
    abort: new AbortController(),
    lines: [],
    progress: [],
    now: () => now,
    at: (ms, act) => void acts.push({ ms, act }),
    async wait(inputs, { cluster = async () => scene.kube } = {}) {
      expect(check(inputs)).toEqual([]);
      const say = (message: string) => void scene.lines.push(message);
      const log = { debug: say, info: say, warn: say, error: say };
      const world = { cluster, clock, signal: scene.abort.signal, log };
      try {
        for (const step of expand(inputs)) {
          await run(step, world, { progress: (progress) => void scene.progress.push(progress) });
        }
        return undefined;
      } catch (error) {
        return error;
      }
    },
  };
  return scene;
}

const web = { namespace: 'default', name: 'web' };
export const service: ObjectRef = { group: '', version: 'v1', resource: 'services', ...web };
export const deployment: ObjectRef = { group: 'apps', version: 'v1', resource: 'deployments', ...web };
export const knative: ObjectRef = { group: 'serving.knative.dev', version: 'v1', resource: 'services', ...web };
export const inference: ObjectRef = {
  group: 'serving.kserve.io',
  version: 'v1beta1',
  resource: 'inferenceservices',
  ...web,
};
export const chaos: ObjectRef = { group: 'litmuschaos.io', version: 'v1alpha1', resource: 'chaosengines', ...web };

export interface Told {
  type: string;
  status: unknown;
  reason?: string;
  message?: string;
  observedGeneration?: unknown;
}

// An object whose status says these conditions.
export function telling(conditions: readonly Told[], metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'web', ...metadata }, status: { conditions } };
}

export const available = telling([{ type: 'Available', status: 'True' }]);
export const unavailable = telling([
  {
    type: 'Available',
    status: 'False',
    reason: 'MinimumReplicasUnavailable',
    message: 'Deployment does not have minimum availability.',
  },
]);
