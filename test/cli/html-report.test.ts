// `report -o html` and `--open`, as users run them; what opens a browser is a program of the test's own on PATH.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle, iter8, removeWorkFolders, workFolder } from './iter8.ts';

afterAll(removeWorkFolders);

function folderWith(sample: string): string {
  const folder = workFolder();
  copyFileSync(
    path.resolve(__dirname, `../fixtures/samples/${sample}/experiment.yaml`),
    path.join(folder, 'experiment.yaml'),
  );
  return folder;
}

// Writes down what it was asked to open, and ends so.
function opener(folder: string, code: number): { env: Record<string, string>; opened: () => string } {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  const program = path.join(bin, process.platform === 'darwin' ? 'open' : 'xdg-open');
  writeFileSync(program, `#!/bin/sh\nprintf '%s' "$1" > "${folder}/opened"\nexit ${code}\n`);
  chmodSync(program, 0o755);
  const opened = path.join(folder, 'opened');
  return {
    env: { PATH: `${bin}:${process.env.PATH}`, DISPLAY: ':99', TMPDIR: folder },
    opened: () => (existsSync(opened) ? readFileSync(opened, 'utf8') : ''),
  };
}

test('-o html prints one page', async () => {
  const { code, stdout, stderr } = await iter8(['report', '-o', 'html'], { cwd: folderWith('http-endpoints') });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">.*<\/html>\n$/s);
  expect(stdout).toContain('All 3 SLOs are satisfied.');
});

test('--open writes the page to a file that only this user can read, opens it and says where it is', async () => {
  const cwd = folderWith('two-versions');
  const { env, opened } = opener(cwd, 0);
  const { code, stdout, stderr } = await iter8(['report', '--open'], { cwd, env });
  expect([code, stdout]).toEqual([0, '']);
  const file = opened();
  expect(stderr).toContain(`the report is open in the browser: ${file}`);
  expect(path.dirname(path.dirname(file))).toBe(cwd);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('2 violated, 2 inconclusive of 8');
});

test.each([
  ['nothing is there that opens', (cwd: string) => ({ PATH: cwd, DISPLAY: ':99', TMPDIR: cwd })],
  ['what opens fails', (cwd: string) => opener(cwd, 3).env],
  ['there is no screen', (cwd: string) => ({ ...opener(cwd, 0).env, DISPLAY: '' })],
])('where %s, the report is kept, and the path is said', async (_, environment) => {
  const cwd = folderWith('grpc-sample');
  const { code, stderr } = await iter8(['report', '--open', '-o', 'html'], { cwd, env: environment(cwd) });
  expect(code).toBe(0);
  const [, file = ''] =
    /nothing here could open a browser; the report is in (.*): open it from there/.exec(stderr) ?? [];
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
});

const hasScript = spawnSync('script', ['--version']).status === 0;
(hasScript ? test : test.skip)('on a terminal HTML is printed as asked, with a word on what to do with it', () => {
  const line = `${process.execPath} ${bundle} report -o html`;
  const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], { cwd: folderWith('failed'), encoding: 'utf8' });
  expect(stdout).toMatch(
    /<!doctype html>.*that was HTML: --open shows it in the browser, > report\.html keeps it in a file/s,
  );
});
