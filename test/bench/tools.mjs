// What the benchmark needs and where it is found: PATH, $ITER8_TOOLS/bin, the folder that scripts/tools.sh fills.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

function findTool(name) {
  const own = process.env.ITER8_TOOLS ?? path.join(homedir(), '.cache/iter8-tools');
  const folders = [
    own,
    path.join(own, 'bin'),
    ...(process.env.PATH ?? '').split(':'),
    '/usr/sbin',
    '/usr/local/go/bin',
  ];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

export function findTools(names) {
  const tools = Object.fromEntries(names.map((name) => [name, findTool(name)]));
  return { tools, missing: names.filter((name) => tools[name] === undefined) };
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Every Node the benchmark runs on: this one and 24, which comes as an npm package.
export function nodes() {
  const found = [{ name: versionOf(process.execPath), path: process.execPath }];
  if (process.version.startsWith('v24.')) return { found, missing: [] };
  const node24 = path.join(root, '.cache/node24/node_modules/node/bin/node');
  if (!existsSync(node24)) {
    const folder = path.join(root, '.cache/node24');
    mkdirSync(folder, { recursive: true });
    const install = ['install', '--prefix', folder, '--no-save', '--no-package-lock', 'node@24'];
    spawnSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const version = existsSync(node24) ? versionOf(node24) : undefined;
  if (version === undefined) return { found, missing: ['Node 24'] };
  return { found: [...found, { name: version, path: node24 }], missing: [] };
}

function versionOf(node) {
  const { stdout } = spawnSync(node, ['--version']);
  return stdout === null || stdout.length === 0 ? undefined : `Node ${stdout.toString().trim().slice(1)}`;
}

export function versionsOf(tools) {
  const first = (command, ...args) => {
    const { stdout, stderr } = spawnSync(command, args);
    return `${stdout}${stderr}`.trim().split('\n')[0];
  };
  const asks = { wrk: ['-v'], h2load: ['--version'], fortio: ['version'], nginx: ['-v'] };
  return Object.entries(asks).flatMap(([name, args]) =>
    tools[name] === undefined ? [] : [`${name} ${/\d+\.\d[\w.-]*/.exec(first(tools[name], ...args))?.[0] ?? ''}`],
  );
}
