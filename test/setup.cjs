// Before all tests: dist/ is what runner/ says.
const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

module.exports = function setup() {
  const built = path.join(root, 'dist/iter8.js');
  if (existsSync(built) && statSync(built).mtimeMs > newest()) return;
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the bundle could not be built: node scripts/build.mjs');
};

function newest() {
  const sources = readdirSync(path.join(root, 'runner'), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => path.join(root, 'runner', name));
  const charts = readdirSync(path.join(root, 'charts'), { recursive: true }).map((name) => path.join(root, 'charts', name));
  const others = ['scripts/build.mjs', 'scripts/chart-archive.mjs', 'package.json'].map((name) => path.join(root, name));
  return Math.max(...[...sources, ...charts, ...others].map((file) => statSync(file).mtimeMs));
}
