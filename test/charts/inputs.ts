// Inputs of a task in the forms that helm delivers, from its schema: names and texts that are hard to move included.
import fc from 'fast-check';
import type { ListSchema, MapSchema, ObjectSchema, Schema, StringSchema } from '../../runner/model/schema.ts';

const secret = (key: string) => `\${secret:${key}}`;
const texts = fc.constantFrom(
  ...[
    '',
    'Bearer x',
    'y',
    'y',
    '007',
    '1e6',
    'true',
    ' two  words ',
    '"quoted"',
    '-',
    '#',
    'null',
    '~',
    '{{ .Values }}',
  ],
  ...[secret('mine'), `Bearer ${secret('t')}`, `$${secret('x')}`, '$5', '$1', 'ü 🙂', "it's: a # text"],
);
const scalars = fc.oneof(
  { weight: 4, arbitrary: texts },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(0, 5, -7, 0.5, 1e6, 1e21, 1e-7, 9007199254740991, true, false, null),
  },
);
const urls = fc.constantFrom(
  ...[
    'http://h/',
    'HTTPS://me:pw@h:80/x?a=b@c',
    'http://u@h',
    'http://a@b@h/',
    'http://h/a@b',
    `http://${secret('u')}@h/`,
  ],
  ...[secret('url'), 'http://me:$1$x@h/#@', 'http://ü:🙂@h/', `http://me:pw@h/${secret('p')}`],
);
const headers = fc.constantFrom('Authorization', 'X-Api.Key', 'X!b', 'X#b', 'X', 'x_y', "it's");
const names = fc.constantFrom('get', 'a b/ü', 'v1', 'x🙂y', 'p.q', '__proto__', 'constructor');

export function inputsOf(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.kind) {
    case 'string':
      return textOf(schema);
    case 'number':
      return fc.constantFrom<unknown>(schema.min ?? 1, String(schema.min ?? 1));
    case 'boolean':
      return fc.constantFrom<unknown>(true, 'false');
    case 'list':
      return listOf(schema);
    case 'map':
      return mapOf(schema);
    case 'object':
      return objectOf(schema);
    case 'any':
      return fc.oneof(scalars, fc.array(scalars, { maxLength: 2 }), fc.dictionary(names, scalars, { maxKeys: 2 }));
  }
}

function textOf({ nonEmpty, ...schema }: StringSchema): fc.Arbitrary<unknown> {
  return nonEmpty ? textOf(schema).filter((text) => text !== '') : anyText(schema);
}

function anyText({ oneOf, format }: StringSchema): fc.Arbitrary<unknown> {
  if (oneOf !== undefined) return fc.constantFrom(...oneOf);
  if (format === 'url') return urls;
  const examples = { duration: '30s', method: 'PUT', regex: 'a+', cron: '@daily' } as const;
  return format === undefined || format === 'header-value' ? scalars : fc.constant(examples[format]);
}

function listOf({ of }: ListSchema): fc.Arbitrary<unknown> {
  const one = inputsOf(of).filter((item) => item !== null);
  return fc.oneof(fc.array(one, { minLength: 1, maxLength: 3 }), one);
}

function mapOf({ orText, ...schema }: MapSchema): fc.Arbitrary<unknown> {
  const maps = mapsOf(schema);
  return orText
    ? fc.oneof(
        maps,
        texts.filter((text) => text !== ''),
      )
    : maps;
}

function mapsOf({ of, name, dotted }: MapSchema): fc.Arbitrary<unknown> {
  const key = name === 'header' ? headers : name === 'metric' ? fc.constant('http/latency-p99') : names;
  const plain = fc.dictionary(key, inputsOf(of), { maxKeys: 4 });
  if (!dotted) return plain;
  const some = fc.dictionary(key, inputsOf(of), { minKeys: 1, maxKeys: 4 });
  const torn = fc.tuple(plain, fc.dictionary(fc.constantFrom('Z', 'z!', 'z#'), some, { maxKeys: 2 }));
  return torn.map(([flat, nested]) => ({ ...flat, ...nested }));
}

function objectOf({ fields, required = [] }: ObjectSchema): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, inputsOf(field)]));
  return fc.record(model, { requiredKeys: [...required] });
}
