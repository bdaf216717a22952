// A cluster in memory: what the API server does, without one. Held to the same rules by ../contract/contract.fixture.ts.
import {
  type Cluster,
  KubeError,
  type KubeObject,
  type LogOptions,
  type ObjectRef,
  type Patch,
  type ResourceType,
  type Selection,
  type WatchEvent,
} from '../../model/cluster.ts';
import { type Call, nameOfType, type Verb } from '../call.ts';
import { unknownType } from '../errors.ts';
import { applied } from './apply.fixture.ts';
import { createFaults, type Fault, type Which } from './faults.fixture.ts';
import { mergePatch } from './merge-patch.fixture.ts';
import { createObjects } from './objects.fixture.ts';
import { createPodLogs } from './pod-logs.fixture.ts';
import { selector } from './selectors.fixture.ts';
import { apiVersionOf, builtInTypes, type KnownType } from './types.fixture.ts';
import { watchObjects } from './watch-objects.fixture.ts';

interface FakeCluster extends Cluster {
  calls: Call[]; // all that were made, in order
  // What a controller, or somebody else, does: creates or replaces the object as it is given, its status too.
  put(ref: ObjectRef, object: KubeObject): KubeObject;
  // What is there now, past all faults.
  peek(ref: ObjectRef): KubeObject | undefined;
  fail(which: Which, fault: Fault): () => void;
  // What an API server sends to a watch that goes on from a version.
  watchSince(type: ResourceType, selection: Selection, since: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
  writeLog(pod: { namespace: string; pod: string }, text: string): void;
  endLog(pod: { namespace: string; pod: string }): void;
}

interface FakeOptions {
  namespace?: string;
  types?: readonly KnownType[]; // beside the built-in ones
  now?: () => number;
}

const podLogs: ResourceType = { group: '', version: 'v1', resource: 'pods/log' };

export function fakeCluster({ namespace = 'default', types = [], now = Date.now }: FakeOptions = {}): FakeCluster {
  const server = 'https://fake.test:6443';
  const objects = createObjects(now);
  const faults = createFaults(server);
  const logs = createPodLogs();
  const managers = new Map<string, unknown>();
  const calls: Call[] = [];

  function callOf(verb: Verb, type: ResourceType, place: { namespace?: string | undefined; name?: string }): Call {
    const { group, version, resource } = type;
    const { namespace: where, name } = place;
    const call: Call = {
      verb,
      type: { group, version, resource },
      ...(where === undefined ? {} : { namespace: where }),
      ...(name === undefined ? {} : { name }),
    };
    calls.push(call);
    return call;
  }

  function kindOf(call: Call): KnownType {
    const { group, version, resource } = call.type;
    const known = [...builtInTypes, ...types].find(
      (type) => type.group === group && type.version === version && type.resource === resource,
    );
    if (known === undefined) throw unknownType(call);
    return known;
  }

  function patched(ref: ObjectRef, type: KnownType, patch: Patch): KubeObject {
    const before = objects.get(ref);
    if (patch.type === 'merge') {
      if (before === undefined) throw new KubeError(404, 'NotFound', `${nameOfType(ref)} "${ref.name}" not found`);
      const { resourceVersion: _, ...metadata } = before.metadata;
      return objects.update(ref, mergePatch({ ...before, metadata }, patch.body) as KubeObject);
    }
    const owner = `${nameOfType(ref)} ${ref.namespace} ${ref.name} ${before?.metadata.uid} ${patch.manager}`;
    const empty: KubeObject = { apiVersion: apiVersionOf(type), kind: type.kind, metadata: { name: ref.name } };
    const wanted = applied(before ?? empty, {
      body: patch.body,
      last: managers.get(owner),
      force: patch.force ?? false,
    });
    const after = before === undefined ? objects.create(ref, wanted) : objects.update(ref, wanted);
    managers.set(owner.replace(` ${before?.metadata.uid} `, ` ${after.metadata.uid} `), structuredClone(patch.body));
    return after;
  }

  return {
    namespace,
    server,
    calls,
    put: (ref, object) => objects.put(ref, object),
    peek: (ref) => objects.get(ref),
    fail: (which, fault) => faults.add(which, fault),
    watchSince: (type, selection, since, signal) =>
      watchObjects(objects, { type, isSelected: selector(type, selection), since }, signal),
    writeLog: ({ namespace, pod }, text) => logs.write(`${namespace}/${pod}`, text),
    endLog: ({ namespace, pod }) => logs.end(`${namespace}/${pod}`),
    async get(ref, options = {}) {
      const call = callOf('get', ref, ref);
      return faults.run(call, options, () => {
        kindOf(call);
        return objects.get(ref);
      });
    },
    async list(type, selection, options = {}) {
      const call = callOf('list', type, selection);
      return faults.run(call, options, () => {
        kindOf(call);
        return { items: objects.all(type).filter(selector(type, selection)), resourceVersion: objects.version() };
      });
    },
    async *watch(type: ResourceType, selection: Selection, signal: AbortSignal) {
      if (signal.aborted) return;
      const call = callOf('watch', type, selection);
      const ready = faults.run(call, { signal }, () => kindOf(call));
      if (!(await begun(ready, signal))) return;
      yield* watchObjects(objects, { type, isSelected: selector(type, selection) }, signal);
    },
    async create(ref, object, options = {}) {
      const call = callOf('create', ref, ref);
      return faults.run(call, options, () => {
        const type = kindOf(call);
        if (object.kind !== type.kind || object.apiVersion !== apiVersionOf(type))
          throw new KubeError(400, 'BadRequest', `the object is no ${apiVersionOf(type)} ${type.kind}`);
        return objects.create(ref, object);
      });
    },
    async patch(ref, patch, options = {}) {
      const call = callOf('patch', ref, ref);
      return faults.run(call, options, () => patched(ref, kindOf(call), patch));
    },
    async delete(ref, how = {}, options = {}) {
      const call = callOf('delete', ref, ref);
      return faults.run(call, options, () => {
        kindOf(call);
        return objects.remove(ref, { uid: how.uid, orphan: how.propagation === 'Orphan' }) ? 'deleted' : 'absent';
      });
    },
    async *logs({ namespace, pod, follow = false, tailLines }: LogOptions, signal: AbortSignal) {
      const call = callOf('get', podLogs, { namespace, name: pod });
      const ready = faults.run(call, { signal }, () => {
        if (objects.get({ group: '', version: 'v1', resource: 'pods', namespace, name: pod }) === undefined)
          throw new KubeError(404, 'NotFound', `pods "${pod}" not found`);
      });
      if (!(await begun(ready, signal))) return;
      yield* logs.read(`${namespace}/${pod}`, { follow, tailLines }, signal);
    },
  };
}

// False where the signal came first: what streams ends with it, without an error.
async function begun(ready: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  try {
    await ready;
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
