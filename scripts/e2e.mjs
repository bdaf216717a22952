// `make e2e` and `make e2e-faults`: jest on a real cluster; `make interop`: jest against servers of other makes;
// `make docs`: the documentation as a site, and reports, in a browser; and the commands of its pages.
// usage: e2e.mjs flow|faults|interop|docs [beginnings of file names]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const [part = 'flow', ...args] = process.argv.slice(2);
const results = '.cache/test';
mkdirSync(results, { recursive: true });
const tools = process.env.ITER8_TOOLS ?? path.join(homedir(), '.cache/iter8-tools');
// The cluster of the suites itself: how it comes up, comes down, and what it leaves when it is killed.
const isOurs = !process.env.E2E_KUBECONFIG && !process.env.E2E_CLUSTER;
if (part === 'faults' && args.length === 0 && isOurs) {
  const start = performance.now();
  const { status } = spawnSync('bash', ['test/cluster/lifecycle.sh'], { stdio: ['ignore', 'inherit', 'inherit'] });
  keep('cluster lifecycle', status, start);
}
// Other servers need no cluster, and take a minute: they come first.
if (part === 'interop' || (part === 'flow' && args.length === 0)) {
  suite('interop', 'test/interop/jest.config.json', 'test/interop/', part === 'interop' ? args : []);
}
if (part === 'docs' || (part === 'flow' && args.length === 0)) documentation(part === 'docs' ? args : []);
if (part !== 'interop' && part !== 'docs') onCluster(`test/e2e/${part}/`, part === 'flow' ? 'e2e' : `e2e-${part}`);

// They wait most of the time: three at once. What disturbs others, or would be disturbed, says so in its first lines.
function onCluster(folder, name) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.e2e.ts') && isAsked(file));
  const isAlone = (file) => /^\/\/ Runs alone: /m.test(readFileSync(folder + file, 'utf8'));
  const [together, alone] = [files.filter((file) => !isAlone(file)), files.filter(isAlone)];
  if (files.length === 0) throw new Error(`there is no such suite in ${folder}: ${args.join(' ')}`);
  if (!existsSync('dist/charts/index.yaml')) {
    throw new Error(
      'there are no charts to install: make charts image (a build of its own, as in make image alone, removes them)',
    );
  }
  const config = 'jest.e2e.config.json';
  if (together.length > 0) suite(name, config, folder, together, '--forceExit', '--maxWorkers=3');
  if (alone.length > 0) suite(`${name}-alone`, config, folder, alone, '--forceExit');
}

function isAsked(file) {
  return args.length === 0 || args.some((beginning) => file.startsWith(beginning));
}

function suite(name, config, folder, files, ...more) {
  const inTurn = more.some((flag) => flag.startsWith('--maxWorkers')) ? [] : ['--runInBand'];
  const jest = ['node_modules/jest/bin/jest.js', '-c', config, ...inTurn, ...more];
  const report = ['--json', `--outputFile=${results}/${name}.jest.json`];
  const paths = files.length > 0 ? files.map((file) => `${folder}${file}`) : [folder];
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [...jest, ...report, ...paths], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${tools}/bin:${tools}:${process.env.PATH}` },
  });
  keep(`tests ${name}`, status, start);
}

function documentation(files) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, ['scripts/docs.mjs'], { stdio: ['ignore', 'inherit', 'inherit'] });
  keep('docs', status, start);
  if (status === 0) suite('docs', 'jest.docs.config.json', 'test/', files);
}

// Of every step, for the summary of CI.
function keep(step, status, start) {
  const file = `${results}/steps.json`;
  const steps = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const seconds = (performance.now() - start) / 1000;
  writeFileSync(file, JSON.stringify([...steps, { name: step, status: status ?? 1, seconds }]));
  console.log(`\n${status === 0 ? 'ok    ' : 'BROKEN'}  ${step} ${seconds.toFixed(0)} s`);
  if (status !== 0) process.exitCode = 1;
}
