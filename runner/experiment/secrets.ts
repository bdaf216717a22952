// `${secret:key}` anywhere in what a step carries becomes the secret's value, just before the step runs; a text that
// needs those characters themselves has `$${secret:key}`.
import { Iter8Error, messageOf } from '../model/errors.ts';

type Lookup = (key: string) => string | undefined;

const reference = /(\$?)\$\{secret:([^}]*)\}/g;

export function resolveSecrets<T>(plan: T, lookup: Lookup, where = ''): T {
  return resolve(plan, lookup, where) as T;
}

function resolve(value: unknown, lookup: Lookup, where: string): unknown {
  if (typeof value === 'string') return resolveText(value, lookup, where);
  if (Array.isArray(value)) return value.map((item, i) => resolve(item, lookup, `${where}[${i}]`));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolve(item, lookup, where === '' ? key : `${where}.${key}`)]),
  );
}

function resolveText(text: string, lookup: Lookup, where: string): string {
  if (!text.includes('${secret:')) return text;
  return text.replace(reference, (whole, escaped: string, key: string) => {
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
    throw failure(where, `secret ${key}: ${messageOf(error)}`, error);
  }
}

function failure(where: string, message: string, cause?: unknown): Iter8Error {
  return new Iter8Error('SECRET', where === '' ? message : `${where}: ${message}`, { cause });
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
