// From values as helm delivers them to inputs as a schema describes them. Says all that is wrong, not the first of it;
// what is wrong is left out of the result. Null is the same as not given.
import { isToken } from '../../model/http-text.ts';
import { isMap } from '../../model/maps.ts';
import type { ListSchema, MapSchema, ObjectSchema, Schema } from '../../model/schema.ts';
import { didYouMean } from '../../model/suggest.ts';
import type { Values } from '../value-tree.ts';
import { joinNames } from './dotted.ts';
import type { Place } from './place.ts';
import { normaliseBoolean, normaliseNumber, normaliseString } from './scalars.ts';
import { refused } from './words.ts';

export function normalise(schema: Schema, value: unknown, outer: Place): unknown {
  if (value === null || value === undefined) return undefined;
  const place = schema.sensitive ? outer.hide() : outer;
  switch (schema.kind) {
    case 'number':
      return normaliseNumber(schema, value, place);
    case 'string':
      return normaliseString(schema, value, place);
    case 'boolean':
      return normaliseBoolean(schema, value, place);
    case 'list':
      return normaliseList(schema, value, place);
    case 'map':
      return normaliseMap(schema, value, place);
    case 'object':
      return isMap(value) ? normaliseObject(schema, value, place) : refused(place, value, schema);
    case 'any':
      return plain(value);
  }
}

export function normaliseObject(schema: ObjectSchema, value: Values, place: Place): Record<string, unknown> {
  const known = Object.keys(schema.fields);
  const inputs: [string, unknown][] = [];
  for (const [name, given] of Object.entries(value)) {
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
    if (field === undefined) place.field(name).problem(`unknown input${didYouMean(name, known)}`);
    else inputs.push([name, normalise(field, given, place.field(name))]);
  }
  for (const name of schema.required ?? []) {
    if ((value[name] ?? null) === null)
      place.field(name).problem(`missing: ${schema.fields[name]?.describe ?? 'it is required'}`);
  }
  return Object.fromEntries(inputs.filter(([, input]) => input !== undefined));
}

function normaliseList(schema: ListSchema, value: unknown, place: Place): unknown[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  // `{}` in --set is a list that holds one empty text.
  if (items.length === 1 && items[0] === '') items.length = 0;
  if (items.length < (schema.min ?? 0)) return place.problem(`${count(items.length)}; at least ${schema.min} needed`);
  if (items.length > (schema.most ?? Number.POSITIVE_INFINITY)) {
    return place.problem(`${count(items.length)}; at most ${schema.most} allowed`);
  }
  return items
    .map((item, i) =>
      item === null ? place.item(i).problem('missing: a list has no gaps') : normalise(schema.of, item, place.item(i)),
    )
    .filter((item) => item !== undefined);
}

function count(items: number): string {
  return items === 1 ? 'the list has 1 item' : `the list has ${items === 0 ? 'no' : items} items`;
}

function normaliseMap(schema: MapSchema, value: unknown, place: Place): Record<string, unknown> | string | undefined {
  if (schema.orText && typeof value === 'string' && value !== '') return value;
  const given =
    pairsOf(schema, value) ??
    (isMap(value) ? (schema.dotted ? joinNames(value, schema.of) : Object.entries(value)) : undefined);
  if (given === undefined) return refused(place, value, schema);
  const entries = new Map<string, unknown>();
  for (const [name, inner] of given) {
    const at = place.field(name);
    if (inner === null || inner === undefined) continue;
    if (entries.has(name)) at.problem('given twice: once with the dot in its name, once nested; keep one of them');
    else if (name === '') at.problem(`a ${schema.name ?? 'key'} without a name`);
    else if (schema.name === 'header' && !isToken(name)) at.problem('this cannot be the name of a header');
    else entries.set(name, normalise(schema.of, inner, at));
  }
  return Object.fromEntries([...entries].filter(([, inner]) => inner !== undefined));
}

// [{metric, limit}], as result documents write what values write as {metric: limit}.
function pairsOf({ pairs }: MapSchema, value: unknown): [string, unknown][] | undefined {
  if (pairs === undefined || !Array.isArray(value)) return undefined;
  const rows = value.map((row): [unknown, unknown] =>
    isMap(row) ? [row[pairs.key], row[pairs.value]] : [undefined, undefined],
  );
  return rows.every((row): row is [string, unknown] => typeof row[0] === 'string') ? rows : undefined;
}

// Anything may hold anything, but JSON has no numbers of any size.
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)])) : value;
}
