// An experiment in a file.
import { open, stat } from 'node:fs/promises';
import type { Document } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Store } from '../model/store.ts';
import { codeOf, readError } from './file-errors.ts';
import { corrupt, fromYaml, mostBytes } from './from-yaml.ts';
import { lockFile, lockOwner } from './lock.ts';
import { removeLeftovers, replaceFile } from './replace-file.ts';
import { toYaml } from './to-yaml.ts';

export function fileStore(file: string): Store {
  let cleaned = false;
  return {
    async read() {
      const text = await readText(file);
      return text === undefined ? undefined : fromYaml(text, file);
    },
    async write(document: Document) {
      if (!cleaned) await removeLeftovers(file);
      cleaned = true;
      await replaceFile(file, toYaml(document));
    },
    lock: () => lockFile(`${file}.lock`),
    writer: () => lockOwner(`${file}.lock`),
  };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const about = await stat(file);
    if (!about.isFile()) throw new Iter8Error('FILE_READ', `${file} is not a file`);
    if (about.size > mostBytes) throw corrupt(file, `it is larger than ${mostBytes >> 20} MiB`);
    const handle = await open(file, 'r');
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Iter8Error) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw corrupt(file, 'it is not text in UTF-8', error);
    throw readError(file, error);
  }
}
