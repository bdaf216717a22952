// The objects of a cluster in memory, with all that an API server does to them by itself.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { KubeError, type KubeObject, type ObjectMeta, type ObjectRef, type ResourceType } from '../../model/cluster.ts';
import { nameOfType } from '../call.ts';
import { normaliseSecret } from './secrets.fixture.ts';

interface Stored extends KubeObject {
  metadata: ObjectMeta & { finalizers?: string[] };
}

export interface Change {
  type: ResourceType;
  before: KubeObject | undefined;
  after: KubeObject | undefined;
  object: KubeObject; // as it is now, or as it was when it went
}

export interface Objects {
  version(): string;
  history(): readonly Change[]; // all that ever changed
  get(ref: ObjectRef): KubeObject | undefined;
  all(type: ResourceType): KubeObject[];
  create(ref: ObjectRef, object: KubeObject): KubeObject;
  // What a client may change: not the identity, nor the status, which is its controller's.
  update(ref: ObjectRef, next: KubeObject): KubeObject;
  // What a controller may do: anything.
  put(ref: ObjectRef, object: KubeObject): KubeObject;
  remove(ref: ObjectRef, how: { uid?: string | undefined; orphan: boolean }): boolean;
  subscribe(listener: (change: Change) => void): () => void;
}

export function createObjects(now: () => number): Objects {
  const kept = new Map<string, { ref: ObjectRef; object: Stored }>();
  const listeners = new Set<(change: Change) => void>();
  const history: Change[] = [];
  let version = 1000;

  const next = () => String(++version);
  const timestamp = () => new Date(now()).toISOString().replace(/\.\d+/, '');
  const find = (ref: ObjectRef) => kept.get(keyOf(ref))?.object;

  function add(ref: ObjectRef, given: Stored): Stored {
    if (find(ref) !== undefined)
      throw new KubeError(409, 'AlreadyExists', `${nameOfType(ref)} "${ref.name}" already exists`);
    const born = { uid: randomUUID(), creationTimestamp: timestamp() };
    return save(ref, undefined, { ...given, metadata: { ...born, ...given.metadata, ...placeOf(ref) } });
  }

  function save(ref: ObjectRef, before: Stored | undefined, given: Stored): Stored {
    const generation = given.metadata.generation ?? nextGeneration(before, given);
    const metadata = { ...given.metadata, generation, resourceVersion: before?.metadata.resourceVersion };
    const object = normaliseSecret(copy({ ...given, metadata } as Stored));
    if (before !== undefined && isDeepStrictEqual(before, object)) return before;
    object.metadata.resourceVersion = next();
    kept.set(keyOf(ref), { ref, object });
    if (object.metadata.deletionTimestamp !== undefined && isFree(object)) drop(ref, object, false);
    else tell({ type: ref, before, after: object, object });
    return object;
  }

  function erase(ref: ObjectRef, object: Stored, orphan: boolean): void {
    if (isFree(object)) drop(ref, object, orphan);
    else if (object.metadata.deletionTimestamp === undefined)
      save(ref, object, { ...object, metadata: { ...object.metadata, deletionTimestamp: timestamp() } });
  }

  function drop(ref: ObjectRef, object: Stored, orphan: boolean): void {
    kept.delete(keyOf(ref));
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: next() } };
    tell({ type: ref, before: object, after: undefined, object: last });
    if (orphan) return;
    const owned = ({ metadata }: Stored) => metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid);
    for (const other of [...kept.values()]) if (owned(other.object)) erase(other.ref, other.object, false);
  }

  function tell(change: Change): void {
    history.push(copy(change));
    for (const listener of [...listeners]) listener(copy(change));
  }

  return {
    version: () => String(version),
    history: () => history,
    get: (ref) => copy(find(ref)),
    all: (type) =>
      [...kept.values()]
        .filter(({ ref }) => nameOfType(ref) === nameOfType(type))
        .map(({ object }) => copy(object))
        .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    create: (ref, { status: _, ...object }) =>
      copy(add(ref, { ...object, metadata: without(object.metadata, ...servers) })),
    update(ref, { status: _, ...given }) {
      const before = find(ref);
      if (before === undefined) throw new KubeError(404, 'NotFound', `${nameOfType(ref)} "${ref.name}" not found`);
      checkPreconditions(ref, before.metadata, given.metadata);
      const { uid, creationTimestamp, deletionTimestamp } = before.metadata;
      const fixed = { ...placeOf(ref), uid, creationTimestamp, deletionTimestamp };
      const metadata = { ...without(given.metadata, ...servers), ...fixed } as Stored['metadata'];
      const status = 'status' in before ? { status: before.status } : {};
      return copy(save(ref, before, { ...given, ...status, metadata }));
    },
    put(ref, object) {
      const before = find(ref);
      if (before === undefined) return copy(add(ref, object));
      const { uid, creationTimestamp } = before.metadata;
      const metadata = { uid, creationTimestamp, ...object.metadata, ...placeOf(ref) } as Stored['metadata'];
      return copy(save(ref, before, { ...object, metadata }));
    },
    remove(ref, { uid, orphan }) {
      const object = find(ref);
      if (object === undefined || (uid !== undefined && uid !== object.metadata.uid)) return false;
      erase(ref, object, orphan);
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

// What of metadata is the server's alone.
const servers = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp'] as const;

function without(metadata: Stored['metadata'], ...names: readonly (keyof ObjectMeta)[]): Stored['metadata'] {
  const rest = { ...metadata };
  for (const name of names) if (name !== 'name') delete rest[name];
  return rest;
}

// As what goes over the wire: nothing shared, nothing undefined.
function copy<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}

function isFree({ metadata }: Stored): boolean {
  return (metadata.finalizers ?? []).length === 0;
}

function nextGeneration(before: Stored | undefined, object: Stored): number | undefined {
  if (!('spec' in object)) return undefined;
  if (before === undefined) return 1;
  return (before.metadata.generation ?? 0) + (isDeepStrictEqual(before.spec, copy(object.spec)) ? 0 : 1);
}

function checkPreconditions(ref: ObjectRef, is: ObjectMeta, asked: ObjectMeta): void {
  const what = `Operation cannot be fulfilled on ${nameOfType(ref)} "${ref.name}"`;
  if ((asked.uid ?? is.uid) !== is.uid)
    throw new KubeError(409, 'Conflict', `${what}: Precondition failed: UID in precondition: ${asked.uid}`);
  if ((asked.resourceVersion ?? is.resourceVersion) !== is.resourceVersion)
    throw new KubeError(409, 'Conflict', `${what}: the object has been modified; please apply your changes again`);
}

function placeOf({ name, namespace }: ObjectRef): { name: string; namespace?: string } {
  return namespace === '' ? { name } : { name, namespace };
}

function keyOf(ref: ObjectRef): string {
  return `${nameOfType(ref)} ${ref.namespace} ${ref.name}`;
}

function orderOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''} ${metadata.name}`;
}
