// What is to be done for one group, from what there is and what should be there.
import type { Desired, DesiredRelease } from './desired.ts';
import type { Installed } from './installer.ts';

interface Plan {
  create: DesiredRelease[];
  delete: { one: Installed; because: string }[];
  unfinished: Installed[]; // deleted and not gone yet, or not there yet
  foreign: string[]; // of somebody else, under a name that a release of the group needs
}

// `installed`: all there are, by name.
export function planOf(group: string, desired: Desired, installed: ReadonlyMap<string, Installed>): Plan {
  const plan: Plan = { create: [], delete: [], unfinished: [], foreign: [] };
  const wanted = new Set(desired.releases.map(({ release }) => release.name));
  for (const release of desired.releases) {
    const { name } = release.release;
    const one = installed.get(name);
    if (one === undefined) plan.create.push(release);
    else if (!one.isOurs) plan.foreign.push(name);
    else if (one.isGoing) plan.unfinished.push(one);
    else if (one.key !== release.key) plan.delete.push({ one, because: changeOf(one, release, desired.because) });
    else if (one.isUnfinished) plan.unfinished.push(one);
  }
  for (const [name, one] of installed) {
    if (wanted.has(name) || one.group !== group || !one.isOurs) continue;
    if (one.isGoing) plan.unfinished.push(one);
    else {
      const because =
        desired.releases.length > 0 ? `the group ${group} has no such release any longer` : desired.because;
      plan.delete.push({ one, because });
    }
  }
  return plan;
}

function changeOf({ version: before }: Installed, { version }: DesiredRelease, because: string): string {
  if (before !== version) return because;
  return `${because}, and it was made anew, or its labels, its content or the spec of the release are others than before`;
}
