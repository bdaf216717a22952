import { createHash } from 'node:crypto';
import { isMap } from '../model/maps.ts';

// The same for the same content, in whatever order its keys stand.
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(value)) ?? '')
    .digest('hex')
    .slice(0, 32);
}

// As pairs, because the names that are numbers come first in a map, whatever is done.
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isMap(value)) return value;
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return { map: pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]) };
}
