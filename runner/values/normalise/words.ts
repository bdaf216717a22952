// The words of a problem: what was given, and what is allowed in its place.

import { isMap } from '../../model/maps.ts';
import type { NumberSchema, Schema, StringFormat, StringSchema } from '../../model/schema.ts';
import { shownIfUrl, shownUrl } from '../../model/shown-url.ts';
import { didYouMean } from '../../model/suggest.ts';
import type { Place } from './place.ts';

export function refused(place: Place, value: unknown, schema: Schema): undefined {
  return place.problem(`${shown(place, value)} is not allowed; give ${allowed(schema)}${meant(place, value, schema)}`);
}

function shown(place: Place, value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map';
  if (place.hidden) return 'what is given (not shown)';
  const text = typeof value === 'string' ? JSON.stringify(shownIfUrl(value)) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export function allowed(schema: Schema): string {
  switch (schema.kind) {
    case 'number':
      return allowedNumber(schema);
    case 'string':
      return allowedString(schema);
    case 'boolean':
      return 'true or false';
    case 'list':
      return `a list, each item ${allowed(schema.of)}`;
    case 'map':
      return `a map of names, each with ${allowed(schema.of)}${schema.orText ? ', or JSON text of one' : ''}`;
    case 'object':
      return `inputs by name: ${Object.keys(schema.fields).slice(0, 6).join(', ')}${Object.keys(schema.fields).length > 6 ? ', …' : ''}`;
    case 'any':
      return 'anything';
  }
}

function allowedNumber({ integer, min, above, max }: NumberSchema): string {
  const number = integer ? 'a whole number' : 'a number';
  const low = above === undefined ? (min === undefined ? '' : `at least ${min}`) : `above ${above}`;
  const limits = [low, max === undefined ? '' : `at most ${max}`].filter((limit) => limit !== '');
  return limits.length === 0 ? number : `${number}, ${limits.join(' and ')}`;
}

const formatWords: Record<StringFormat, string> = {
  duration: 'a duration such as 300ms, 30s or 1h30m',
  url: 'a URL such as http://host:8080/path',
  method: 'an HTTP method such as GET or POST',
  regex: 'a regular expression',
  cron: 'a cron schedule such as "*/5 * * * *"',
  'header-value': 'one line of text without control characters',
};

function allowedString({ oneOf, format, nonEmpty }: StringSchema): string {
  if (oneOf !== undefined)
    return oneOf.length === 1 ? String(oneOf[0]) : `${oneOf.slice(0, -1).join(', ')} or ${oneOf.at(-1)}`;
  if (format !== undefined) return formatWords[format];
  return nonEmpty ? 'a text that is not empty' : 'a text';
}

// The usual ways in which --set makes something else of what was meant.
function meant(place: Place, value: unknown, schema: Schema): string {
  if (schema.kind !== 'string') return '';
  if (Array.isArray(value)) return '; in --set a text that starts with { is written \\{';
  if (isMap(value)) return '; in --set a dot in a name is written \\.';
  if (schema.format === 'duration' && /^\d+(\.\d+)?$/.test(String(value)) && !place.hidden)
    return `; did you mean ${value}s?`;
  if (place.hidden || typeof value !== 'string') return '';
  if (schema.oneOf !== undefined) return didYouMean(value, schema.oneOf);
  const address = `http://${value.replace(/^\/+/, '')}`;
  const bare = schema.format === 'url' && !value.includes('://') && !value.includes('@') && value !== '';
  return bare && URL.canParse(address) ? `; did you mean ${shownUrl(address)}?` : '';
}
