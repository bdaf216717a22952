// One writer at a time: a file beside the document that says who. It is created in one step, which fails where it
// exists; a process that died leaves it behind, so whoever finds it looks whether its owner still lives.
import { type FileHandle, open, readFile, stat, unlink } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Iter8Error } from '../model/errors.ts';
import type { Unlock, Writer } from '../model/store.ts';
import { codeOf, writeError } from './file-errors.ts';
import { isAlive, startOf } from './process.ts';

interface Owner extends Writer {
  pid: number;
  started: string | undefined;
}

const attempts = 100;
const pauseMs = 20;
const writingTakesMs = 2000; // between creating the file and writing the owner into it
const guardTakesMs = 10_000;

export async function lockFile(path: string): Promise<Unlock> {
  const me: Owner = { pid: process.pid, host: os.hostname(), started: await startOf(process.pid) };
  const text = `${JSON.stringify(me)}\n`;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const file = await create(path);
    if (file !== undefined) {
      await write(file, text, path);
      return () => release(path, text);
    }
    const seen = await look(path);
    if (seen === undefined) continue;
    if (seen.live) throw busy(path, seen.owner);
    await clearAway(path);
  }
  throw new Iter8Error('BUSY', `${path} is taken and given back all the time by others`);
}

export async function lockOwner(path: string): Promise<Writer | undefined> {
  const seen = await look(path);
  if (seen?.owner === undefined || !seen.live) return undefined;
  const { pid, host } = seen.owner;
  return { pid, host };
}

async function create(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx'); // readable for all who may look at the result
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw writeError(path, error);
  }
}

async function write(file: FileHandle, text: string, path: string): Promise<void> {
  try {
    await file.writeFile(text);
  } catch (error) {
    await unlink(path).catch(() => {});
    throw writeError(path, error);
  } finally {
    await file.close();
  }
}

interface Seen {
  owner: Owner | undefined;
  live: boolean;
}

// Undefined where the lock is gone again.
async function look(path: string): Promise<Seen | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    const owner = parse(await readFile(path, 'utf8'));
    const live = owner === undefined ? Date.now() - mtimeMs < writingTakesMs : await lives(owner);
    return { owner, live };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw writeError(path, error);
  }
}

function parse(text: string): Owner | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Record<keyof Owner, unknown>>;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof host !== 'string') return undefined;
    return { pid, host, started: typeof started === 'string' ? started : undefined };
  } catch {
    return undefined;
  }
}

// Nobody can ask another machine, or another container, for its processes: what it locked counts as live.
async function lives({ pid, host, started }: Owner): Promise<boolean> {
  if (host !== os.hostname()) return true;
  if (!isAlive(pid)) return false;
  return started === undefined || started === (await startOf(pid));
}

// Only whoever holds the guard removes a lock, and looks at it again first: a lock that somebody took meanwhile is live
// and stays. The guard is held for moments; one that was left behind by a crash in such a moment goes by its age.
async function clearAway(path: string): Promise<void> {
  const guardPath = `${path}.guard`;
  const guard = await create(guardPath);
  if (guard === undefined) {
    const { mtimeMs } = await stat(guardPath).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > guardTakesMs) await unlink(guardPath).catch(() => {});
    await sleep(pauseMs);
    return;
  }
  try {
    const seen = await look(path);
    if (seen !== undefined && !seen.live) await unlink(path);
  } finally {
    await guard.close();
    await unlink(guardPath);
  }
}

async function release(path: string, text: string): Promise<void> {
  const now = await readFile(path, 'utf8').catch(() => undefined);
  if (now === text) await unlink(path).catch(() => {});
}

function busy(path: string, owner: Owner | undefined): Iter8Error {
  if (owner === undefined) return new Iter8Error('BUSY', `another run is just starting here (${path})`);
  const elsewhere = owner.host === os.hostname() ? '' : ` on ${owner.host}; if that one is gone, remove ${path}`;
  return new Iter8Error('BUSY', `another run is writing this experiment: process ${owner.pid}${elsewhere}`);
}
