import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileStore } from '../../runner/store/file.ts';
import { toYaml } from '../../runner/store/to-yaml.ts';
import { documentOf } from './example.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'iter8-file-'));
  file = path.join(folder, 'experiment.yaml');
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const good = toYaml(documentOf(1));

describe('a file that is no experiment is explained and left as it was', () => {
  test.each([
    ['nothing', '', 'must be a map, not empty'],
    ['a text', 'hello', 'must be a map, not "hello"'],
    ['a list', '- 1', 'must be a map, not a list'],
    ['no spec', 'result: {}', 'spec is missing'],
    ['YAML that ends early', 'spec:\n- task: "http', 'line 3:1'],
    ['bad indentation', 'spec:\n  - task: x\n - y', 'line 3:2'],
    ['a document cut off', good.slice(0, -30), 'ends in the middle'],
    [
      'a wrong type',
      good.replace('numLoops: 1', 'numLoops: one'),
      'result.numLoops (line 14:3) must be a number, not "one"',
    ],
    ['a wrong type in a list', 'spec:\n- task: 5', 'spec[0].task must be a string, not 5'],
    [
      'a failed step without words',
      good.replace('message: "a\\nb"', 'message: 5'),
      'details.steps[0].error.message must be a string, not 5',
    ],
    ['an entry of nothing', 'spec:\n- with: {}', 'spec[0] has neither `task` nor `run`'],
    ['a missing field', 'spec: []\nresult: {numLoops: 1}', 'result.startTime is missing'],
    ['a cycle', 'spec:\n- task: http\n  with: &a\n    b: *a', 'an alias refers to what it stands in'],
    ['a bomb', bomb(), 'aliases unfold'],
    ['endless nesting', `spec: ${'['.repeat(5000)}`, 'nesting exceeded'],
    ['two documents', 'spec: []\n---\nspec: []', 'expected a single document'],
    ['a key twice', 'spec: []\nspec: []', 'duplicated mapping key'],
    ['an unknown tag', 'spec: !!js/function "x"', 'unknown tag'],
  ])('%s', async (_, text, message) => {
    await writeFile(file, text);
    await expect(fileStore(file).read()).rejects.toMatchObject({
      code: 'DOCUMENT_CORRUPT',
      message: expect.stringContaining(message),
    });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('bytes that are no UTF-8', async () => {
    await writeFile(file, Buffer.from([0xff, 0xfe, 0x00]));
    await expect(fileStore(file).read()).rejects.toMatchObject({ code: 'DOCUMENT_CORRUPT' });
  });

  test('100 MB', async () => {
    await writeFile(file, Buffer.alloc(100_000_000, '#'));
    await expect(fileStore(file).read()).rejects.toMatchObject({
      code: 'DOCUMENT_CORRUPT',
      message: /larger than 16 MiB/,
    });
  });

  test('any document of ours, cut anywhere', async () => {
    for (let length = 0; length < good.length - 6; length += 7) {
      await writeFile(file, good.slice(0, length));
      await expect(fileStore(file).read()).rejects.toMatchObject({ code: 'DOCUMENT_CORRUPT' });
    }
  });
});

function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, i) => `  a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`);
  return `spec: []\nx:\n  a0: &a0 [1, 1]\n${lines.join('\n')}\n`;
}

test('a folder in its place is a read error, never «there is none»', async () => {
  await mkdir(file);
  await expect(fileStore(file).read()).rejects.toMatchObject({ code: 'FILE_READ' });
  await expect(fileStore(path.join(file, '..', 'none.yaml')).read()).resolves.toBeUndefined();
});

test('a path through a file is a read error', async () => {
  await writeFile(file, good);
  await expect(fileStore(path.join(file, 'x.yaml')).read()).rejects.toMatchObject({ code: 'FILE_READ' });
});

test('what a person wrote by hand is read, with merge keys and without quotes around times', async () => {
  await writeFile(file, 'base: &base {url: http://x/}\nspec:\n- task: http\n  with: {<<: *base, qps: 5}\nresult:\n');
  expect((await fileStore(file).read())?.spec).toEqual([{ task: 'http', with: { url: 'http://x/', qps: 5 } }]);
});

test('a new file is for its owner only, one that is there keeps its mode', async () => {
  await fileStore(file).write(documentOf(1));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await chmod(file, 0o664);
  await fileStore(file).write(documentOf(2));
  expect((await stat(file)).mode & 0o777).toBe(0o664);
});

test('a link stays a link', async () => {
  const target = path.join(folder, 'target.yaml');
  await writeFile(target, good);
  await symlink(target, file);
  await fileStore(file).write(documentOf(2));
  expect(await readFile(target, 'utf8')).toBe(toYaml(documentOf(2)));
});

test('what dead processes left behind goes, what others keep there stays', async () => {
  const dead = spawn('true');
  await new Promise((resolve) => dead.once('exit', resolve));
  const mine = `experiment.yaml.${process.pid}.999999.tmp`;
  await writeFile(path.join(folder, `experiment.yaml.${dead.pid}.3.tmp`), 'x');
  await writeFile(path.join(folder, mine), 'x');
  await writeFile(path.join(folder, 'experiment.yaml.orig'), 'x');
  await fileStore(file).write(documentOf(1));
  expect((await readdir(folder)).sort()).toEqual([mine, 'experiment.yaml', 'experiment.yaml.orig'].sort());
});

test('a folder that is not there is a write error', async () => {
  await expect(fileStore(path.join(folder, 'no', 'x.yaml')).write(documentOf(1))).rejects.toMatchObject({
    code: 'FILE_WRITE',
    message: expect.stringContaining('the folder does not exist'),
  });
});
