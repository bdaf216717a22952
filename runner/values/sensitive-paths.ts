// Where the inputs of each task hold what nobody should read: what the chart needs to do the same as extractSensitive.
import type { ListSchema, MapSchema, ObjectSchema, Schema } from '../model/schema.ts';
import type { Registry } from './tasks-from-values.ts';

// text: all of it; url: the credentials in it; any: every text within. A map with `orText` may be a text as a whole.
type SensitiveNode =
  | { kind: 'text' | 'url' | 'any' }
  | { kind: 'list'; of: SensitiveNode }
  | { kind: 'map'; of: SensitiveNode; dotted: boolean; orText?: true }
  | { kind: 'object'; fields: Record<string, SensitiveNode>; known?: string[] };

export function sensitivePaths(registry: Registry): Record<string, SensitiveNode> {
  const nodes = [...registry.values()].map((task) => [task.name, nodeOf(task.schema, false, task.name)] as const);
  return Object.fromEntries(nodes.filter((pair): pair is [string, SensitiveNode] => pair[1] !== undefined));
}

function nodeOf(schema: Schema, within: boolean, path: string): SensitiveNode | undefined {
  const sensitive = within || schema.sensitive === true;
  switch (schema.kind) {
    case 'string':
      if (sensitive) return { kind: 'text' };
      return schema.format === 'url' ? { kind: 'url' } : undefined;
    case 'any':
      return sensitive ? { kind: 'any' } : undefined;
    case 'list':
      return listNode(schema, sensitive, path);
    case 'map':
      return mapNode(schema, sensitive, path);
    case 'object':
      return objectNode(schema, sensitive, path);
    default:
      return undefined;
  }
}

function listNode({ of }: ListSchema, sensitive: boolean, path: string): SensitiveNode | undefined {
  const node = nodeOf(of, sensitive, path);
  return node === undefined ? undefined : { kind: 'list', of: node };
}

// Where objects have names with dots, `known` tells an input from a piece of a name.
function mapNode(
  { of, dotted, pairs, orText }: MapSchema,
  sensitive: boolean,
  path: string,
): SensitiveNode | undefined {
  const node = nodeOf(of, sensitive, path);
  if (node === undefined) return undefined;
  if (pairs !== undefined || (dotted && of.kind === 'list')) {
    throw new Error(`${path}: the chart cannot move what is sensitive in a map of this form`);
  }
  if (!dotted || node.kind !== 'object' || of.kind !== 'object') {
    return {
      kind: 'map',
      of: node,
      dotted: dotted === true && of.kind === 'string',
      ...(orText && sensitive ? { orText } : {}),
    };
  }
  return { kind: 'map', of: { ...node, known: Object.keys(of.fields) }, dotted: false };
}

function objectNode({ fields }: ObjectSchema, sensitive: boolean, path: string): SensitiveNode | undefined {
  const nodes = Object.entries(fields)
    .map(([name, field]) => [name, nodeOf(field, sensitive, `${path}.${name}`)] as const)
    .filter((pair): pair is [string, SensitiveNode] => pair[1] !== undefined);
  return nodes.length === 0 ? undefined : { kind: 'object', fields: Object.fromEntries(nodes) };
}
