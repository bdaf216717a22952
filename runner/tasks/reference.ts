// The table of a task's inputs for its page in docs/: made from the schema, so that it cannot lag behind.
import type { Fields, ObjectSchema, Schema } from '../model/schema.ts';

export function inputTable(schema: ObjectSchema): string {
  const rows = rowsOf(schema.fields, '').map((cells) => `| ${cells.join(' | ')} |`);
  return ['| input | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function rowsOf(fields: Fields, prefix: string): string[][] {
  return Object.entries(fields).flatMap(([name, schema]) => {
    const path = prefix + name;
    return [
      row(nested(schema, fields) === undefined ? path : pathOf(path, schema), schema),
      ...below(path, schema, fields),
    ];
  });
}

function below(path: string, schema: Schema, around: Fields): string[][] {
  const inner = nested(schema, around);
  if (inner === undefined) return [];
  return rowsOf(inner, `${pathOf(path, schema)}.`);
}

// The fields to list under this one; a map of objects that take what stands beside it (endpoints) needs no second list.
function nested(schema: Schema, around: Fields): Fields | undefined {
  if (schema.kind === 'object') return schema.fields;
  if ((schema.kind !== 'list' && schema.kind !== 'map') || schema.of.kind !== 'object') return undefined;
  const { fields } = schema.of;
  return Object.keys(fields).every((name) => name in around) ? undefined : fields;
}

function pathOf(path: string, schema: Schema): string {
  if (schema.kind === 'list') return `${path}[]`;
  return schema.kind === 'map' ? `${path}.<name>` : path;
}

function row(path: string, schema: Schema): string[] {
  const value = 'default' in schema && schema.default !== undefined ? code(schema.default) : '';
  const example = schema.example === undefined ? '' : `; for example ${code(schema.example)}`;
  const effect = schema.accepted === undefined ? '' : `; ${schema.accepted}`;
  const secret = schema.sensitive === true ? '; kept secret' : '';
  return [`\`${path}\``, typeOf(schema), value, `${schema.describe}${example}${effect}${secret}`];
}

function typeOf(schema: Schema): string {
  if (schema.kind === 'list') return `list of ${typeOf(schema.of)}s`;
  if (schema.kind === 'map') return `map of ${typeOf(schema.of)}s`;
  if (schema.kind === 'object') return 'group';
  if (schema.kind === 'boolean') return 'true or false';
  if (schema.kind === 'number') return schema.integer === true ? 'whole number' : 'number';
  if (schema.kind !== 'string') return schema.kind;
  if (schema.oneOf !== undefined) return schema.oneOf.join(' or ');
  return formats[schema.format ?? ''] ?? 'text';
}

const formats: Record<string, string> = {
  duration: 'duration',
  url: 'URL',
  regex: 'regular expression',
  cron: 'schedule',
};

function code(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${text.replaceAll('|', '\\|')}\``;
}
