// `make test`: every check that needs no cluster, but for those of the charts (`make charts`) and of the documentation
// (`make docs`). A step that breaks does not hide the ones after it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';

const results = '.cache/test';
const mostMs = 1_200_000; // a step that hangs is broken
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const steps = [];

// They compare with helm, touch little that Node brings, or take long over what is the same on every Node: once is enough.
const pure = ['autox', 'experiment', 'model', 'proto', 'report', 'tasks', 'values'].map(
  (folder) => `runner/${folder}/`,
);
const ofCharts = 'test/charts/'; // a part of `make charts`, and so of `make e2e`
const sameOnEveryNode = [
  ...pure,
  'test/helm/',
  'test/cli/k/',
  'test/cli/(autox|completion|examples|grpc|launch|usage|watch)',
  'test/values/',
  'test/load/(behaviour|cli|grpc-breaks|http2-cli)',
  'test/store/size.test.ts',
  'test/tutorials/',
];

step('tools', 'sh', ['scripts/tools.sh', 'helm', 'zsh']);
step('lint', 'npx', ['biome', 'ci', '--error-on-warnings', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.']);
step('types', 'npx', ['tsc', '--noEmit', '-p', '.']);
step('build', process.execPath, ['scripts/build.mjs']);
suite(process.execPath, `node${process.versions.node.split('.')[0]}`);
if (!process.version.startsWith('v24.')) {
  const node24 = fetchNode24();
  if (node24 !== undefined) suite(node24, 'node24', sameOnEveryNode);
}
process.exitCode = steps.every(({ status }) => status === 0) ? 0 : 1;

console.log('');
for (const { name, status, seconds } of steps)
  console.log(`${status === 0 ? 'ok    ' : 'BROKEN'}  ${name.padEnd(14)} ${seconds.toFixed(1)} s`);

function step(name, command, args) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: mostMs,
    killSignal: 'SIGKILL',
  });
  if (error) console.error(`${command}: ${error.message}`);
  steps.push({ name, status: status ?? 1, seconds: (performance.now() - start) / 1000 });
  writeFileSync(`${results}/steps.json`, JSON.stringify(steps));
  return status === 0;
}

function suite(node, name, without = []) {
  if (without.length > 0) console.log(`\nleft out on ${name}, having run on the other: ${without.join(', ')}`);
  const report = `${results}/${name}.jest.json`;
  step(`tests ${name}`, node, [
    'node_modules/jest/bin/jest.js',
    '--maxWorkers=2',
    '--json',
    `--outputFile=${report}`,
    ...[ofCharts, ...without].map((path) => `--testPathIgnorePatterns=${path}`),
    ...process.argv.slice(2),
  ]);
}

// Node 24, which the image will have, as the npm package of that name.
function fetchNode24() {
  const binary = '.cache/node24/node_modules/node/bin/node';
  const works = () => existsSync(binary) && spawnSync(binary, ['--version']).stdout?.toString().startsWith('v24.');
  if (!works()) {
    mkdirSync('.cache/node24', { recursive: true });
    spawnSync('npm', ['install', '--prefix', '.cache/node24', '--no-save', '--no-package-lock', 'node@24'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  if (works()) return binary;
  const left = 'left out: the suite on Node 24 (the npm package node@24 could not be installed)';
  console.log(left);
  if (process.env.CI === 'true') steps.push({ name: left, status: 1, seconds: 0 });
  return undefined;
}
