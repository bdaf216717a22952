// An experiment in a file. A document replaces the one before in one step, so that a reader, and whoever comes after a
// crash, finds one or the other whole.
import { open, readdir, realpath, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Document } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import type { Store } from '../model/store.ts';
import { codeOf, readError, writeError } from './file-errors.ts';
import { corrupt, fromYaml, mostBytes } from './from-yaml.ts';
import { lockFile, lockOwner } from './lock.ts';
import { isAlive } from './process.ts';
import { toYaml } from './to-yaml.ts';

let written = 0;

export function fileStore(file: string): Store {
  let cleaned = false;
  return {
    async read() {
      const text = await readText(file);
      return text === undefined ? undefined : fromYaml(text, file);
    },
    async write(document: Document) {
      const target = await realpath(file).catch(() => file);
      if (!cleaned) await removeLeftovers(target);
      cleaned = true;
      await replace(target, toYaml(document));
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

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.${++written}.tmp`;
  try {
    const mode = await modeOf(file);
    await unlink(temporary).catch(() => {}); // of a dead process that had our id
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.chmod(mode); // whatever the umask took away
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw writeError(file, error);
  }
  await syncFolder(path.dirname(file));
}

async function modeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mode & 0o777;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0o600;
    throw error;
  }
}

// Not every file system can; then the rename reaches the disk when it pleases.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function removeLeftovers(file: string): Promise<void> {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.\d+\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await unlink(path.join(folder, name)).catch(() => {});
  }
}
