// What both kinds of JSON Schema say in the same way.
import type { NumberSchema, ObjectSchema, Schema } from '../model/schema.ts';

export type JsonSchema = Record<string, unknown>;

export function limitsOf({ min, above, max }: NumberSchema): JsonSchema {
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}

export function objectForm({ fields, required }: ObjectSchema, inner: (of: Schema) => JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, inner(field)])),
    additionalProperties: false,
    ...(required === undefined || required.length === 0 ? {} : { required: [...required] }),
  };
}
