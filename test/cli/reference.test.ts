// The examples of docs/cli.md, as a shell reads them: every command and flag in them is known, and every input of a launch.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle, removeWorkFolders, workFolder } from './iter8.ts';

const root = path.resolve(__dirname, '../..');
const page = readFileSync(path.join(root, 'docs/cli.md'), 'utf8');
const blocks = [...page.matchAll(/^```shell\n(#[\s\S]*?)^```$/gm)].map(([, text = '']) => text);
const lines = blocks.flatMap((block) => block.split('\n\n').map((example) => example.trim()));
// What a shell makes of its own files is not asked here.
const examples = lines
  .filter((example) => !/\$fpath|\.bashrc/.test(example))
  .map((text): [string, string] => [text, text]);

afterAll(removeWorkFolders);

// In place of iter8: a launch on this machine runs dry, of all else the flags are read, and nothing is done.
const stand = `#!/bin/sh
case "$1" in
  launch) end=--dry ;;
  *) end=--help ;;
esac
"${process.execPath}" "${bundle}" "$@" $end >/dev/null 2>>said
echo "$?" >>codes
`;

test('the page has examples of every command', () => {
  expect(blocks.length).toBeGreaterThan(15);
});

test.each(examples)('%s', (_, text) => {
  const cwd = workFolder();
  copyFileSync(path.join(root, 'examples/http-slo/values.yaml'), path.join(cwd, 'values.yaml'));
  for (const [name, script] of Object.entries({ iter8: stand, jq: '#!/bin/sh\ncat >/dev/null\n' })) {
    writeFileSync(path.join(cwd, name), script);
    chmodSync(path.join(cwd, name), 0o755);
  }
  const env = { PATH: `${cwd}:${process.env.PATH}`, HOME: cwd };
  spawnSync('bash', ['-c', `${text}\nwait`], { cwd, env, timeout: 30_000 });
  const codes = readFileSync(path.join(cwd, 'codes'), 'utf8').trim().split('\n');
  expect([codes.filter((code) => code !== '0'), readFileSync(path.join(cwd, 'said'), 'utf8')]).toEqual([
    [],
    expect.not.stringMatching(/error/),
  ]);
});
