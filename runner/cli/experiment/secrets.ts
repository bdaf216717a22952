// Where `${secret:key}` comes from on one machine: the environment, else experiment.secrets.yaml, which launch writes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dump, FAILSAFE_SCHEMA, load } from 'js-yaml';
import { Iter8Error } from '../../model/errors.ts';
import { isMap } from '../../model/maps.ts';
import { codeOf, readError } from '../../store/file-errors.ts';
import { removeLeftovers, replaceFile } from '../../store/replace-file.ts';
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

function variableOf(key: string): string {
  return `ITER8_SECRET_${key.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

// Adds to what is there: keys that were put there by hand stay. Readable by its owner alone, whatever it was before.
export async function writeSecrets(context: Context, secrets: Readonly<Record<string, string>>): Promise<void> {
  const file = path.join(context.cwd, secretsName);
  const text = `# Values of sensitive inputs; do not commit this file.\n${dump({ ...(await readSecrets(context)), ...secrets }, { lineWidth: -1 })}`;
  await removeLeftovers(file);
  await replaceFile(file, text, 0o600);
}

async function readSecrets(context: Context): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path.join(context.cwd, secretsName), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw readError(secretsName, error);
  }
  return keysAndTexts(text);
}

// Every scalar is the text it is written as: a token of digits keeps its leading zeros.
function keysAndTexts(text: string): Record<string, string> {
  const wrong = (why: string) => new Iter8Error('SECRET', `${secretsName} is not a map of keys to texts: ${why}`);
  let parsed: unknown;
  try {
    parsed = load(text, { schema: FAILSAFE_SCHEMA }) ?? {};
  } catch {
    throw wrong('it is not YAML'); // the parser's own words would show values
  }
  if (!isMap(parsed)) throw wrong('it holds something else');
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => {
      if (typeof value !== 'string') throw wrong(`${key} is no text`);
      return [key, value];
    }),
  );
}
