// values.schema.json of the chart: every value there is, strict at every level, in the forms that helm delivers.
import type { Fields, ObjectSchema } from '../model/schema.ts';
import { commonFields, knownTasks } from './common-values.ts';
import { toJsonSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema-parts.ts';
import { withConditions } from './task-inputs.ts';
import type { Registry } from './tasks-from-values.ts';

// Inputs of a task that is not at hand are taken, and only it cannot be named among the tasks.
const elsewhere = { kind: 'any', describe: 'inputs of a task that this version does not have' } as const;

export function valuesSchema(registry: Registry): JsonSchema {
  const names = [...registry.keys()];
  const { tasks } = commonFields;
  const fields: Fields = {
    ...commonFields,
    tasks: { ...tasks, of: { ...tasks.of, oneOf: names } },
    ...Object.fromEntries(knownTasks.map((name) => [name, elsewhere])),
    ...Object.fromEntries([...registry.values()].map((task) => [task.name, withConditions(task.schema)])),
  };
  const root: ObjectSchema = { kind: 'object', describe: 'values of an experiment', fields, required: ['tasks'] };
  return { ...toJsonSchema(root, { forms: 'helm' }), type: 'object' };
}
