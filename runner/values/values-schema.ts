// values.schema.json of the chart: every value there is, strict at every level, in the forms that helm delivers.
import type { Fields, ObjectSchema } from '../model/schema.ts';
import { commonFields } from './common-values.ts';
import { type JsonSchema, toJsonSchema } from './json-schema.ts';
import { withConditions } from './task-inputs.ts';
import type { Registry } from './tasks-from-values.ts';

export function valuesSchema(registry: Registry): JsonSchema {
  const tasks = [...registry.values()].map((task) => [task.name, withConditions(task.schema)] as const);
  const fields: Fields = { ...commonFields, ...Object.fromEntries(tasks) };
  const root: ObjectSchema = { kind: 'object', describe: 'values of an experiment', fields, required: ['tasks'] };
  return { ...toJsonSchema(root, { forms: 'helm' }), type: 'object' };
}
