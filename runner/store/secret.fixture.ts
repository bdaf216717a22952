// Pods around one Secret, with a clock that tests move.

import { fakeCluster } from '../kube/fake/fake-cluster.fixture.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Document, RunState } from '../model/document.ts';
import type { Clock } from '../model/task.ts';
import { fromYaml } from './from-yaml.ts';
import { dataOf, decode, documentKey, encode, refOf } from './secret-object.ts';
import { type SecretWriter, secretWriter } from './secret-writer.ts';

export const place = { namespace: 'test', group: 'hello' };
export const ref = refOf(place);

interface TestClock extends Clock {
  advance(ms: number): Promise<void>;
  // Goes on until it settles.
  until<T>(promise: Promise<T>): Promise<T>;
}

function testClock(): TestClock {
  let now = Date.UTC(2023, 0, 11, 14, 43, 45);
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const next = () => [...sleepers].sort((a, b) => a.at - b.at)[0];
  const idle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock: TestClock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const end = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', stop);
        };
        const stop = () => {
          end();
          reject(signal?.reason);
        };
        const sleeper = {
          at: now + ms,
          wake: () => {
            end();
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', stop);
      }),
    async advance(ms) {
      const end = now + ms;
      await idle();
      for (let first = next(); first !== undefined && first.at <= end; first = next()) {
        now = Math.max(now, first.at);
        first.wake();
        await idle();
      }
      now = end;
    },
    async until(promise) {
      let open = true;
      const settled = promise.finally(() => {
        open = false;
      });
      settled.catch(() => {});
      await idle();
      while (open) {
        const first = next();
        if (first === undefined) throw new Error('nothing is left that could settle it');
        await clock.advance(first.at - now);
      }
      return settled;
    },
  };
  return clock;
}

export function documentOf(loop: number, state: RunState = 'running', revision = 1): Document {
  return {
    spec: [{ task: 'http', with: { url: 'http://target/' } }],
    result: {
      startTime: '2023-01-11T14:43:45.000Z',
      numLoops: loop,
      numCompletedTasks: 0,
      failure: false,
      iter8Version: 'v1',
      revision,
    },
    details: {
      format: 1,
      identity: { owner: 'a', spec: 'b' },
      state,
      loop,
      tasks: [],
      steps: [{ name: 'http', title: 'send requests', state: state === 'running' ? 'running' : 'completed' }],
      loops: [],
      gaps: {},
      ourMetrics: {},
      current: [],
      verdicts: [],
      loads: [],
      notes: [],
    },
  };
}

interface PodOptions {
  revision?: number;
  uid?: string;
  cluster?: Pick<Cluster, 'get' | 'patch'>;
  waitMs?: number;
  random?: () => number;
}

interface TestPod extends SecretWriter {
  lines: string[];
  abort: AbortController;
  kill(): void; // -9: it asks for nothing any more, and hears nothing
}

function untilKilled(cluster: Pick<Cluster, 'get' | 'patch'>) {
  let alive = true;
  const never = new Promise<never>(() => {});
  const heard = async <T>(answer: Promise<T>): Promise<T> => {
    const [outcome] = await Promise.allSettled([answer]);
    if (!alive) return never;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
  return {
    get: (...asked: Parameters<Cluster['get']>) => (alive ? heard(cluster.get(...asked)) : never),
    patch: (...asked: Parameters<Cluster['patch']>) => (alive ? heard(cluster.patch(...asked)) : never),
    kill() {
      alive = false;
    },
  };
}

export function createWorld() {
  const clock = testClock();
  const cluster = fakeCluster({ namespace: place.namespace, now: clock.now });
  const world = {
    clock,
    cluster,
    // As the chart makes it.
    install(revision = 1): void {
      const annotations = { 'iter8.tools/revision': String(revision) };
      const labels = { 'iter8.tools/group': place.group };
      cluster.put(ref, { apiVersion: 'v1', kind: 'Secret', metadata: { name: ref.name, labels, annotations } });
    },
    // What somebody else does to it.
    change(body: Record<string, unknown>) {
      return cluster.patch(ref, { type: 'merge', body });
    },
    fill: (text: string) => world.change({ data: { [documentKey]: encode(text) } }),
    upgrade: (revision: number) =>
      world.change({ metadata: { annotations: { 'iter8.tools/revision': String(revision) } } }),
    annotation: (name: string) => cluster.peek(ref)?.metadata.annotations?.[`iter8.tools/${name}`],
    text(key: string = documentKey): string | undefined {
      const secret = cluster.peek(ref);
      const data = secret === undefined ? undefined : dataOf(secret, key);
      return data === undefined ? undefined : decode(data);
    },
    document(): Document | undefined {
      const text = world.text();
      return text === undefined ? undefined : fromYaml(text, 'it');
    },
    pod(name: string, options: PodOptions = {}): TestPod {
      const { revision = 1, uid = `uid-of-${name}`, cluster: reached = cluster, ...more } = options;
      const mortal = untilKilled(reached);
      const lines: string[] = [];
      const abort = new AbortController();
      const log = {
        debug: (message: string) => void lines.push(`debug ${message}`),
        info: (message: string) => void lines.push(`info ${message}`),
        warn: (message: string) => void lines.push(`warning ${message}`),
        error: (message: string) => void lines.push(`error ${message}`),
      };
      const self = { ...place, pod: { name, uid }, revision, clock, log, signal: abort.signal };
      const writer = secretWriter({ cluster: mortal, ...self, ...more });
      return { ...writer, lines, abort, kill: mortal.kill };
    },
  };
  world.install();
  return world;
}
