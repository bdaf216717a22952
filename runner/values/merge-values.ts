// The values of a command line: what helm 3.19 makes of -f, --set, --set-string and --set-file, in that order.
import { Iter8Error, messageOf } from '../model/errors.ts';
import { shownIfUrl } from '../model/shown-url.ts';
import { parseSet } from './set-grammar.ts';
import { typedValue } from './typed-value.ts';
import { copyMap, mergeMaps, newMap, type Values } from './value-tree.ts';
import { parseYamlFile } from './yaml-file.ts';

export interface ValueArguments {
  files: readonly string[];
  set: readonly string[];
  setString: readonly string[];
  setFile: readonly string[];
}

// Reads a file, or what an http(s) URL or `-` (standard input) gives.
type ReadSource = (pathOrUrl: string) => Promise<Uint8Array>;

export async function mergeValues(given: ValueArguments, read: ReadSource): Promise<Values> {
  let values = newMap();
  for (const file of given.files) {
    const label = `-f ${shownIfUrl(file)}`;
    values = mergeMaps(values, parseYamlFile(await readSource(file, label, read), label));
  }
  given.set.forEach((argument, i) => {
    parseSet(argument, values, labelOf('--set', i), typedValue);
  });
  given.setString.forEach((argument, i) => {
    parseSet(argument, values, labelOf('--set-string', i), (text) => text);
  });
  for (const [i, argument] of given.setFile.entries())
    await setFromFiles(argument, values, labelOf('--set-file', i), read);
  return values;
}

// Twice through the argument: once to learn which files it names, once with what they hold.
async function setFromFiles(argument: string, values: Values, label: string, read: ReadSource): Promise<void> {
  const contents = new Map<string, string>();
  parseSet(argument, copyMap(values), label, (path) => contents.set(path, ''));
  for (const path of contents.keys())
    contents.set(path, textOf(await readSource(path, label, read), `${label}: ${path}`));
  parseSet(argument, values, label, (path) => contents.get(path));
}

function textOf(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Iter8Error(
      'VALUES',
      `${label} is not text in UTF-8; --set-file would spoil its bytes, use an input that takes a file`,
    );
  }
}

async function readSource(source: string, label: string, read: ReadSource): Promise<Uint8Array> {
  try {
    return await read(source);
  } catch (error) {
    if (error instanceof Iter8Error) throw error;
    throw new Iter8Error('FILE_READ', `${label}: ${shownIfUrl(source)} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function labelOf(flag: string, index: number): string {
  return `${flag} number ${index + 1}`;
}
