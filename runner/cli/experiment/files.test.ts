import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesIn } from './files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'iter8-files-'));
const files = filesIn(folder, new AbortController().signal);

afterAll(() => rmSync(folder, { recursive: true }));

test('files are read from the working folder', async () => {
  writeFileSync(path.join(folder, 'a.json'), '{}');
  expect(new TextDecoder().decode(await files.read('a.json'))).toBe('{}');
});

test.each([
  ['gone.json', 'gone.json cannot be read: it does not exist'],
  ['.', '. cannot be read: it is a folder'],
])('%s is named with what is wrong with it', async (file, words) => {
  await expect(files.read(file)).rejects.toMatchObject({ code: 'FILE_READ', message: words });
});

test('a pipe that nobody writes to is refused, not waited for', async () => {
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  await expect(files.read('pipe')).rejects.toThrow('pipe cannot be read: it is a named pipe');
});
