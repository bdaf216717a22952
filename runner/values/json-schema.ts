// JSON Schema (draft 7) of a task's inputs: strict at every level, for what the normaliser lets through or, as `helm`,
// for exactly the forms in which --set delivers the same inputs.
import type { ListSchema, MapSchema, NumberSchema, ObjectSchema, Schema, StringSchema } from '../model/schema.ts';
import { numeric } from './normalise/scalars.ts';

export type JsonSchema = Record<string, unknown>;
type Forms = 'normalised' | 'helm';

export function toJsonSchema(schema: Schema, { forms }: { forms: Forms }): JsonSchema {
  const definitions: JsonSchema = {};
  const root = convert(schema, forms, definitions);
  const draft = { $schema: 'http://json-schema.org/draft-07/schema#', ...root };
  return Object.keys(definitions).length === 0 ? draft : { ...draft, definitions };
}

function convert(schema: Schema, forms: Forms, definitions: JsonSchema): JsonSchema {
  const body = forms === 'helm' ? helmForm(schema, definitions) : normalForm(schema, definitions);
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

function normalForm(schema: Schema, definitions: JsonSchema): JsonSchema {
  const inner = (of: Schema): JsonSchema => convert(of, 'normalised', definitions);
  switch (schema.kind) {
    case 'number':
      return numberForm(schema);
    case 'string':
      return stringForm(schema);
    case 'boolean':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: inner(schema.of), ...lengthOf(schema) };
    case 'map':
      return { type: 'object', additionalProperties: inner(schema.of) };
    case 'object':
      return objectForm(schema, inner);
    case 'any':
      return {};
  }
}

// Null is the same as not given, wherever it stands.
function helmForm(schema: Schema, definitions: JsonSchema): JsonSchema {
  const inner = (of: Schema): JsonSchema => convert(of, 'helm', definitions);
  switch (schema.kind) {
    case 'number':
      return { anyOf: [numberForm(schema), { type: 'string', pattern: numeric }, { type: 'null' }] };
    case 'string':
      return schema.oneOf === undefined
        ? { type: ['string', 'number', 'boolean', 'null'] }
        : { enum: [...schema.oneOf, null] };
    case 'boolean':
      return {
        anyOf: [
          { type: ['boolean', 'null'] },
          { type: 'string', pattern: '^\\s*([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\\s*$' },
        ],
      };
    case 'list':
      return {
        anyOf: [
          { type: 'array', items: inner(schema.of), ...(schema.most === undefined ? {} : { maxItems: schema.most }) },
          { enum: ['', ['']] },
          inner(schema.of),
        ],
      };
    case 'map':
      return { anyOf: [helmMap(schema, inner, definitions), ...pairsForm(schema, inner), { type: 'null' }] };
    case 'object':
      return { ...objectForm(schema, inner), type: ['object', 'null'] };
    case 'any':
      return {};
  }
}

function numberForm({ integer, min, above, max }: NumberSchema): JsonSchema {
  return {
    type: integer ? 'integer' : 'number',
    ...(min === undefined ? {} : { minimum: min }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(max === undefined ? {} : { maximum: max }),
  };
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

function objectForm({ fields, required }: ObjectSchema, inner: (of: Schema) => JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, inner(field)])),
    additionalProperties: false,
    ...(required === undefined || required.length === 0 ? {} : { required: [...required] }),
  };
}

// Where names hold dots, maps are nested: a definition that refers to itself. What an object needs can then only be
// checked by the engine, because a map may be a piece of a name as well as an object.
function helmMap(schema: MapSchema, inner: (of: Schema) => JsonSchema, definitions: JsonSchema): JsonSchema {
  if (!schema.dotted || schema.of.kind === 'map' || schema.of.kind === 'any') {
    return { type: 'object', additionalProperties: inner(schema.of) };
  }
  const name = `nested${Object.keys(definitions).length + 1}`;
  const again = { $ref: `#/definitions/${name}` };
  definitions[name] = {};
  definitions[name] =
    schema.of.kind === 'object'
      ? { ...objectForm({ ...schema.of, required: [] }, inner), type: ['object', 'null'], additionalProperties: again }
      : { anyOf: [inner(schema.of), { type: 'object', minProperties: 1, additionalProperties: again }] };
  return { type: 'object', additionalProperties: again };
}

function pairsForm({ pairs, of }: MapSchema, inner: (of: Schema) => JsonSchema): JsonSchema[] {
  if (pairs === undefined) return [];
  const properties = { [pairs.key]: { type: 'string' }, [pairs.value]: inner(of) };
  return [{ type: 'array', items: { type: 'object', properties, required: [pairs.key], additionalProperties: false } }];
}
