// Where `${secret:key}` comes from in a pod: files of mounted Secrets, one folder a Secret; the first that has the key wins.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Iter8Error } from '../../model/errors.ts';
import { codeOf, readError } from '../../store/file-errors.ts';
import type { SecretLookup } from '../experiment/secrets.ts';

export async function mountedSecrets(folders: readonly string[]): Promise<SecretLookup> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const key of await keysIn(folder)) {
      if (!found.has(key)) found.set(key, await textOf(path.join(folder, key)));
    }
  }
  return (key) => {
    const value = found.get(key);
    if (value !== undefined) return value;
    throw new Iter8Error('SECRET', `there is no secret ${key} in ${folders.join(' or ') || 'this pod'}`);
  };
}

async function keysIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('..')); // what the kubelet keeps for itself
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []; // an optional mount
    throw readError(folder, error);
  }
}

// Files that were made with an editor or with echo end in a newline that nobody means.
async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw readError(file, error);
  }
}
