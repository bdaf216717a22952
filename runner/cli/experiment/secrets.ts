// Where `${secret:key}` comes from on one machine: the environment, else experiment.secrets.yaml, which launch writes.
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { dump, load } from 'js-yaml';
import { Iter8Error, messageOf } from '../../model/errors.ts';
import type { Context } from '../command.ts';

export const secretsName = 'experiment.secrets.yaml';

export type SecretLookup = (key: string) => string;

export async function secretLookup(context: Context): Promise<SecretLookup> {
  const file = await readSecrets(context);
  return (key) => {
    const value = context.env[variableOf(key)] ?? file[key];
    if (value !== undefined) return value;
    throw new Iter8Error(
      'SECRET',
      `there is no secret ${key}: neither ${variableOf(key)} in the environment, nor ${key} in ${secretsName}`,
    );
  };
}

export function variableOf(key: string): string {
  return `ITER8_SECRET_${key.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

// Adds to what is there: keys that were put there by hand stay. Readable by its owner alone, and written whole or not at all.
export async function writeSecrets(context: Context, secrets: Readonly<Record<string, string>>): Promise<void> {
  const file = path.join(context.cwd, secretsName);
  const text = `# Values of sensitive inputs; do not commit this file.\n${dump({ ...(await readSecrets(context)), ...secrets }, { lineWidth: -1 })}`;
  const beside = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    await handle.writeFile(text).finally(() => handle.close());
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Iter8Error('FILE_WRITE', `${secretsName} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

async function readSecrets(context: Context): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path.join(context.cwd, secretsName), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Iter8Error('FILE_READ', `${secretsName} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return keysAndTexts(text);
}

function keysAndTexts(text: string): Record<string, string> {
  const wrong = (why: string) => new Iter8Error('SECRET', `${secretsName} is not a map of keys to texts: ${why}`);
  let parsed: unknown;
  try {
    parsed = load(text) ?? {};
  } catch {
    throw wrong('it is not YAML'); // the parser's own words would show values
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw wrong('it holds something else');
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => {
      if (value === null || typeof value === 'object') throw wrong(`${key} is no text`);
      return [key, String(value)];
    }),
  );
}
