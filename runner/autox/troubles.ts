// Releases that are launched and cannot be installed, or not be removed: told, until that is over.
import type { KubeObject } from '../model/cluster.ts';
import type { Group } from './group.ts';
import type { Place } from './installer.ts';
import type { Teller } from './teller.ts';

interface Troubles {
  look(
    group: Group,
    wanted: ReadonlySet<string>, // releases that should be there
    around: { trigger: KubeObject | undefined; place: Place },
  ): Promise<void>;
  lookAtGone(known: ReadonlySet<string>, place: Place): Promise<void>; // of groups that are not known any longer
  count(): number;
}

const kinds = ['NotInstalled', 'NotRemoved'] as const;

export function createTroubles(teller: Teller): Troubles {
  const inError = new Set<string>();
  const seen = new Map<string, string>(); // what a release was made for

  // False where nothing of the kind was told.
  function forget(group: string, release: string): boolean {
    inError.delete(release);
    return kinds.filter((reason) => teller.well(group, reason, release)).length > 0;
  }

  return {
    async look(group, wanted, { trigger, place }) {
      const installed = await place.installed(group);
      for (const { name } of group.releases) {
        const one = installed.get(name);
        if (one?.isOurs !== true) {
          if (one !== undefined || !wanted.has(name)) inError.delete(name);
          continue;
        }
        // One that is made again for the same is the same, and its failure no news.
        if (!one.isGoing && seen.get(name) !== one.key) forget(group.name, name);
        if (!one.isGoing) seen.set(name, one.key);
        const state = await place.stateOf(one);
        if (state === 'unknown') continue;
        if (state === 'well') {
          if (forget(group.name, name)) teller.done(group.name, trigger, 'InOrder', `${name} is in order again`);
          continue;
        }
        inError.add(name);
        const [reason, what] = one.isGoing ? ([kinds[1], 'removed'] as const) : ([kinds[0], 'installed'] as const);
        teller.wrong(group.name, trigger, reason, `${name} cannot be ${what}: ${state.trouble}`, name);
      }
    },
    async lookAtGone(known, place) {
      if (!place.isSynced()) return;
      for (const one of (await place.installed()).values()) {
        if (!one.isOurs || !one.isGoing || known.has(one.group)) continue;
        const state = await place.stateOf(one);
        if (typeof state === 'object')
          teller.wrong(one.group, undefined, kinds[1], `${one.name} cannot be removed: ${state.trouble}`, one.name);
      }
    },
    count: () => inError.size,
  };
}
