// Whether an object is as it was asked for, whatever else is in it: tells of a request without an answer whether it was done.
import { isDeepStrictEqual } from 'node:util';
import { isMap, mapValues } from '../model/maps.ts';

// null: it is not there.
export function includes(is: unknown, asked: unknown): boolean {
  if (asked === null || asked === undefined) return is === null || is === undefined;
  if (isMap(asked)) return isMap(is) && Object.entries(dataOf(asked)).every(([key, value]) => includes(is[key], value));
  if (Array.isArray(asked))
    return Array.isArray(is) && is.length === asked.length && asked.every((value, i) => includes(is[i], value));
  return isDeepStrictEqual(is, asked);
}

// stringData of a Secret is kept in data.
function dataOf({ stringData, ...asked }: Record<string, unknown>): Record<string, unknown> {
  if (!isMap(stringData)) return asked;
  const data = mapValues(stringData, (text) =>
    typeof text === 'string' ? Buffer.from(text).toString('base64') : null,
  );
  return { ...asked, data: { ...(isMap(asked.data) ? asked.data : {}), ...data } };
}
