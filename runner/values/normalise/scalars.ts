// One value: numbers take numeric texts, texts take numbers and booleans, booleans take "true" and "false".
import type { BooleanSchema, NumberSchema, StringSchema } from '../../model/schema.ts';
import { formats } from './formats.ts';
import type { Place } from './place.ts';
import { refused } from './words.ts';

export const numeric = '^\\s*[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?\\s*$';
const numericText = new RegExp(numeric);

export function normaliseNumber(schema: NumberSchema, value: unknown, place: Place): number | undefined {
  const number = toNumber(value);
  const fits =
    number !== undefined &&
    Number.isFinite(number) &&
    (!schema.integer || Number.isInteger(number)) &&
    (schema.min === undefined || number >= schema.min) &&
    (schema.above === undefined || number > schema.above) &&
    (schema.max === undefined || number <= schema.max);
  return fits ? number + 0 : refused(place, value, schema);
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && numericText.test(value) ? Number(value) : undefined;
}

export function normaliseString(schema: StringSchema, value: unknown, place: Place): string | undefined {
  const text = toText(value);
  const fits =
    text !== undefined &&
    (schema.oneOf === undefined || schema.oneOf.includes(text)) &&
    (schema.format === undefined || formats[schema.format](text)) &&
    (!schema.nonEmpty || text !== '');
  return fits ? text : refused(place, value, schema);
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return undefined;
}

export function normaliseBoolean(schema: BooleanSchema, value: unknown, place: Place): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word === 'true' || word === 'false') return word === 'true';
  return refused(place, value, schema);
}
