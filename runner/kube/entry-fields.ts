// The fields of a kubeconfig's entries, as what they must be.
import path from 'node:path';
import { isMap } from '../model/maps.ts';
import { broken, type Entry } from './kubeconfig.ts';

export function textOf(entry: Entry, what: string, field: string): string | undefined {
  const value = entry.fields[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw broken(entry.file, `${field} of the ${what} "${entry.name}" is no text`);
  return value;
}

// Relative to the file it stands in.
export function pathOf(entry: Entry, what: string, field: string): string | undefined {
  const value = textOf(entry, what, field);
  return value === undefined ? undefined : path.resolve(path.dirname(entry.file), value);
}

export function textsOf(entry: Entry, what: string, field: string): string[] {
  const value = entry.fields[field] ?? [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw broken(entry.file, `${field} of the ${what} "${entry.name}" is no list of texts`);
  return value;
}

// PEM in base64.
export function pemOf(entry: Entry, what: string, field: string): string | undefined {
  const value = textOf(entry, what, field);
  if (value === undefined) return undefined;
  const pem = Buffer.from(value, 'base64').toString();
  if (!pem.includes('-----BEGIN '))
    throw broken(entry.file, `${field} of the ${what} "${entry.name}" is no PEM in base64`);
  return pem;
}

export function mapOf(entry: Entry, what: string, field: string): Record<string, unknown> | undefined {
  const value = entry.fields[field];
  if (value === undefined || value === null) return undefined;
  if (!isMap(value)) throw broken(entry.file, `${field} of the ${what} "${entry.name}" is no map`);
  return value;
}
