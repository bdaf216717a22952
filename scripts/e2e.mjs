// `make e2e` and `make e2e-faults`: jest on a real cluster. usage: e2e.mjs flow|faults [beginnings of file names]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const [part = 'flow', ...args] = process.argv.slice(2);
const name = part === 'flow' ? 'e2e' : `e2e-${part}`;
const results = '.cache/test';
mkdirSync(results, { recursive: true });
const tools = process.env.ITER8_TOOLS ?? path.join(homedir(), '.cache/iter8-tools');
const start = performance.now();
// The cluster of the suites itself: how it comes up, comes down, and what it leaves when it is killed.
const isOurs = !process.env.E2E_KUBECONFIG && !process.env.E2E_CLUSTER;
if (part === 'faults' && args.length === 0 && isOurs) {
  keep(
    'cluster lifecycle',
    spawnSync('bash', ['test/cluster/lifecycle.sh'], { stdio: ['ignore', 'inherit', 'inherit'] }).status,
  );
}
const jest = ['node_modules/jest/bin/jest.js', '-c', 'jest.e2e.config.json', '--runInBand', '--forceExit'];
const { status } = spawnSync(
  process.execPath,
  [
    ...jest,
    '--json',
    `--outputFile=${results}/${name}.jest.json`,
    ...(args.length > 0 ? args.map((name) => `test/e2e/${part}/${name}`) : [`test/e2e/${part}/`]),
  ],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${tools}/bin:${tools}:${process.env.PATH}` },
  },
);
keep(`tests ${name}`, status);

// Of every step, for the summary of CI.
function keep(step, status) {
  const file = `${results}/steps.json`;
  const steps = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const seconds = (performance.now() - start) / 1000;
  writeFileSync(file, JSON.stringify([...steps, { name: step, status: status ?? 1, seconds }]));
  console.log(`\n${status === 0 ? 'ok    ' : 'BROKEN'}  ${step} ${seconds.toFixed(0)} s`);
  if (status !== 0) process.exitCode = 1;
}
