// Releases as Applications of Argo CD, which does all the work.
import { type Cluster, KubeError, type KubeObject } from '../model/cluster.ts';
import { applicationOf, applicationRef, applicationType, isOurs, type Owner } from './application.ts';
import type { Config } from './config.ts';
import { concerning, type Followed, follow } from './follow.ts';
import type { Group } from './group.ts';
import type { Installed, Installer, InstallerTools, Place } from './installer.ts';
import { type KeptApplication, keptApplication } from './keep.ts';
import { annotations, labels } from './labels.ts';
import { createOwners, type Owners } from './owners.ts';

// What was made, and no watch has told of: for a while it is taken for there.
type Made = Map<string, { application: KubeObject; until: number }>;

const lagMs = 1000;

export function createArgo(
  { groups, argocd, owner }: Pick<Config, 'groups' | 'argocd' | 'owner'>,
  tools: InstallerTools,
): Installer {
  const { cluster } = tools;
  const owners = createOwners(cluster, owner);
  return {
    things: 'Applications',
    places: [...new Set([argocd.namespace, ...groups.map((group) => group.argocd.namespace)])],
    placeOf: (group) => group.argocd.namespace,
    open(namespace, { synced, changed, failed }) {
      const made: Made = new Map();
      const followed = follow<KeptApplication>({
        ...tools,
        types: [applicationType],
        namespace,
        keep: keptApplication,
        synced,
        failed,
        changed: ({ metadata: { name, labels: said } }) => {
          made.delete(name);
          changed({ release: name, group: said?.[labels.group] ?? '' });
        },
      });
      return argoPlace(namespace, followed, { cluster, owners, now: tools.clock.now, made });
    },
  };
}

export function argoPlace(
  namespace: string,
  followed: Followed<KeptApplication>,
  { cluster, owners, now, made }: { cluster: Cluster; owners: Owners; now(): number; made: Made },
): Place {
  const asked = new WeakSet<KubeObject>(); // to be deleted, and no watch has told of it since
  const read = (by: Owner, group: Group | undefined) => {
    const names = group?.releases.map(({ name }) => name) ?? [];
    const applications = group === undefined ? [...followed.all().values()] : concerning(followed, group.name, names);
    const there = names.flatMap((name) => followed.all().get(name) ?? fresh(name) ?? []);
    const all = new Set([...applications, ...there]);
    return new Map([...all].map((application) => [application.metadata.name, installedOf(application, by)]));
  };
  const fresh = (name: string) => {
    const one = made.get(name);
    return one !== undefined && now() < one.until ? one.application : undefined;
  };

  return {
    done: followed.done,
    isSynced: followed.isSynced,
    installed: async (group) => read(await owners.known(namespace), group),
    confirmed: async (group) => read(await owners.read(namespace), group),
    nameOf: (release) => `the Application ${release} in namespace ${namespace}`,
    async install(group, one) {
      const by = await owners.known(namespace);
      try {
        const { name } = one.release;
        const application = await cluster.create(applicationRef(namespace, name), applicationOf(group, one, by));
        if (!followed.all().has(name)) made.set(name, { application, until: now() + lagMs });
        return 'launched';
      } catch (error) {
        if (error instanceof KubeError && error.reason === 'AlreadyExists') return 'lagging';
        throw error;
      }
    },
    async remove({ name }) {
      const application = followed.all().get(name);
      if (application === undefined || asked.has(application)) return 'waiting';
      const { uid } = application.metadata;
      if (uid === undefined) throw new KubeError(500, 'Unknown', `the Application ${name} has no UID`);
      await cluster.delete(applicationRef(namespace, name), { uid });
      asked.add(application);
      return 'removed';
    },
    goOn: async () => undefined,
    sweep: async () => 'clean', // nothing is there without its Application
    async stateOf({ name }) {
      const application = followed.all().get(name);
      if (application?.trouble !== undefined) return { trouble: application.trouble };
      return application?.isWell === true ? 'well' : 'unknown';
    },
  };
}

function installedOf(application: KubeObject, owner: Owner): Installed {
  const { name, labels: said, annotations: noted, deletionTimestamp } = application.metadata;
  return {
    name,
    group: said?.[labels.group] ?? '',
    key: noted?.[annotations.key] ?? '',
    version: noted?.[annotations.version] ?? '',
    isOurs: isOurs(application, owner),
    isGoing: deletionTimestamp !== undefined,
    isUnfinished: false, // Argo CD goes on by itself
  };
}
