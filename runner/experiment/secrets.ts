// References to secrets anywhere in what a step carries become the secrets' values, just before the step runs.
import { Iter8Error, messageOf } from '../model/errors.ts';
import { isPlainMap } from '../model/maps.ts';
import { hasReference, secretReference } from '../model/secret-reference.ts';

type Lookup = (key: string) => string | undefined;

export function resolveSecrets<T>(plan: T, lookup: Lookup, where = ''): T {
  return resolve(plan, lookup, where) as T;
}

function resolve(value: unknown, lookup: Lookup, where: string): unknown {
  if (typeof value === 'string') return resolveText(value, lookup, where);
  if (Array.isArray(value)) return value.map((item, i) => resolve(item, lookup, `${where}[${i}]`));
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolve(item, lookup, where === '' ? key : `${where}.${key}`)]),
  );
}

function resolveText(text: string, lookup: Lookup, where: string): string {
  if (!hasReference(text)) return text;
  return text.replace(secretReference, (whole, escaped: string, key: string) => {
    if (escaped !== '') return whole.slice(1);
    if (!/^[-._a-zA-Z0-9]+$/.test(key))
      throw failure(where, `\${secret:${key}} is no reference: a key has letters, digits, - . and _`);
    const value = find(key, lookup, where);
    if (value === undefined) throw failure(where, `there is no secret ${key}`);
    return value;
  });
}

function find(key: string, lookup: Lookup, where: string): string | undefined {
  try {
    return lookup(key);
  } catch (error) {
    if (error instanceof Iter8Error && error.code !== 'SECRET') throw error;
    if (error instanceof Iter8Error) throw failure(where, error.message, error);
    throw failure(where, `secret ${key}: ${messageOf(error)}`, error);
  }
}

function failure(where: string, message: string, cause?: unknown): Iter8Error {
  return new Iter8Error('SECRET', where === '' ? message : `${where}: ${message}`, { cause });
}
