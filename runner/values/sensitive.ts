// Moves what nobody should read out of the entries: literals of sensitive inputs, and the credentials in URLs.
// What stays is a reference to a secret that is named after the input's path.
import type { TaskEntry } from '../model/document.ts';
import { isMap } from '../model/maps.ts';
import type { Schema } from '../model/schema.ts';
import { hasReference, referenceTo } from '../model/secret-reference.ts';
import type { Registry } from './tasks-from-values.ts';

interface Extracted {
  entries: TaskEntry[];
  secrets: Record<string, string>;
}

export function extractSensitive(entries: readonly TaskEntry[], registry: Registry): Extracted {
  const secrets = new Map<string, string>();
  const keep: Keep = (path, value) => referenceTo(keyFor(path, value, secrets));
  const moved = entries.map((entry) => {
    const schema = registry.get(entry.task)?.schema;
    const inputs = schema === undefined ? entry.with : extract(schema, entry.with, entry.task, false, keep);
    return isMap(inputs) ? { ...entry, with: inputs } : entry;
  });
  return { entries: moved, secrets: Object.fromEntries(secrets) };
}

type Keep = (path: string, value: string) => string;

function extract(schema: Schema, value: unknown, path: string, within: boolean, keep: Keep): unknown {
  const sensitive = within || schema.sensitive === true;
  if (typeof value === 'string') return extractText(schema, value, path, sensitive, keep);
  if (Array.isArray(value))
    return value.map((item, i) => extract(itemOf(schema), item, `${path}.${i}`, sensitive, keep));
  if (!isMap(value)) return value;
  const moved = Object.entries(value).map(([name, inner]): [string, unknown] => {
    return [name, extract(memberOf(schema, name), inner, `${path}.${name}`, sensitive, keep)];
  });
  return Object.fromEntries(moved);
}

function extractText(schema: Schema, text: string, path: string, sensitive: boolean, keep: Keep): string {
  if (text === '') return text;
  if (sensitive) return hasReference(text) ? text : keep(path, text);
  const credentials =
    schema.kind === 'string' && schema.format === 'url' ? /^(https?:\/\/)([^/?#]+)(@.*)$/is.exec(text) : null;
  if (credentials === null) return text;
  const [, before = '', secret = '', after = ''] = credentials;
  return hasReference(secret) ? text : before + keep(path, secret) + after;
}

const anything = { kind: 'any', describe: '' } as const satisfies Schema;

function itemOf(schema: Schema): Schema {
  return schema.kind === 'list' ? schema.of : anything;
}

function memberOf(schema: Schema, name: string): Schema {
  if (schema.kind === 'map') return schema.of;
  return schema.kind === 'object' && Object.hasOwn(schema.fields, name) ? (schema.fields[name] ?? anything) : anything;
}

// One key for one value: a second value of the same path (a task that is given twice) gets a number.
function keyFor(path: string, value: string, secrets: Map<string, string>): string {
  const plain = path.replace(/[^-._a-zA-Z0-9]/gu, '_');
  for (let n = 1; ; n++) {
    const key = n === 1 ? plain : `${plain}-${n}`;
    if ((secrets.get(key) ?? value) === value) {
      secrets.set(key, value);
      return key;
    }
  }
}
