// One step for each object, in the order they are waited for.
import { parseDuration } from '../../model/duration.ts';
import type { Step } from '../../model/task.ts';
import { kindInputs, kinds } from './kinds.ts';
import { type ReadyPlan, subjectOf } from './plan.ts';
import { type ObjectInputs, type ReadyInputs, readySchema } from './schema.ts';

type Target = Omit<ReadyPlan, 'timeoutMs'>;

export function expand(inputs: ReadyInputs): Step[] {
  const timeoutMs = parseDuration(inputs.timeout ?? readySchema.fields.timeout.default) ?? 0;
  return targetsOf(inputs).map((target) => ({
    task: 'ready',
    title: `wait for ${subjectOf(target)}`,
    entry: { task: 'ready', with: entryOf(target, inputs) },
    plan: { ...target, timeoutMs } satisfies ReadyPlan,
  }));
}

function targetsOf(inputs: ReadyInputs): Target[] {
  const { name, group, version, resource, condition, namespace = null } = inputs;
  const own = { name, group, version, resource, condition };
  return [
    ...kindInputs.flatMap((input): Target[] => {
      const { type, condition } = kinds[input];
      const name = inputs[input];
      return name === undefined ? [] : [{ type, name, namespace, condition }];
    }),
    ...(inputs.objects ?? []).flatMap((object) => targetOf(object, namespace)),
    ...targetOf(own, namespace),
  ];
}

// Nothing where not even its name is known: the checks say so before.
function targetOf(object: { [K in keyof ObjectInputs]: ObjectInputs[K] | undefined }, around: string | null): Target[] {
  const { name, group = '', version, resource, namespace = around, condition = null } = object;
  if (name === undefined || version === undefined || resource === undefined) return [];
  return [{ type: { group, version, resource }, name, namespace, condition }];
}

// In the words of 0.13, one object in an entry.
function entryOf({ type, name, namespace, condition }: Target, { timeout }: ReadyInputs): ReadyInputs {
  return {
    name,
    ...(type.group === '' ? {} : { group: type.group }),
    version: type.version,
    resource: type.resource,
    ...(namespace === null ? {} : { namespace }),
    ...(condition === null ? {} : { condition }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}
