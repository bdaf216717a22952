// What is to be done for one group, from what there is and what should be there.
import type { KubeObject } from '../model/cluster.ts';
import { isOurs, type Owner } from './application.ts';
import type { Desired, DesiredRelease } from './desired.ts';
import { annotations, labels } from './labels.ts';

interface Plan {
  create: DesiredRelease[];
  delete: { application: KubeObject; because: string }[];
  going: string[]; // deleted, and not gone yet
  foreign: string[]; // of somebody else, under a name that a release of the group needs
}

// `applications`: all there are, by name.
export function planOf(
  group: string,
  desired: Desired,
  applications: ReadonlyMap<string, KubeObject>,
  owner: Owner,
): Plan {
  const plan: Plan = { create: [], delete: [], going: [], foreign: [] };
  const wanted = new Set(desired.releases.map(({ release }) => release.name));
  for (const one of desired.releases) {
    const { name } = one.release;
    const application = applications.get(name);
    if (application === undefined) plan.create.push(one);
    else if (!isOurs(application, owner)) plan.foreign.push(name);
    else if (isGoing(application)) plan.going.push(name);
    else if (application.metadata.annotations?.[annotations.key] !== one.key)
      plan.delete.push({ application, because: changeOf(application, one, desired.because) });
  }
  for (const [name, application] of applications) {
    if (wanted.has(name) || application.metadata.labels?.[labels.group] !== group || !isOurs(application, owner))
      continue;
    if (isGoing(application)) plan.going.push(name);
    else {
      const because =
        desired.releases.length > 0 ? `the group ${group} has no such release any longer` : desired.because;
      plan.delete.push({ application, because });
    }
  }
  return plan;
}

export function isGoing({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function changeOf({ metadata }: KubeObject, { version }: DesiredRelease, because: string): string {
  const before = metadata.annotations?.[annotations.version] ?? '';
  if (before !== version) return because;
  return `${because}, and its labels, its content or the spec of the release are others than before`;
}
