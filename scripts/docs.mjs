// `make docs`: docs/ as a site, in dist/docs or DOCS_OUT. A link or an anchor that leads nowhere is an error.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';

const folder = 'docs/site';
const lock = `${folder}/package-lock.json`;
const installed = `${folder}/node_modules/.installed-lock.json`;

if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(lock, 'utf8')) {
  run('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund']);
  copyFileSync(lock, installed);
}
rmSync(process.env.DOCS_OUT ?? 'dist/docs', { recursive: true, force: true });
run(process.execPath, [
  `${folder}/node_modules/@11ty/eleventy/cmd.cjs`,
  `--config=${folder}/eleventy.config.mjs`,
  '--quiet',
  ...process.argv.slice(2),
]);

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
