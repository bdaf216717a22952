// The forms in which helm delivers an input: --set makes an integer of 5, a text of 0.5, one item of a list. All forms of
// an input are one schema and no anyOf, so that helm says what is wrong with the one that was given; by words where a
// pattern would mean nothing to its reader, or would show what nobody should see. Null is the same as not given.
import type { ListSchema, MapSchema, NumberSchema, Schema, StringFormat, StringSchema } from '../model/schema.ts';
import { type JsonSchema, limitsOf, objectForm } from './json-schema-parts.ts';
import { numeric } from './normalise/scalars.ts';
import { allowed } from './normalise/words.ts';

const scalars = ['string', 'number', 'boolean', 'null'];

// What a text must look like, of what a pattern can say in helm's engine as well as in ours.
const formatForms: Partial<Record<StringFormat, { type: string[]; condition: JsonSchema }>> = {
  duration: {
    type: ['string', 'number', 'null'],
    condition: {
      pattern: '^\\s*(?:0|(?:(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)\\s*$',
      minimum: 0,
      maximum: 0,
    },
  },
  url: { type: ['string', 'null'], condition: { pattern: '^$|^\\$\\{secret:|^[hH][tT][tT][pP][sS]?://' } },
  method: { type: scalars, condition: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" } },
  'header-value': { type: scalars, condition: { pattern: '^[^\\x00-\\x08\\x0a-\\x1f\\x7f]*$' } },
  cron: {
    type: ['string', 'null'],
    condition: {
      pattern:
        '^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$|^\\s*(?:[\\w*/,?-]+\\s+){4}[\\w*/,?-]+\\s*$',
    },
  },
};

export function helmForm(schema: Schema, inner: (of: Schema) => JsonSchema, definitions: JsonSchema): JsonSchema {
  switch (schema.kind) {
    case 'number':
      return numberForm(schema);
    case 'string':
      return stringForm(schema);
    case 'boolean':
      return {
        type: ['boolean', 'string', 'null'],
        ...worded({ pattern: '^\\s*([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\\s*$' }, schema),
      };
    case 'list':
      return listForm(schema, inner, definitions);
    case 'map':
      return mapForm(schema, inner, definitions);
    case 'object':
      return { ...objectForm(schema, inner), type: ['object', 'null'] };
    case 'any':
      return {};
  }
}

function worded(condition: JsonSchema, schema: Schema): JsonSchema {
  return { if: condition, else: { const: allowed(schema) } };
}

function numberForm(schema: NumberSchema): JsonSchema {
  const low = schema.min ?? schema.above ?? -1;
  const pattern = low < 0 ? numeric : numeric.replace('[-+]?', '\\+?');
  return {
    type: [schema.integer ? 'integer' : 'number', 'string', 'null'],
    ...limitsOf(schema),
    ...worded({ pattern }, schema),
  };
}

function stringForm(schema: StringSchema): JsonSchema {
  const { oneOf, format, nonEmpty } = schema;
  if (oneOf !== undefined) {
    // --set makes a boolean of such a word.
    const words = oneOf.includes('true') ? ['boolean', 'string', 'null'] : ['string', 'null'];
    return { type: words, pattern: `^(${oneOf.join('|')})$` };
  }
  const form = format === undefined ? undefined : formatForms[format];
  return {
    type: form?.type ?? scalars,
    ...(form === undefined ? {} : worded(form.condition, schema)),
    ...(nonEmpty ? { minLength: 1 } : {}),
  };
}

// One item is a list of it. `{}` in --set is a list of one empty text, where a list may be empty.
function listForm({ of, min = 0, most }: ListSchema, inner: (of: Schema) => JsonSchema, definitions: JsonSchema) {
  const [one, item] = [helmForm(of, inner, definitions), inner(of)];
  if (!isTyped(one)) return {};
  const [single, items] = min > 0 ? [one, item] : [orEmpty(one, of), { ...item, ...orEmpty(one, of) }];
  return {
    ...single,
    type: ['array', ...single.type],
    items,
    ...(min > 0 ? { minItems: min } : {}),
    ...(most === undefined ? {} : { maxItems: most }),
  };
}

type Typed = JsonSchema & { type: string[] };

function isTyped(form: JsonSchema): form is Typed {
  return Array.isArray(form.type);
}

function orEmpty({ minLength: _, ...form }: Typed, of: Schema): Typed {
  if (form.if !== undefined) return { ...form, if: { anyOf: [form.if, { const: '' }] } } as Typed;
  if (form.pattern !== undefined) return { ...form, pattern: `^$|${form.pattern}` } as Typed;
  const type = form.type as string[];
  return type.includes('string')
    ? ({ ...form, type } as Typed)
    : { ...form, type: [...type, 'string'], ...worded({ maxLength: 0 }, of) };
}

function mapForm(schema: MapSchema, inner: (of: Schema) => JsonSchema, definitions: JsonSchema): JsonSchema {
  const members = schema.dotted ? nested(schema.of, inner, definitions) : inner(schema.of);
  return {
    type: ['object', ...(schema.pairs === undefined ? [] : ['array']), ...(schema.orText ? ['string'] : []), 'null'],
    ...(schema.orText ? { minLength: 1 } : {}),
    additionalProperties: members,
    ...pairsForm(schema, inner),
  };
}

// Where names hold dots, maps are nested: a definition that refers to itself. What an object needs can then only be
// checked by the engine, because a map may be a piece of a name as well as an object.
function nested(of: Schema, inner: (of: Schema) => JsonSchema, definitions: JsonSchema): JsonSchema {
  if (of.kind === 'map' || of.kind === 'any') return inner(of);
  const name = `nested${Object.keys(definitions).length + 1}`;
  const again = { $ref: `#/definitions/${name}` };
  definitions[name] = {};
  const piece = { minProperties: 1, additionalProperties: again };
  const one = inner(of);
  if (of.kind === 'object') {
    const { required: _, ...form } = one;
    definitions[name] = { ...form, additionalProperties: again };
  } else if (of.kind === 'list' || !isTyped(one)) {
    definitions[name] = { anyOf: [one, { type: 'object', ...piece }] };
  } else {
    definitions[name] = { ...one, type: [...one.type, 'object'], ...piece };
  }
  return again;
}

function pairsForm({ pairs, of }: MapSchema, inner: (of: Schema) => JsonSchema): JsonSchema {
  if (pairs === undefined) return {};
  const properties = { [pairs.key]: { type: 'string' }, [pairs.value]: inner(of) };
  return { items: { type: 'object', properties, required: [pairs.key], additionalProperties: false } };
}
