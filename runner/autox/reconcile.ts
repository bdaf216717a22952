// Brings one group to what it should be, one step after the other: what is still going is waited for, and the watch says
// when it is gone.
import { type Cluster, KubeError, type KubeObject } from '../model/cluster.ts';
import { applicationOf, applicationRef, isOurs, type Owner } from './application.ts';
import { desiredOf } from './desired.ts';
import type { Group } from './group.ts';
import { labels } from './labels.ts';
import { isGoing, planOf } from './plan.ts';

// What a watch has read whole, and keeps up to date.
export interface View<T extends KubeObject = KubeObject> {
  isSynced(): boolean;
  all(): ReadonlyMap<string, T>; // by name
}

export interface Report {
  reason: 'Launched' | 'Deleted' | 'NotOurs';
  message: string;
}

interface Surroundings {
  cluster: Cluster;
  triggers: View;
  applications: View;
  owners: Owners;
  asked: WeakSet<KubeObject>; // to be deleted, and no watch has told of it since
  tell(report: Report): void;
}

export interface Owners {
  known(namespace: string): Promise<Owner>; // as it was read last
  read(namespace: string): Promise<Owner>;
}

// `waiting` for a watch to tell something; `lagging`: there is what no watch has told of yet.
type Outcome = 'settled' | 'waiting' | 'lagging';

// Throws where something could not be done; to be called again then, and whenever a view changes.
export async function reconcile(group: Group, around: Surroundings): Promise<Outcome> {
  const { cluster, triggers, applications, owners, tell } = around;
  let isLagging = false;
  if (!triggers.isSynced() || !applications.isSynced()) return 'waiting';
  const { namespace } = group.argocd;
  const desired = desiredOf(group, triggers.all().get(group.trigger.name));
  let plan = planOf(group.name, desired, applications.all(), await owners.known(namespace));
  for (const name of plan.foreign)
    tell({
      reason: 'NotOurs',
      message: `the Application ${name} in namespace ${namespace} is not of this AutoX: it is left as it is, and ${name} is not launched; delete or rename it, or rename the group or the spec`,
    });
  if (plan.create.length + plan.delete.length > 0) {
    const owner = await owners.read(namespace);
    if (!triggers.isSynced() || !applications.isSynced()) return 'waiting';
    plan = planOf(group.name, desired, applications.all(), owner);
    await each(plan.delete, async ({ application, because }) => {
      if (await remove(namespace, application, around))
        tell({ reason: 'Deleted', message: `${application.metadata.name} is deleted: ${because}` });
    });
    await each(plan.create, async (one) => {
      try {
        await cluster.create(applicationRef(namespace, one.release.name), applicationOf(group, one, owner));
        tell({ reason: 'Launched', message: `${one.release.name} is launched: ${desired.because}` });
      } catch (error) {
        if (!(error instanceof KubeError && error.reason === 'AlreadyExists')) throw error;
        isLagging = true;
      }
    });
  }
  if (isLagging) return 'lagging';
  return plan.going.length + plan.delete.length > 0 ? 'waiting' : 'settled';
}

// Takes away what is ours of groups that are not in the configuration any longer.
export async function removeGone(
  namespace: string,
  known: ReadonlySet<string>, // groups that are in it, right or wrong
  around: Omit<Surroundings, 'triggers'>,
): Promise<void> {
  const { applications, owners, tell } = around;
  if (!applications.isSynced()) return;
  const ofOthers = ({ metadata }: KubeObject) => !known.has(metadata.labels?.[labels.group] ?? '');
  const gone = (owner: Owner) =>
    [...applications.all().values()].filter((one) => isOurs(one, owner) && !isGoing(one) && ofOthers(one));
  if (gone(await owners.known(namespace)).length === 0) return;
  await each(gone(await owners.read(namespace)), async (application) => {
    if (!(await remove(namespace, application, around))) return;
    const { name, labels: said } = application.metadata;
    tell({ reason: 'Deleted', message: `${name} is deleted: there is no group ${said?.[labels.group]} any longer` });
  });
}

// One that fails holds up no other.
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(items.map(act));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

// False where that was asked for before.
async function remove(
  namespace: string,
  application: KubeObject,
  { cluster, asked }: Pick<Surroundings, 'cluster' | 'asked'>,
): Promise<boolean> {
  const { name, uid } = application.metadata;
  if (uid === undefined) throw new KubeError(500, 'Unknown', `the Application ${name} has no UID`);
  if (asked.has(application)) return false;
  await cluster.delete(applicationRef(namespace, name), { uid });
  asked.add(application);
  return true;
}
