// A second net under the normaliser: the generated strict JSON Schema, held against what the normaliser let through.
import type { ErrorObject } from 'ajv';
import type { TaskEntry } from '../model/document.ts';
import type { Problem } from '../model/errors.ts';
import type { StringFormat } from '../model/schema.ts';
import { toJsonSchema } from './json-schema.ts';
import { formats } from './normalise/formats.ts';
import { overlap } from './normalise/place.ts';
import type { Registry } from './tasks-from-values.ts';

// What it finds beyond `known`, the problems found before. Values never appear in what it says.
export async function checkStrictly(
  entries: readonly TaskEntry[],
  registry: Registry,
  known: readonly Problem[] = [],
): Promise<Problem[]> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  for (const name of Object.keys(formats) as StringFormat[]) ajv.addFormat(`iter8-${name}`, formats[name]);
  return entries.flatMap(({ task, with: inputs }) => {
    const schema = registry.get(task)?.schema;
    if (schema === undefined) return [];
    const validate = ajv.compile(toJsonSchema(schema, { forms: 'normalised' }));
    if (validate(inputs)) return [];
    return (validate.errors ?? [])
      .map((error) => problemOf(task, error))
      .filter(({ path }) => !known.some((earlier) => overlap(earlier.path, path)));
  });
}

function problemOf(task: string, { instancePath, keyword, params, message }: ErrorObject): Problem {
  const pieces = instancePath
    .split('/')
    .slice(1)
    .map((piece) => piece.replaceAll('~1', '/').replaceAll('~0', '~'));
  const named =
    keyword === 'additionalProperties'
      ? params.additionalProperty
      : keyword === 'required'
        ? params.missingProperty
        : undefined;
  if (typeof named === 'string') pieces.push(named);
  const path = pieces.reduce(
    (before, piece) => (/^\d+$/.test(piece) ? `${before}[${piece}]` : `${before}.${piece}`),
    task,
  );
  if (keyword === 'additionalProperties') return { path, message: 'unknown input' };
  return { path, message: keyword === 'required' ? 'missing' : (message ?? 'not allowed') };
}
