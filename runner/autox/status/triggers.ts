// The triggers of all groups: each by itself where they are few, else by a list for each kind and namespace.
import type { Cluster, KubeObject, ObjectRef, ResourceType } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import { inParallel } from '../../model/parallel.ts';
import { singularOf, spellingsOf, spellingsOfTheChart } from '../names.ts';
import { type Told, told } from './told.ts';

export type FindTrigger = (trigger: ObjectRef) => Told<KubeObject | undefined>;

const few = 4;
const parallel = 4;

export async function readTriggers(cluster: Cluster, triggers: readonly ObjectRef[]): Promise<FindTrigger> {
  const kinds = new Map<string, ObjectRef[]>();
  for (const trigger of triggers) kinds.set(kindOf(trigger), [...(kinds.get(kindOf(trigger)) ?? []), trigger]);
  const read = await inParallel([...kinds], parallel, async ([kind, wanted]) => {
    const objects = await told(() => (wanted.length <= few ? byName(cluster, wanted) : byList(cluster, wanted)));
    return [kind, objects] as const;
  });
  const found = new Map(read);
  return (trigger) => {
    const objects = found.get(kindOf(trigger));
    if (objects === undefined || 'why' in objects) return objects ?? { value: undefined };
    return { value: objects.value.get(trigger.name) };
  };
}

type Objects = Map<string, KubeObject>;

async function byName(cluster: Cluster, triggers: readonly ObjectRef[]): Promise<Objects> {
  const read = await inParallel(triggers, parallel, (trigger) =>
    anyOf(trigger, (type) => cluster.get({ ...trigger, ...type })),
  );
  return new Map(read.flatMap((object) => (object === undefined ? [] : [[object.metadata.name, object]])));
}

async function byList(cluster: Cluster, [first]: readonly ObjectRef[]): Promise<Objects> {
  if (first === undefined) return new Map();
  const { items } = await anyOf(first, (type) => cluster.list(type, { namespace: first.namespace }));
  return new Map(items.map((object) => [object.metadata.name, object]));
}

// Under each name that the resource may have in the API; the error that says most where there is none.
async function anyOf<T>(trigger: ObjectRef, read: (type: ResourceType) => Promise<T>): Promise<T> {
  const { group, version, resource } = trigger;
  let why: unknown;
  for (const [i, spelling] of spellingsOf(resource).entries()) {
    try {
      return await read({ group, version, resource: spelling });
    } catch (error) {
      if (!(error instanceof Iter8Error) || (error.code !== 'CLUSTER' && error.code !== 'FORBIDDEN')) throw error;
      const saysMore = i < spellingsOfTheChart && isUnknownType(why) && !isUnknownType(error);
      if (why === undefined || saysMore) why = error;
    }
  }
  throw why;
}

function isUnknownType(error: unknown): boolean {
  return error instanceof Iter8Error && error.code === 'CLUSTER';
}

function kindOf({ group, version, resource, namespace }: ObjectRef): string {
  return `${singularOf(resource)}.${group}/${version} ${namespace}`;
}
