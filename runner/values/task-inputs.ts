// What stands in the values for one task: normalised, then checked by the task itself.
import { type TaskEntry, whens } from '../model/document.ts';
import type { Problem } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import type { ObjectSchema, StringSchema } from '../model/schema.ts';
import type { Task } from '../model/task.ts';
import { normaliseObject } from './normalise/normalise.ts';
import { createPlace, overlap } from './normalise/place.ts';
import { refused } from './normalise/words.ts';

export const ifSchema = {
  kind: 'string',
  nonEmpty: true,
  describe: 'condition on the result so far; where it does not hold, the task is skipped',
  example: 'not SLOs()',
} as const satisfies StringSchema;

export const whenSchema = {
  kind: 'string',
  oneOf: whens,
  describe: 'whether the task runs after a task failed',
} as const satisfies StringSchema;

// Every task takes `if` and `when` among its values; in an entry they stand beside the inputs.
export function withConditions(schema: ObjectSchema): ObjectSchema {
  return { ...schema, fields: { ...schema.fields, if: ifSchema, when: whenSchema } };
}

export function entryOf(task: Task, given: unknown, path: string, problems: Problem[]): TaskEntry {
  const { if: condition, when, ...inputs } = inputsOf(task, withConditions(task.schema), given, path, problems);
  return {
    task: task.name,
    with: inputs,
    ...settingsOf(condition, when),
  };
}

// As they passed their schemas.
export function settingsOf(condition: unknown, when: unknown): Pick<TaskEntry, 'if' | 'when'> {
  const known = whens.find((word) => word === when);
  return {
    ...(typeof condition === 'string' ? { if: condition } : {}),
    ...(known === undefined ? {} : { when: known }),
  };
}

export function inputsOf(
  task: Task,
  schema: ObjectSchema,
  given: unknown,
  path: string,
  problems: Problem[],
): Record<string, unknown> {
  const found: Problem[] = [];
  const place = createPlace(path, found);
  if (given !== null && given !== undefined && !isMap(given)) refused(place, given, schema);
  const inputs = normaliseObject(schema, isMap(given) ? given : {}, place);
  const { if: _, when: __, ...own } = inputs;
  const ofTask = (task.check?.(own) ?? []).map((problem) => ({
    ...problem,
    path: `${path}${problem.path === '' ? '' : '.'}${problem.path}`,
  }));
  // What is wrong was left out, and would be missed.
  problems.push(...found, ...ofTask.filter((problem) => !found.some((earlier) => overlap(earlier.path, problem.path))));
  return inputs;
}
