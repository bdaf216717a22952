// The Secrets with the results of many releases: each by itself where they are few, else by lists of a bounded size.
import { type Told, told } from '../../autox/status/told.ts';
import type { Cluster, KubeObject } from '../../model/cluster.ts';
import { inParallel } from '../../model/parallel.ts';
import { refOf } from '../../store/secret-object.ts';

interface Place {
  namespace: string;
  release: string;
}

const secrets = { group: '', version: 'v1', resource: 'secrets' };
const few = 10;
const atOnce = 40; // a result has 512 KiB at most
const parallel = 4;

// `use` makes of each Secret what is kept of it: they do not all fit into memory.
export async function readResults<T>(
  cluster: Cluster,
  places: readonly Place[],
  use: (secret: KubeObject, place: Place) => Promise<T>,
): Promise<(place: Place) => Told<T | undefined>> {
  const found = new Map<string, Told<T | undefined>>();
  const asked = new Map<string, string[]>();
  for (const { namespace, release } of places) asked.set(namespace, [...(asked.get(namespace) ?? []), release]);
  const chunks = [...asked].flatMap(([namespace, names]) => chunksOf(names).map((chunk) => ({ namespace, chunk })));
  await inParallel(chunks, parallel, async ({ namespace, chunk }) => {
    const read = await told(() => (chunk.length <= few ? byName(namespace, chunk) : byList(namespace, chunk)));
    for (const release of chunk) {
      const place = { namespace, release };
      if ('why' in read) {
        found.set(keyOf(place), read);
        continue;
      }
      const secret = read.value.find(({ metadata }) => metadata.name === release);
      found.set(keyOf(place), secret === undefined ? { value: undefined } : await told(() => use(secret, place)));
    }
  });
  return (place) => found.get(keyOf(place)) ?? { value: undefined };

  async function byName(namespace: string, names: readonly string[]): Promise<KubeObject[]> {
    const read = await inParallel(names, parallel, (group) => cluster.get(refOf({ namespace, group })));
    return read.filter((secret) => secret !== undefined);
  }

  async function byList(namespace: string, names: readonly string[]): Promise<KubeObject[]> {
    const selection = { namespace, labels: `iter8.tools/group in (${names.join(',')})` };
    return (await cluster.list(secrets, selection)).items;
  }
}

function chunksOf(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / atOnce);
  return Array.from({ length: count }, (_, i) => names.slice(i * atOnce, (i + 1) * atOnce));
}

function keyOf({ namespace, release }: Place): string {
  return `${namespace}/${release}`;
}
