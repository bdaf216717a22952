// `make charts`: lints and tests the charts, and makes dist/charts: archives for `helm install`, an OCI registry and
// `iter8 k launch`, and the index that makes the folder a Helm repository wherever it is served. CHARTS_URL says where
// that is: the autox chart takes charts from there whose repository nobody names.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { chartArchive } from './chart-archive.mjs';

const out = 'dist/charts';
const helm = findHelm();
if (helm === undefined) fail('helm is needed: make setup');

const charts = readdirSync('charts').filter((name) => existsSync(`charts/${name}/Chart.yaml`));
for (const chart of charts) lint(`charts/${chart}`);
if (!process.argv.includes('--no-tests')) {
  const results = '.cache/test'; // not there in a fresh clone
  await mkdir(results, { recursive: true });
  const report = ['--json', `--outputFile=${results}/charts.jest.json`];
  run(process.execPath, ['node_modules/jest/bin/jest.js', 'test/charts', ...report]);
}
await mkdir(out, { recursive: true });
for (const chart of charts) {
  const [, version] = /^version: (\S+)$/m.exec(readFileSync(`charts/${chart}/Chart.yaml`, 'utf8')) ?? [];
  await writeFile(
    `${out}/${chart}-${version}.tgz`,
    await chartArchive(`charts/${chart}`, { repository: process.env.CHARTS_URL }),
  );
  console.log(`wrote ${out}/${chart}-${version}.tgz`);
}
run(helm, ['repo', 'index', out]);
// Of the same charts the same index: the times in it say nothing that the versions do not.
const index = await readFile(`${out}/index.yaml`, 'utf8');
await writeFile(`${out}/index.yaml`, index.replace(/^( *(?:created|generated): ).*$/gm, '$1"1970-01-01T00:00:00Z"'));
console.log(`wrote ${out}/index.yaml`);

// With each of the value files in ci/, as whoever installs it would.
function lint(chart) {
  const files = readdirSync(`${chart}/ci`).filter((name) => name.endsWith('-values.yaml'));
  for (const file of files) run(helm, ['lint', '--strict', '--quiet', chart, '-f', `${chart}/ci/${file}`]);
  console.log(`${chart}: linted with ${files.join(', ')}`);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 });
  if (status !== 0) fail(`${path.basename(command)} ${args.join(' ')} failed`);
}

function findHelm() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  folders.push(process.env.ITER8_TOOLS ?? '', path.join(homedir(), '.cache/iter8-tools/bin'));
  return folders.map((folder) => path.join(folder, 'helm')).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return path.isAbsolute(file);
  } catch {
    return false;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
