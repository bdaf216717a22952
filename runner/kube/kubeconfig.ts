// Kubeconfig files, read and put together as kubectl does: of what several files have, the first one's counts.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import { codeOf } from './network-failure.ts';

export interface Entry {
  name: string;
  file: string; // where it stands: relative paths start there
  fields: Record<string, unknown>;
}

export interface Kubeconfig {
  files: string[]; // that were there
  currentContext: string;
  contexts: Entry[];
  clusters: Entry[];
  users: Entry[];
}

interface Sources {
  kubeconfig?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

export async function readKubeconfig(sources: Sources): Promise<Kubeconfig> {
  const all: Kubeconfig = { files: [], currentContext: '', contexts: [], clusters: [], users: [] };
  for (const file of filesOf(sources)) {
    const text = await readText(file, sources.kubeconfig !== undefined && sources.kubeconfig !== '');
    if (text === undefined) continue;
    const config = await parse(file, text);
    all.files.push(file);
    all.currentContext ||= config.currentContext;
    for (const list of ['contexts', 'clusters', 'users'] as const)
      all[list].push(...config[list].filter(({ name }) => all[list].every((other) => other.name !== name)));
  }
  return all;
}

// Where a kubeconfig is looked for: the one that was named; those of KUBECONFIG; the one of the home folder.
export function filesOf({ kubeconfig, env }: Sources): string[] {
  if (kubeconfig) return [path.resolve(kubeconfig)];
  if (env.KUBECONFIG)
    return env.KUBECONFIG.split(path.delimiter).flatMap((file) => (file === '' ? [] : [path.resolve(file)]));
  const home = env.HOME || env.USERPROFILE;
  return home ? [path.join(home, '.kube', 'config')] : [];
}

export function broken(file: string, what: string, cause?: unknown): Iter8Error {
  return new Iter8Error('KUBECONFIG', `${file}: ${what}`, { cause });
}

async function readText(file: string, isNeeded: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT';
    if (isMissing && !isNeeded) return undefined;
    throw broken(
      file,
      isMissing ? 'there is no such kubeconfig' : `the kubeconfig cannot be read: ${messageOf(error)}`,
      error,
    );
  }
}

async function parse(file: string, text: string): Promise<Kubeconfig> {
  const { load, YAMLException } = await import('js-yaml');
  let config: unknown;
  try {
    config = load(text) ?? {};
  } catch (error) {
    // The parser's own message shows lines of the file, which may hold a token.
    const mark: { line: number } | undefined = error instanceof YAMLException ? error.mark : undefined;
    const where = mark === undefined ? '' : `, line ${mark.line + 1}`;
    throw broken(
      file,
      `the kubeconfig is no YAML${where}: ${error instanceof YAMLException ? error.reason : messageOf(error)}`,
    );
  }
  if (!isMap(config)) throw broken(file, 'this is no kubeconfig: a map is needed');
  const current = config['current-context'] ?? '';
  if (typeof current !== 'string') throw broken(file, 'current-context is no text');
  return {
    files: [file],
    currentContext: current,
    contexts: entries(file, config, 'contexts', 'context'),
    clusters: entries(file, config, 'clusters', 'cluster'),
    users: entries(file, config, 'users', 'user'),
  };
}

function entries(file: string, config: Record<string, unknown>, list: string, field: string): Entry[] {
  const given = config[list] ?? [];
  if (!Array.isArray(given)) throw broken(file, `${list} is no list`);
  return given.map((entry: unknown, i) => {
    if (!isMap(entry) || typeof entry.name !== 'string') throw broken(file, `${list}[${i}] has no name`);
    const fields = entry[field] ?? {};
    if (!isMap(fields)) throw broken(file, `${list}[${i}].${field} is no map`);
    return { name: entry.name, file, fields };
  });
}
