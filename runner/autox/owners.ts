// The Secret that the chart puts into Argo CD's namespace, by whose UID AutoX knows what is its own.
import type { Cluster } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Owner } from './application.ts';

export interface Owners {
  known(namespace: string): Promise<Owner>; // as it was read last
  read(namespace: string): Promise<Owner>;
}

export function createOwners(cluster: Cluster, name: string): Owners {
  const last = new Map<string, Owner>();
  const reading = new Map<string, Promise<Owner>>();

  async function read(namespace: string): Promise<Owner> {
    const found = await cluster.get({ group: '', version: 'v1', resource: 'secrets', namespace, name });
    const uid = found?.metadata.uid;
    if (uid === undefined || found?.metadata.deletionTimestamp !== undefined)
      throw new Iter8Error(
        'CLUSTER',
        `there is no Secret ${name} in namespace ${namespace}, which owns all Applications: upgrade the release of the autox chart, which makes it`,
      );
    const owner = { name, uid };
    last.set(namespace, owner);
    return owner;
  }

  // Those who ask while one is being read are content with that one.
  function shared(namespace: string): Promise<Owner> {
    const now = reading.get(namespace) ?? read(namespace).finally(() => reading.delete(namespace));
    reading.set(namespace, now);
    return now;
  }

  return { read: shared, known: async (namespace) => last.get(namespace) ?? shared(namespace) };
}
