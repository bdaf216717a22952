// Brings one group to what it should be, one step after the other: what is still going is waited for, and a watch says when
// it is gone.
import type { KubeObject } from '../model/cluster.ts';
import { desiredOf } from './desired.ts';
import type { Group } from './group.ts';
import type { Installed, Place } from './installer.ts';
import { planOf } from './plan.ts';

// What a watch has read whole, and keeps up to date.
export interface View<T extends KubeObject = KubeObject> {
  isSynced(): boolean;
  all(): ReadonlyMap<string, T>; // by name
  ofGroup(group: string): Iterable<T>; // by the label
}

export interface Report {
  reason: 'Launched' | 'Deleted' | 'NotOurs';
  message: string;
}

interface Surroundings {
  triggers: View;
  place: Place;
  tell(report: Report): void;
}

const lagMs = 1000;
const foreignMs = 30_000;

interface Outcome {
  wanted: ReadonlySet<string>; // the releases that should be there
  againInMs: number | undefined;
}

// Throws where something could not be done; to be called again then, whenever something changes, and after a while where it
// says so. Undefined: nobody knows what there is.
export async function reconcile(group: Group, { triggers, place, tell }: Surroundings): Promise<Outcome | undefined> {
  const isSynced = () => triggers.isSynced() && place.isSynced();
  if (!isSynced()) return undefined;
  const desired = desiredOf(group, triggers.all().get(group.trigger.name));
  let installed = await place.installed(group);
  let plan = planOf(group.name, desired, installed);
  const again: number[] = [];
  const foreign = (name: string) =>
    tell({
      reason: 'NotOurs',
      message: `${place.nameOf(name)} is not of this AutoX: it is left as it is, and ${name} is not launched; delete or rename it, or rename the group or the spec`,
    });
  plan.foreign.forEach(foreign);
  if (plan.create.length + plan.delete.length > 0) {
    installed = await place.confirmed(group);
    if (!isSynced()) return undefined;
    plan = planOf(group.name, desired, installed);
  }
  await each(plan.delete, async ({ one, because }) => {
    if ((await place.remove(one)) === 'removed')
      tell({ reason: 'Deleted', message: `${one.name} is deleted: ${because}` });
  });
  await each(plan.create, async (one) => {
    const { name } = one.release;
    const outcome = await place.install(group, one);
    if (outcome === 'launched') tell({ reason: 'Launched', message: `${name} is launched: ${desired.because}` });
    if (outcome === 'foreign') foreign(name);
    // Also what was made is looked at again: a watch may have told of its end before the answer to its creation was here.
    if (outcome !== 'waiting') again.push(outcome === 'foreign' ? foreignMs : lagMs);
  });
  await goOn(plan.unfinished, place, again);
  if (desired.releases.length === 0) {
    const untold = group.releases.filter(({ name }) => !installed.has(name));
    await each(untold, async (release) => {
      if ((await place.sweep(group, release)) === 'clean') return;
      tell({ reason: 'Deleted', message: `${release.name} is deleted: ${desired.because}` });
    });
  }
  const wanted = new Set(desired.releases.map(({ release }) => release.name));
  return { wanted, againInMs: again.length === 0 ? undefined : Math.min(...again) };
}

// Takes away what is ours of groups that are not in the configuration any longer, or whose place is another one now.
export async function removeGone(
  known: ReadonlySet<string>, // groups that are in it and of this place, and those that are wrong
  { place, tell }: Omit<Surroundings, 'triggers'>,
): Promise<number | undefined> {
  if (!place.isSynced()) return undefined;
  const gone = (installed: ReadonlyMap<string, Installed>) =>
    [...installed.values()].filter(({ isOurs, group }) => isOurs && !known.has(group));
  if (gone(await place.installed()).length === 0) return undefined;
  const left = gone(await place.confirmed());
  const again: number[] = [];
  await each(
    left.filter(({ isGoing }) => !isGoing),
    async (one) => {
      if ((await place.remove(one)) === 'removed')
        tell({
          reason: 'Deleted',
          message: `${one.name} is deleted: no group ${one.group} is installed from here any longer`,
        });
    },
  );
  await goOn(
    left.filter(({ isGoing }) => isGoing),
    place,
    again,
  );
  return again.length === 0 ? undefined : Math.min(...again);
}

async function goOn(unfinished: readonly Installed[], place: Place, again: number[]): Promise<void> {
  await each(unfinished, async (one) => {
    const inMs = await place.goOn(one);
    if (inMs !== undefined) again.push(inMs);
  });
}

// One that fails holds up no other.
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(items.map(act));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
