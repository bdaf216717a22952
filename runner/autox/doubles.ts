// What two groups cannot both have: a name, a trigger, a release. The first keeps it, and the other is left out.
import type { ObjectRef } from '../model/cluster.ts';
import type { Group } from './group.ts';
import { singularOf } from './names.ts';

export interface ConfigProblem {
  group: string; // empty: it concerns all of them
  path: string;
  message: string;
  trigger: ObjectRef | undefined; // of the group, where it can be read
}

interface Placed {
  path: string;
  group: Group;
}

export function leaveOutDoubles(read: readonly Placed[], problems: ConfigProblem[]): Group[] {
  const taken = new Map<string, string>();
  return read.flatMap(({ path, group }) => {
    const claims = claimsOf(group);
    const doubles = claims.flatMap(({ key, message }, i) => {
      const other = taken.get(key) ?? (claims.findIndex((claim) => claim.key === key) < i ? path : undefined);
      return other === undefined ? [] : [{ group: group.name, path, message: message(other), trigger: group.trigger }];
    });
    problems.push(...doubles);
    if (doubles.length > 0) return [];
    for (const { key } of claims) taken.set(key, path);
    return [group];
  });
}

interface Claim {
  key: string;
  message(other: string): string;
}

function claimsOf({ name, trigger, releases }: Group): Claim[] {
  return [
    {
      key: `group ${name}`,
      message: (other) => `${other} has the same name; give it another`,
    },
    {
      key: `trigger ${keyOf(trigger)}`,
      message: (other) => `${other} has the same trigger; put the specs of both into one group`,
    },
    ...releases.map((release) => ({
      key: `release ${release.name}`,
      message: (other: string) => `${other} has a release ${release.name}, too; rename the group or the spec`,
    })),
  ];
}

function keyOf({ group, resource, namespace, name }: ObjectRef): string {
  return `${singularOf(resource)}.${group} ${namespace}/${name}`;
}
