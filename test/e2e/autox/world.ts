// The real cluster as the tests of AutoX change and see it: triggers, and a record of all that was made and went.
import { connectCluster } from '../../../runner/kube/connect.ts';
import type { Cluster, KubeObject, ObjectRef, ResourceType } from '../../../runner/model/cluster.ts';
import { type Lab, site } from '../lab.ts';

export const versionLabel = 'app.kubernetes.io/version';
const applicationType: ResourceType = { group: 'argoproj.io', version: 'v1alpha1', resource: 'applications' };
const jobType: ResourceType = { group: 'batch', version: 'v1', resource: 'jobs' };

// An Application from its beginning to its end; times are of performance.now().
export interface Life {
  name: string;
  uid: string;
  group: string;
  version: string;
  madeAt: number;
  askedToGoAt?: number;
  goneAt?: number;
  jobs: string[]; // UIDs of what ran for it
}

// A Deployment without pods, whose version changes.
export interface Trigger {
  group: string;
  release: string;
  was: readonly { at: number; version: string | undefined }[]; // undefined: it is not there
  make(version: string): Promise<void>;
  label(version: string): Promise<void>;
  remove(): Promise<void>;
}

export interface World {
  cluster: Cluster;
  lives: readonly Life[]; // of Applications whose name begins with autox-chaos, in the order of their making
  triggers: readonly Trigger[];
  trigger(group: string): Trigger;
  now(release: string): Life | undefined;
  of(release: string): Life[];
  // As soon as it is so.
  when(what: string, isSo: () => boolean, timeoutMs?: number): Promise<void>;
  // Until it runs for that version.
  runs(trigger: Trigger, version: string, timeoutMs?: number): Promise<Life>;
  ends(trigger: Trigger, timeoutMs?: number): Promise<void>;
  experiment(life: Life, timeoutMs?: number): Promise<void>; // until Argo CD has made its Job
}

// How long a controller took, from some time on, to let the old one go and to make the new one; Argo CD's time between the
// two is not its own.
export function tookMs(since: number, old: Life | undefined, made?: Life): number {
  const { askedToGoAt = 0, goneAt = 0 } = old ?? {};
  const toMakeMs = made === undefined ? 0 : made.madeAt - Math.max(goneAt, since);
  return Math.max(0, askedToGoAt - since) + Math.max(0, toMakeMs);
}

// For describe blocks.
export function useWorld(lab: Lab): World {
  const lives: Life[] = [];
  const triggers: Trigger[] = [];
  const waiting = new Set<() => void>();
  const stop = new AbortController();
  let cluster: Cluster | undefined;
  beforeAll(async () => {
    cluster = await connectCluster({ kubeconfig: site().kubeconfig, namespace: lab.namespace, env: process.env });
    const synced = [follow(applicationType, 'argocd', ofApplication), follow(jobType, lab.namespace, ofJob)];
    await Promise.all(synced);
  });
  afterAll(() => stop.abort());

  const connected = () => {
    if (cluster === undefined) throw new Error('the world is there in tests only');
    return cluster;
  };

  // Ends when all that was there before is known.
  function follow(type: ResourceType, namespace: string, took: (kind: string, object: KubeObject) => void) {
    return new Promise<void>((resolve, reject) => {
      const all = async () => {
        for await (const event of connected().watch(type, { namespace }, stop.signal))
          if (event.type === 'synced') resolve();
          else took(event.type, event.object);
      };
      all().catch(reject);
    });
  }

  function ofApplication(kind: string, { metadata }: KubeObject): void {
    const { name, uid = '', labels = {}, annotations = {}, deletionTimestamp } = metadata;
    if (!name.startsWith('autox-chaos')) return;
    const at = performance.now();
    let life = lives.find((one) => one.uid === uid);
    if (life === undefined) {
      const group = labels['iter8.tools/autox-group'] ?? '';
      life = { name, uid, group, version: annotations['iter8.tools/autox-version'] ?? '', madeAt: at, jobs: [] };
      lives.push(life);
    }
    if (deletionTimestamp !== undefined) life.askedToGoAt ??= at;
    if (kind === 'deleted') life.goneAt = at;
    for (const look of waiting) look();
  }

  function ofJob(kind: string, { metadata }: KubeObject): void {
    if (kind !== 'added') return;
    const life = world.of(metadata.labels?.['iter8.tools/group'] ?? '').at(-1);
    life?.jobs.push(metadata.uid ?? '');
    for (const look of waiting) look();
  }

  function newTrigger(group: string): Trigger {
    const { namespace } = lab;
    const ref: ObjectRef = { group: 'apps', version: 'v1', resource: 'deployments', namespace, name: group };
    const was: { at: number; version: string | undefined }[] = [];
    const becomes = (version: string | undefined) => void was.push({ at: performance.now(), version });
    return {
      group,
      release: `autox-${group}-iter8`,
      was,
      async make(version) {
        becomes(version);
        await connected().create(ref, deployment(group, version));
      },
      async label(version) {
        becomes(version);
        await connected().patch(ref, { type: 'merge', body: { metadata: { labels: { [versionLabel]: version } } } });
      },
      async remove() {
        becomes(undefined);
        await connected().delete(ref);
      },
    };
  }

  const world: World = {
    get cluster() {
      return connected();
    },
    lives,
    triggers,
    trigger(group) {
      const made = newTrigger(group);
      triggers.push(made);
      return made;
    },
    of: (release) => lives.filter(({ name }) => name === release),
    now: (release) => world.of(release).findLast(({ goneAt }) => goneAt === undefined),
    when: (what, isSo, timeoutMs = 90_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!isSo()) return;
          end();
          resolve();
        };
        const late = setTimeout(() => {
          end();
          reject(
            new Error(
              `${what}: not within ${timeoutMs / 1000} s; the last Applications: ${JSON.stringify(lives.slice(-4))}`,
            ),
          );
        }, timeoutMs);
        const end = () => {
          waiting.delete(look);
          clearTimeout(late);
        };
        waiting.add(look);
        look();
      }),
    async runs({ release }, version, timeoutMs) {
      const found = () => {
        const now = world.now(release);
        return now?.version === version && now.askedToGoAt === undefined ? now : undefined;
      };
      await world.when(`${release} of version ${version}`, () => found() !== undefined, timeoutMs);
      const life = found();
      if (life === undefined) throw new Error(`${release} was there, and went again`);
      return life;
    },
    ends: ({ release }, timeoutMs) =>
      world.when(`the end of ${release}`, () => world.now(release) === undefined, timeoutMs),
    experiment: (life, timeoutMs) =>
      world.when(`the Job of ${life.name}, version ${life.version}`, () => life.jobs.length > 0, timeoutMs),
  };
  return world;
}

function deployment(name: string, version: string): KubeObject {
  const labels = { app: name };
  const containers = [{ name: 'app', image: site().image }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { ...labels, [versionLabel]: version } },
    spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
