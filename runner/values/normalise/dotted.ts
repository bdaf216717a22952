// Names with dots that --set tore apart into nested maps: {latency-p99: {9: 500}} is latency-p99.9 again.

import { isMap } from '../../model/maps.ts';
import type { Fields, Schema } from '../../model/schema.ts';
import { newMap, type Values } from '../value-tree.ts';

export function joinNames(map: Values, of: Schema, prefix = ''): [name: string, value: unknown][] {
  return Object.entries(map).flatMap(([key, value]): [string, unknown][] => {
    const name = prefix + key;
    if (!isMap(value) || of.kind === 'map' || of.kind === 'any') return [[name, value]];
    const fields = fieldsOf(of);
    if (fields !== undefined) return joinObjects(name, value, of, fields);
    return Object.keys(value).length === 0 ? [[name, value]] : joinNames(value, of, `${name}.`);
  });
}

// What holds inputs further down is another name; all else belongs to this one, typing errors included.
function joinObjects(name: string, value: Values, of: Schema, fields: Fields): [string, unknown][] {
  const [own, further] = [newMap(), newMap()];
  for (const [key, inner] of Object.entries(value)) {
    const isName = !Object.hasOwn(fields, key) && isMap(inner) && holdsField(inner, fields);
    (isName ? further : own)[key] = inner;
  }
  const rest = joinNames(further, of, `${name}.`);
  return rest.length > 0 && Object.keys(own).length === 0 ? rest : [[name, own], ...rest];
}

function holdsField(map: Values, fields: Fields): boolean {
  return Object.entries(map).some(
    ([key, value]) => Object.hasOwn(fields, key) || (isMap(value) && holdsField(value, fields)),
  );
}

function fieldsOf(of: Schema): Fields | undefined {
  if (of.kind === 'object') return of.fields;
  return of.kind === 'list' ? fieldsOf(of.of) : undefined;
}
