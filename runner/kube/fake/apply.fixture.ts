// Server-side apply in its simplest form: a manager owns what it applied last, lists are one value.
import { isDeepStrictEqual } from 'node:util';
import { KubeError, type KubeObject } from '../../model/cluster.ts';
import { isMap } from '../../model/maps.ts';

interface Applied {
  body: Record<string, unknown>;
  last: unknown; // what the same manager applied before
  force: boolean;
}

export function applied(object: KubeObject, { body, last, force }: Applied): KubeObject {
  const conflicts: string[] = [];
  const merged = merge(object, body, isMap(last) ? last : {}, '');
  if (conflicts.length > 0 && !force)
    throw new KubeError(409, 'Conflict', `Apply failed with ${conflicts.length} conflict(s): ${conflicts.join(', ')}`);
  return merged as KubeObject;

  function merge(is: unknown, wanted: Record<string, unknown>, owned: Record<string, unknown>, path: string): unknown {
    const merged = disowned(is, owned, wanted);
    for (const [key, value] of Object.entries(wanted)) {
      const [old, mine, at] = [merged[key], owned[key], `${path}.${key}`];
      if (isMap(value)) merged[key] = merge(old, value, isMap(mine) ? mine : {}, at);
      else {
        if (old !== undefined && mine === undefined && !isDeepStrictEqual(old, value)) conflicts.push(at);
        merged[key] = value;
      }
    }
    return merged;
  }
}

// Without what the manager applied before and does not want any longer.
function disowned(is: unknown, owned: Record<string, unknown>, wanted: Record<string, unknown>) {
  const rest: Record<string, unknown> = isMap(is) ? { ...is } : {};
  for (const [key, mine] of Object.entries(owned)) {
    if (key in wanted) continue;
    const left = isMap(mine) && isMap(rest[key]) ? disowned(rest[key], mine, {}) : {};
    if (Object.keys(left).length > 0) rest[key] = left;
    else delete rest[key];
  }
  return rest;
}
