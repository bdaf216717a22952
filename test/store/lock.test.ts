import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileStore } from '../../runner/store/file.ts';
import { bundle, exit, firstLine, start } from './children.ts';

let folder: string;
let holder: string;
let file: string;
let lock: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'iter8-lock-'));
  file = path.join(folder, 'experiment.yaml');
  lock = `${file}.lock`;
  holder = bundle(
    folder,
    `import { fileStore } from '../../runner/store/file.ts';
     const unlock = await fileStore(process.argv[2]).lock().catch((error) => error.code);
     console.log(typeof unlock === 'string' ? unlock : 'locked');
     if (process.argv[3] === 'hold') setInterval(() => {}, 1000);`,
  );
});
afterEach(() => rm(lock, { force: true }));
afterAll(() => rm(folder, { recursive: true }));

test('a lock of a living process is named, and goes with kill -9', async () => {
  const child = start(holder, [file, 'hold']);
  expect(await firstLine(child)).toBe('locked');
  await expect(fileStore(file).lock()).rejects.toMatchObject({
    code: 'BUSY',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  expect(await fileStore(file).writer()).toEqual({ pid: child.pid, host: os.hostname() });
  child.kill('SIGKILL');
  await exit(child);
  expect(await fileStore(file).writer()).toBeUndefined();
  const unlock = await fileStore(file).lock();
  expect(JSON.parse(await readFile(lock, 'utf8')).pid).toBe(process.pid);
  await unlock();
  expect((await readdir(folder)).sort()).toEqual(['child.mjs']);
});

test('an id that now belongs to another process does not count', async () => {
  await writeFile(lock, JSON.stringify({ pid: process.pid, host: os.hostname(), started: 'long ago' }));
  await (await fileStore(file).lock())();
});

test('a lock of another machine stands, and says how to remove it', async () => {
  await writeFile(lock, JSON.stringify({ pid: 1, host: 'elsewhere', started: 'x' }));
  await expect(fileStore(file).lock()).rejects.toThrow(/process 1 on elsewhere; if that one is gone, remove .*\.lock/);
});

test('an empty lock is being written, or was left by a crash', async () => {
  await writeFile(lock, '');
  await expect(fileStore(file).lock()).rejects.toMatchObject({ code: 'BUSY' });
  const before = new Date(Date.now() - 60_000);
  await utimes(lock, before, before);
  await (await fileStore(file).lock())();
});

test('whoever lost the lock does not take it away from its new owner', async () => {
  const unlock = await fileStore(file).lock();
  const theirs = JSON.stringify({ pid: 1, host: 'elsewhere' });
  await writeFile(lock, theirs);
  await unlock();
  expect(await readFile(lock, 'utf8')).toBe(theirs);
});

test('of many that find a stale lock, one gets it', async () => {
  for (let round = 0; round < 50; round++) {
    await writeFile(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: os.hostname(), started: 'gone' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => fileStore(file).lock()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
  expect((await readdir(folder)).sort()).toEqual(['child.mjs', 'experiment.yaml.lock']);
});
