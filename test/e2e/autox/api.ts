// The API server without a client of ours, for suites that ask for much or take the time: what `kubectl proxy` lets through.
import { spawn } from 'node:child_process';
import type { KubeObject } from '../../../runner/model/cluster.ts';
import { site } from '../lab.ts';

export interface Api {
  get<T = KubeObject>(path: string): Promise<T>;
  text(path: string): Promise<string>;
  create(path: string, object: object): Promise<KubeObject>;
  merge(path: string, patch: object): Promise<KubeObject>;
  delete(path: string): Promise<void>; // also what is not there
  atEnd(act: () => Promise<unknown>): void; // after the tests, while there still is an API
  // All that is there, and all that happens, until the end of the suite.
  watch(path: string): Promise<Watched>;
}

export interface Watched {
  now(name: string): KubeObject | undefined;
  names(): string[];
  // The moment (of performance.now) at which the object was seen like that.
  seen(name: string, like: (object: KubeObject) => boolean, timeoutMs?: number): Promise<number>;
  added(): number; // how many there have been
}

// For describe blocks.
export function useApi(): Api {
  const end = new AbortController();
  let base = '';
  let stop = () => {};
  const acts: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const { kubeconfig, path } = site();
    const env = { ...process.env, PATH: path, KUBECONFIG: kubeconfig };
    const proxy = spawn('kubectl', ['proxy', '--port=0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    stop = () => void proxy.kill();
    const said = await new Promise<string>((resolve, reject) => {
      proxy.stdout.once('data', (data) => resolve(String(data)));
      proxy.once('error', reject);
      proxy.once('close', () => reject(new Error('kubectl proxy ended')));
    });
    base = `http://${/127\.0\.0\.1:\d+/.exec(said)?.[0]}`;
  });
  afterAll(async () => {
    const outcomes = await Promise.allSettled(acts.map((act) => act()));
    end.abort();
    stop();
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }, 60_000);

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${base}${path}`, init);
    if (response.ok || (init.method === 'DELETE' && response.status === 404)) return response;
    throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
  }

  async function send(method: string, type: string, path: string, body: object): Promise<KubeObject> {
    const headers = { 'content-type': `application/${type}` };
    return (await ask(path, { method, headers, body: JSON.stringify(body) })).json() as Promise<KubeObject>;
  }

  // The API server ends a watch that is read too slowly for it, without a word.
  async function goOn(path: string, from: string, take: (event: WatchEvent, at: number) => void): Promise<void> {
    for (let version = from; !end.signal.aborted; ) {
      const { body } = await ask(`${path}?watch=1&resourceVersion=${version}`, { signal: end.signal });
      if (body === null) throw new Error(`a watch of ${path} has no body`);
      await read(body, (event, at) => {
        take(event, at);
        version = event.object.metadata.resourceVersion ?? version;
      });
    }
  }

  return {
    get: async <T>(path: string) => (await ask(path)).json() as Promise<T>,
    text: async (path) => (await ask(path)).text(),
    create: (path, object) => send('POST', 'json', path, object),
    merge: (path, patch) => send('PATCH', 'merge-patch+json', path, patch),
    async delete(path) {
      await (await ask(path, { method: 'DELETE' })).text();
    },
    atEnd: (act) => void acts.push(act),
    async watch(path) {
      const { items, metadata } = (await (await ask(path)).json()) as ObjectList;
      const watched = createWatched(items);
      void goOn(path, metadata.resourceVersion, watched.take).catch((error: unknown) => {
        if (!end.signal.aborted) throw error;
      });
      return watched;
    },
  };
}

interface ObjectList {
  items: KubeObject[];
  metadata: { resourceVersion: string };
}

interface WatchEvent {
  type: string;
  object: KubeObject;
}

async function read(body: ReadableStream<Uint8Array>, take: (event: WatchEvent, at: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const at = performance.now();
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line), at);
  }
}

function createWatched(items: readonly KubeObject[]): Watched & { take(event: WatchEvent, at: number): void } {
  const objects = new Map(items.map((object) => [object.metadata.name, object]));
  const times = new Map<KubeObject, number>();
  const waiting = new Set<() => void>();
  let added = 0;
  return {
    now: (name) => objects.get(name),
    names: () => [...objects.keys()],
    added: () => added,
    take({ type, object }, at) {
      if (type === 'ERROR') throw new Error(`a watch broke off: ${JSON.stringify(object)}`);
      if (type === 'ADDED') added++;
      objects.delete(object.metadata.name);
      if (type !== 'DELETED') objects.set(object.metadata.name, object);
      times.set(object, at);
      for (const look of waiting) look();
    },
    seen(name, like, timeoutMs = 30_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => done(() => reject(new Error(`${name} was not like that`))), timeoutMs);
        const done = (then: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          then();
        };
        const look = () => {
          const object = objects.get(name);
          if (object !== undefined && like(object)) done(() => resolve(times.get(object) ?? performance.now()));
        };
        waiting.add(look);
        look();
      });
    },
  };
}

// At most so many at a time.
export async function each<T>(
  items: readonly T[],
  parallel: number,
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = [...items];
  const one = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: parallel }, one));
}
