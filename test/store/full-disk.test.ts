import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileStore } from '../../runner/store/file.ts';
import { toYaml } from '../../runner/store/to-yaml.ts';
import { bundle } from './children.ts';
import { documentOf } from './example.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'iter8-full-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('where no more can be written, the document stays as it was', async () => {
  const file = path.join(folder, 'experiment.yaml');
  await fileStore(file).write(documentOf(1));
  const script = bundle(
    folder,
    `import { fileStore } from '../../runner/store/file.ts';
     import { documentOf } from './example.ts';
     await fileStore(process.argv[2]).write(documentOf(2, 10_000)).catch((error) => console.log(error.code, error.message));`,
  );
  // A limit of 8 KiB a file stands in for a full disk: the write stops in the middle.
  const limited = `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`;
  const { stdout } = spawnSync('bash', ['-c', limited, process.execPath, script, file], { encoding: 'utf8' });
  expect(stdout).toMatch(/^FILE_WRITE .*experiment\.yaml cannot be written: it exceeds the limit of file sizes/);
  expect(await readFile(file, 'utf8')).toBe(toYaml(documentOf(1)));
  expect((await readdir(folder)).sort()).toEqual(['child.mjs', 'experiment.yaml']);
});
