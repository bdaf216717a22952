// A controller on a cluster in memory, with a clock that tests move. The part of Argo CD is the test's.
import { fakeCluster } from '../kube/fake/fake-cluster.fixture.ts';
import type { KubeObject, ObjectRef } from '../model/cluster.ts';
import { applicationRef, applicationType } from './application.ts';
import { movedClock, settled } from './clock.fixture.ts';
import type { Config } from './config.ts';
import { type Controller, startController } from './controller.ts';
import { deployment, group } from './group.fixture.ts';
import type { Group } from './group.ts';

export const deploymentRef: ObjectRef = group.trigger;
const secretRef: ObjectRef = { group: '', version: 'v1', resource: 'secrets', namespace: 'argocd', name: 'autox' };

export function configOf(groups: readonly Group[], changes: Partial<Config> = {}): Config {
  const { argocd } = group;
  return {
    groups,
    problems: [],
    leftOut: new Set(),
    isWhole: true,
    argocd,
    owner: 'autox',
    installer: 'argocd',
    helm: { image: 'helm', serviceAccountName: 'installer', imagePullSecrets: [], nodeSelector: {} },
    ...changes,
  };
}

interface LabOptions {
  finalizers?: boolean; // false: what is deleted is gone at once
}

export function createLab({ finalizers = true }: LabOptions = {}) {
  const cluster = fakeCluster({ types: [{ ...applicationType, kind: 'Application' }] });
  const clock = movedClock();
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  const running = new Set<{ abort: AbortController; controller: Controller }>();
  cluster.put(secretRef, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'autox' } });

  const application = (name = 'autox-httpbin-iter8') => cluster.peek(applicationRef('argocd', name));

  function free(name?: string): void {
    const object = application(name);
    if (object === undefined) return;
    const metadata = { ...object.metadata, finalizers: [] };
    cluster.put(applicationRef('argocd', object.metadata.name), { ...object, metadata });
  }

  return {
    cluster,
    clock,
    lines,
    application,
    version: (name?: string) => application(name)?.metadata.annotations?.['iter8.tools/autox-version'],
    isGoing: (name?: string) => application(name)?.metadata.deletionTimestamp !== undefined,
    // As Argo CD does when all that it installed is gone.
    async finish(name?: string) {
      free(name);
      await settled();
    },
    async start(config: Config | Group = group) {
      const abort = new AbortController();
      const whole = 'groups' in config ? config : configOf([config]);
      const controller = startController({
        config: whole,
        cluster: finalizers
          ? cluster
          : { ...cluster, create: (ref, object, options) => cluster.create(ref, unbound(object), options) },
        clock,
        random: () => 1,
        log,
        pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'autox-0', namespace: 'iter8', uid: 'p' } },
        signal: abort.signal,
      });
      const one = { abort, controller };
      running.add(one);
      await settled();
      return controller;
    },
    controller: () => [...running][0]?.controller,
    async stop() {
      for (const { abort, controller } of running) {
        abort.abort();
        await controller.done;
      }
      running.clear();
    },
    async put(object: KubeObject, ref: ObjectRef = deploymentRef) {
      cluster.put(ref, object);
      await settled();
    },
    async label(version: string, more: Record<string, string> = {}) {
      cluster.put(deploymentRef, deployment({ 'app.kubernetes.io/version': version, ...more }));
      await settled();
    },
    // What was asked of the cluster beside reading.
    writes: () =>
      cluster.calls
        .filter(({ verb, type }) => type.resource === 'applications' && !['get', 'list', 'watch'].includes(verb))
        .map(({ verb, name }) => `${verb} ${name}`),
    told: (text: string) => lines.filter((line) => line.includes(text)),
  };
}

function unbound(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, finalizers: [] } as KubeObject['metadata'] };
}
