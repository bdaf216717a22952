// References to secrets anywhere in what a step carries become the secrets' values, just before the step runs.
import type { TaskEntry } from '../model/document.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { isPlainMap } from '../model/maps.ts';
import { hasReference, secretReference } from '../model/secret-reference.ts';

type Lookup = (key: string) => string | undefined;
// What stands in for a value that cannot be had, or the error thrown.
type Otherwise = (error: Iter8Error) => string;

export function resolveSecrets<T>(plan: T, lookup: Lookup, where = ''): T {
  return resolve(plan, lookup, where, (error) => {
    throw error;
  }) as T;
}

// All that are missing are told at once, before anything runs.
export function checkSecrets(entries: readonly TaskEntry[], lookup: Lookup): void {
  const errors: Iter8Error[] = [];
  for (const entry of entries) {
    resolve(entry.with, lookup, entry.task, (error) => {
      errors.push(error);
      return '';
    });
  }
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  const lines = [...new Set(errors.map(({ message }) => message))];
  throw new Iter8Error('SECRET', `${lines.length} secrets are missing:\n  ${lines.join('\n  ')}`, { cause: first });
}

function resolve(value: unknown, lookup: Lookup, where: string, otherwise: Otherwise): unknown {
  if (typeof value === 'string') return resolveText(value, lookup, where, otherwise);
  if (Array.isArray(value)) return value.map((item, i) => resolve(item, lookup, `${where}[${i}]`, otherwise));
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      return [key, resolve(item, lookup, where === '' ? key : `${where}.${key}`, otherwise)];
    }),
  );
}

function resolveText(text: string, lookup: Lookup, where: string, otherwise: Otherwise): string {
  if (!hasReference(text)) return text;
  return text.replace(secretReference, (whole, escaped: string, key: string) => {
    if (escaped !== '') return whole.slice(1);
    try {
      return find(key, lookup, where);
    } catch (error) {
      if (error instanceof Iter8Error && error.code === 'SECRET') return otherwise(error);
      throw error;
    }
  });
}

function find(key: string, lookup: Lookup, where: string): string {
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    throw failure(where, `\${secret:${key}} is no reference: a key has letters, digits, - . and _`);
  }
  let value: string | undefined;
  try {
    value = lookup(key);
  } catch (error) {
    if (error instanceof Iter8Error && error.code !== 'SECRET') throw error;
    if (error instanceof Iter8Error) throw failure(where, error.message, error);
    throw failure(where, `secret ${key}: ${messageOf(error)}`, error);
  }
  if (value === undefined) throw failure(where, `there is no secret ${key}`);
  return value;
}

function failure(where: string, message: string, cause?: unknown): Iter8Error {
  return new Iter8Error('SECRET', where === '' ? message : `${where}: ${message}`, { cause });
}
