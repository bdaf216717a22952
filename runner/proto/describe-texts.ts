// From .proto texts to descriptors: every file that is imported, each name in the scope where it is written.
import protobuf from 'protobufjs';
import type { Problem } from '../model/errors.ts';
import { messageOf } from '../model/errors.ts';
import { checkRoot } from './check-root.ts';
import { commonFile } from './common-files.ts';
import type { Descriptors } from './descriptors.ts';
import type { Outcome } from './outcome.ts';
import { parseText } from './parse-text.ts';
import { resolveNames } from './resolve-names.ts';
import { writeSet } from './write-set.ts';

interface ProtoText {
  name: string;
  text: string;
}

// Where imports are looked for: below each of the folders, in this order.
interface Imports {
  folders: readonly string[];
  read(path: string): Promise<string | undefined>; // undefined: there is no such file
}

const mostFiles = 2000;

export async function describeTexts(files: readonly ProtoText[], imports: Imports): Promise<Outcome<Descriptors>> {
  const root = new protobuf.Root();
  const texts = new Map<string, string>();
  const wrong: string[] = [];
  const wanted: { name: string; by: string }[] = [];
  const take = (name: string, text: string) => {
    texts.set(name, text);
    const parsed = parseText(name, text, root);
    if ('wrong' in parsed) wrong.push(parsed.wrong);
    else wanted.push(...parsed.imports.map((wants) => ({ name: wants, by: name })));
  };
  for (const { name, text } of files) take(name, text);
  const done = new Set<string>();
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    const { name, by } = next;
    if (done.has(name) || files.some((file) => file.name === name || file.name.endsWith(`/${name}`))) continue;
    done.add(name);
    if (done.size > mostFiles)
      return { problems: [{ path: '', message: `more than ${mostFiles} files are imported` }] };
    const found = await find(name, imports);
    if (found === undefined) wrong.push(notFound(name, placeOfImport(name, by, texts), imports.folders));
    else if ('text' in found) take(name, found.text);
    else root.addJSON((found.json as { nested?: { google: object } }).nested ?? {});
  }
  if (wrong.length === 0) wrong.push(...resolveNames(root, texts), ...checkRoot(root, texts));
  return wrong.length > 0 ? { problems: problemsOf(wrong) } : linked(root);
}

function linked(root: protobuf.Root): Outcome<Descriptors> {
  try {
    root.resolveAll();
  } catch (error) {
    return { problems: problemsOf([messageOf(error)]) };
  }
  return { value: { root, bytes: () => writeSet(root) } };
}

function problemsOf(messages: readonly string[]): Problem[] {
  return messages.map((message) => ({ path: '', message }));
}

// The files of protobuf itself are the same everywhere, so nobody is asked for them.
async function find(name: string, { folders, read }: Imports): Promise<ReturnType<typeof commonFile>> {
  const own = commonFile(name);
  if (own !== undefined && name.startsWith('google/protobuf/')) return own;
  for (const folder of folders) {
    const text = await read(pathIn(folder, name));
    if (text !== undefined) return { text };
  }
  return own;
}

function pathIn(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder.replace(/\/+$/, '')}/${name}`;
}

function placeOfImport(name: string, by: string, texts: ReadonlyMap<string, string>): string {
  const before = texts.get(by)?.split(`"${name}"`) ?? [];
  return before.length > 1 ? `${by}:${before[0]?.split('\n').length}` : by;
}

function notFound(name: string, by: string, folders: readonly string[]): string {
  if (folders.length === 0) {
    return `${by}: the import ${name} is not looked for, as this is no file: give a file, or a protoset that holds all`;
  }
  const looked = folders.map((one) => pathIn(one, name)).join(', ');
  return `${by}: the import ${name} is not found; looked for ${looked}: add its folder to import-paths, or give a protoset that holds all`;
}
