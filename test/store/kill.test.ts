// Whatever moment a writer dies at, the document is one of those it wrote.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileStore } from '../../runner/store/file.ts';
import { bundle, exit, firstLine, start } from './children.ts';
import { documentOf } from './example.ts';

const kills = 100;
const lanes = 4;
const rows = 1000;
const writer = `
  import { fileStore } from '../../runner/store/file.ts';
  import { documentOf } from './example.ts';
  const store = fileStore(process.argv[2]);
  const from = Number(process.argv[3]);
  console.log('writing');
  for (let n = from; ; n++) await store.write(documentOf(n, ${rows}));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'iter8-kill-'));
});
afterAll(() => rm(folder, { recursive: true }));

test(`${kills} kills at random moments leave a whole document`, async () => {
  const script = bundle(folder, writer);
  const written = await Promise.all(Array.from({ length: lanes }, (_, lane) => killAgainAndAgain(script, lane)));
  expect(written.flat().length).toBe(kills);
  // Most of the writers got somewhere, so that the kills fell into the middle of things.
  expect(written.flat().filter((progress) => progress > 0).length).toBeGreaterThan(kills / 4);
}, 240_000); // a hundred starts of Node, and as many kills

async function killAgainAndAgain(script: string, lane: number): Promise<number[]> {
  const home = path.join(folder, String(lane));
  await mkdir(home);
  const file = path.join(home, 'experiment.yaml');
  const store = fileStore(file);
  const begun = performance.now();
  await store.write(documentOf(1, rows));
  const mostMs = Math.max(40, 3 * (performance.now() - begun)); // a few writes, on this machine as it is now
  const progress: number[] = [];
  let last = 1;
  for (let kill = 0; kill < kills / lanes; kill++) {
    const child = start(script, [file, String(last + 1)]);
    await firstLine(child);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * mostMs));
    child.kill('SIGKILL');
    await exit(child);
    const found = await store.read();
    const n = found?.result?.numLoops ?? 0;
    expect(found).toEqual(documentOf(n, rows));
    progress.push(n - last);
    last = n;
  }
  await fileStore(file).write(documentOf(1));
  expect(await readdir(home)).toEqual(['experiment.yaml']);
  return progress;
}
