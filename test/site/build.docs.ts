// What the build of the documentation refuses.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

// The sources of the documentation as they are, to be changed.
function sources(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-docs-'));
  for (const name of ['package.json', 'CHANGELOG.md', 'charts', 'schemas', 'examples', 'test'])
    symlinkSync(path.join(root, name), path.join(folder, name));
  const own = path.join(root, 'docs/site');
  cpSync(path.join(root, 'docs'), path.join(folder, 'docs'), { recursive: true, filter: (file) => file !== own });
  symlinkSync(own, path.join(folder, 'docs/site'));
  return folder;
}

function built(change: (folder: string) => void): { status: number | null; said: string } {
  const folder = sources();
  change(folder);
  const eleventy = path.join(root, 'docs/site/node_modules/@11ty/eleventy/cmd.cjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [eleventy, '--config=docs/site/eleventy.config.mjs', '--quiet'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, DOCS_OUT: 'out' } },
  );
  rmSync(folder, { recursive: true });
  return { status, said: stdout + stderr };
}

test('the documentation as it is has nothing to complain of', () => {
  const { status, said } = built(() => {});
  expect({ status, said }).toMatchObject({ status: 0, said: expect.not.stringContaining('wrong') });
});

test('everything that is wrong is named', () => {
  const { status, said } = built((folder) => {
    writeFileSync(path.join(folder, 'docs/new.md'), '# New\n');
    const lines = ['[x](nowhere.md)', '[x](metrics.md#no-such-part)', '![x](images/no.png)', 'give it a <name>'];
    appendFileSync(path.join(folder, 'docs/http.md'), `\n${lines.join('\n')}\n`);
  });
  expect(status).toBe(1);
  for (const message of [
    'docs/http.md: nowhere.md is not there',
    'http.html: metrics.html#no-such-part leads to no heading of that page',
    'docs/http.md: images/no.png is not there',
    'docs/http.md: <name> is HTML; write it as code',
    'navigation.mjs: new.html is missing',
  ])
    expect(said).toContain(message);
});
