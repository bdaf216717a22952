// The table of a task's inputs for its page in docs/, from the schema.
import type { Fields, ObjectSchema, Schema } from '../model/schema.ts';

export function inputTable(schema: ObjectSchema): string {
  const rows = rowsOf(schema.fields, '').map((cells) => `| ${cells.join(' | ')} |`);
  return ['| input | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function rowsOf(fields: Fields, prefix: string): string[][] {
  return Object.entries(fields).flatMap(([name, schema]) => {
    const path = prefix + name;
    const inner = innerFields(schema);
    if (inner === undefined) return [row(path, typeOf(schema), schema)];
    // A map of objects that take what stands beside it (endpoints) needs no second list.
    if (schema.kind === 'map' && Object.keys(inner).every((input) => input in fields)) {
      return [row(`${path}${suffix(schema)}.*`, 'any of these inputs', schema)];
    }
    return [row(path, typeOf(schema), schema), ...rowsOf(inner, `${path}${suffix(schema)}.`)];
  });
}

function innerFields(schema: Schema): Fields | undefined {
  if (schema.kind === 'object') return schema.fields;
  if (schema.kind !== 'list' && schema.kind !== 'map') return undefined;
  return schema.of.kind === 'object' ? schema.of.fields : undefined;
}

function suffix({ kind }: Schema): string {
  if (kind === 'list') return '[]';
  return kind === 'map' ? '.<name>' : '';
}

function row(path: string, type: string, schema: Schema): string[] {
  const value = 'default' in schema && schema.default !== undefined ? code(schema.default) : '';
  const example = schema.example === undefined ? '' : `; for example ${code(schema.example)}`;
  const effect = schema.accepted === undefined ? '' : `; ${schema.accepted}`;
  const secret = schema.sensitive === true ? '; kept secret' : '';
  return [code(path), type, value, `${schema.describe}${example}${effect}${secret}`];
}

function typeOf(schema: Schema): string {
  switch (schema.kind) {
    case 'list':
      return `list of ${typeOf(schema.of)}s`;
    case 'map':
      return `map of ${typeOf(schema.of)}s`;
    case 'object':
      return 'group';
    case 'boolean':
      return 'true or false';
    case 'number':
      return schema.integer === true ? 'whole number' : 'number';
    case 'string':
      return schema.oneOf?.join(' or ') ?? formats[schema.format ?? ''] ?? 'text';
    case 'any':
      return 'anything';
  }
}

const formats: Record<string, string> = { duration: 'duration', url: 'URL', regex: 'regular expression' };

function code(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${text.replaceAll('|', '\\|')}\``;
}
