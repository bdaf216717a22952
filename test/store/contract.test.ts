// What every store keeps to, whatever it keeps documents in.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Store } from '../../runner/model/store.ts';
import { fileStore } from '../../runner/store/file.ts';
import { memoryStore } from '../../runner/store/memory.ts';
import { documentOf } from './example.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'iter8-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
const stores: [name: string, make: () => Store][] = [
  ['file', () => fileStore(path.join(folder, `${++files}.yaml`))],
  ['memory', () => memoryStore()],
];

describe.each(stores)('the %s store', (_, make) => {
  test('has no document before one is written', async () => {
    expect(await make().read()).toBeUndefined();
  });

  test('gives back what was written', async () => {
    const store = make();
    await store.write(documentOf(1));
    await store.write(documentOf(2));
    expect(await store.read()).toEqual(documentOf(2));
  });

  test('takes a document of a spec alone', async () => {
    const store = make();
    await store.write({ spec: [{ task: 'http', with: { url: 'http://x/' } }] });
    expect(await store.read()).toEqual({ spec: [{ task: 'http', with: { url: 'http://x/' } }] });
  });

  test('shares no objects with whoever wrote', async () => {
    const store = make();
    const mine = documentOf(1);
    await store.write(mine);
    mine.spec.length = 0;
    expect(await store.read()).toEqual(documentOf(1));
  });

  test('has one writer at a time', async () => {
    const store = make();
    expect(await store.writer()).toBeUndefined();
    const unlock = await store.lock();
    expect(await store.writer()).toBeDefined();
    await expect(store.lock()).rejects.toMatchObject({ code: 'BUSY' });
    await unlock();
    await unlock();
    expect(await store.writer()).toBeUndefined();
    await (await store.lock())();
  });

  test('can be read while it is locked', async () => {
    const store = make();
    await store.write(documentOf(1));
    const unlock = await store.lock();
    expect(await store.read()).toEqual(documentOf(1));
    await unlock();
  });
});
