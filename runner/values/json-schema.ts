// JSON Schema (draft 7) of a task's inputs: strict at every level, for what the normaliser lets through or, as `helm`,
// for exactly the forms in which --set delivers the same inputs.
import type { ListSchema, Schema, StringSchema } from '../model/schema.ts';
import { helmForm } from './helm-form.ts';
import { type JsonSchema, limitsOf, objectForm } from './json-schema-parts.ts';

type Forms = 'normalised' | 'helm';

export function toJsonSchema(schema: Schema, { forms }: { forms: Forms }): JsonSchema {
  const definitions: JsonSchema = {};
  const root = convert(schema, forms, definitions);
  const draft = { $schema: 'http://json-schema.org/draft-07/schema#', ...root };
  return Object.keys(definitions).length === 0 ? draft : { ...draft, definitions };
}

function convert(schema: Schema, forms: Forms, definitions: JsonSchema): JsonSchema {
  const inner = (of: Schema): JsonSchema => convert(of, forms, definitions);
  const body = forms === 'helm' ? helmForm(schema, inner, definitions) : normalForm(schema, inner);
  return { ...wordsOf(schema), ...body };
}

function wordsOf(schema: Schema): JsonSchema {
  const { describe, accepted, example, sensitive } = schema;
  return {
    description: accepted === undefined ? describe : `${describe}; ${accepted}`,
    ...('default' in schema && schema.default !== undefined ? { default: schema.default } : {}),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(sensitive ? { writeOnly: true } : {}),
  };
}

function normalForm(schema: Schema, inner: (of: Schema) => JsonSchema): JsonSchema {
  switch (schema.kind) {
    case 'number':
      return { type: schema.integer ? 'integer' : 'number', ...limitsOf(schema) };
    case 'string':
      return stringForm(schema);
    case 'boolean':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: inner(schema.of), ...lengthOf(schema) };
    case 'map':
      return {
        type: schema.orText ? ['object', 'string'] : 'object',
        additionalProperties: inner(schema.of),
      };
    case 'object':
      return objectForm(schema, inner);
    case 'any':
      return {};
  }
}

// Formats carry our name: `duration` and `regex` of JSON Schema mean something else.
function stringForm({ oneOf, format, nonEmpty }: StringSchema): JsonSchema {
  return {
    type: 'string',
    ...(oneOf === undefined ? {} : { enum: [...oneOf] }),
    ...(format === undefined ? {} : { format: `iter8-${format}` }),
    ...(nonEmpty ? { minLength: 1 } : {}),
  };
}

function lengthOf({ min, most }: ListSchema): JsonSchema {
  return { ...(min === undefined ? {} : { minItems: min }), ...(most === undefined ? {} : { maxItems: most }) };
}
