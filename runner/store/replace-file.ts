// Puts a text in the place of a file in one step, so that a reader, and whoever comes after a crash, finds the old or the
// new one whole.
import { open, readdir, realpath, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, writeError } from './file-errors.ts';
import { isAlive } from './process.ts';

let written = 0;

// Without a mode: that of the file that is there, else readable by its owner alone.
export async function replaceFile(file: string, text: string, givenMode?: number): Promise<void> {
  const target = await targetOf(file);
  const temporary = `${target}.${process.pid}.${++written}.tmp`;
  try {
    const mode = givenMode ?? (await modeOf(target));
    await unlink(temporary).catch(() => {}); // of a dead process that had our id
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.chmod(mode); // whatever the umask took away
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw writeError(file, error);
  }
  await syncFolder(path.dirname(target));
}

// Of processes that died while they wrote.
export async function removeLeftovers(file: string): Promise<void> {
  const target = await targetOf(file);
  const folder = path.dirname(target);
  const prefix = `${path.basename(target)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.\d+\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await unlink(path.join(folder, name)).catch(() => {});
  }
}

// A link stays one.
function targetOf(file: string): Promise<string> {
  return realpath(file).catch(() => file);
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
