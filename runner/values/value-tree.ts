// The trees that values are made of. Maps have no prototype, so that __proto__ and constructor are names like any other.
import { isMap } from '../model/maps.ts';

export type Values = Record<string, unknown>;

export function newMap(): Values {
  return Object.create(null) as Values;
}

function copyTree(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyTree);
  return isMap(value) ? copyMap(value) : value;
}

export function copyMap(map: Values): Values {
  const copy = newMap();
  for (const [key, value] of Object.entries(map)) copy[key] = copyTree(value);
  return copy;
}

// Helm's merge of two value files: maps are merged, everything else is replaced, null stays as the null that was said.
export function mergeMaps(under: Values, over: Values): Values {
  const merged = Object.assign(newMap(), under);
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isMap(value) && isMap(before) ? mergeMaps(before, value) : value;
  }
  return merged;
}
