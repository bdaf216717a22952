// The arrows of import, and the size of modules, as CONTRIBUTING.md states them.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const folder = path.join(root, 'runner');

// Which other folders of runner/ a folder may import from.
const arrows: Record<string, readonly string[]> = {
  model: [],
  wire: ['model'],
  proto: ['model'],
  load: ['wire', 'proto', 'model'],
  report: ['model'],
  experiment: ['model'],
  tasks: ['load', 'proto', 'report', 'model'],
  values: ['model'],
  fetch: ['model'],
  kube: ['model'],
  store: ['model'],
  autox: ['kube', 'model'],
  cli: ['model', 'wire', 'proto', 'load', 'report', 'experiment', 'tasks', 'values', 'fetch', 'store', 'kube', 'autox'],
  'main.ts': ['cli'],
};
// Folders that touch the world; all others are pure: files, network, clock and randomness are handed to them.
const worldly = ['kube', 'wire', 'load', 'store', 'fetch', 'autox', 'cli', 'main.ts'];
// Where each package may be imported; what is not listed, nowhere.
const packages: Record<string, readonly string[]> = {
  '@grpc/grpc-js': ['fetch', 'cli'],
  '@kubernetes/client-node': ['kube'],
  handlebars: ['report'],
  'http-proxy-agent': ['fetch', 'kube'],
  'https-proxy-agent': ['fetch', 'kube'],
  'js-yaml': ['values', 'store', 'cli', 'kube'],
  jsep: ['experiment'],
  pino: ['cli'],
  protobufjs: ['proto', 'fetch', 'cli'],
};
const world =
  /\b(?:process|Buffer|performance|crypto)\.|\b(?:fetch|setTimeout|setInterval|setImmediate)\(|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/;

const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, home: name.split(path.sep)[0] ?? '', text: readFileSync(path.join(folder, name), 'utf8') }));
// Tests, and what only tests use.
const production = modules.filter(({ name }) => !/\.(test|fixture)\.ts$/.test(name));

const importsOf = (text: string) =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\n\s*import\s+['"]([^'"]+)['"]/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
// Without the path in it: protobufjs/ext/descriptor.js is of protobufjs.
const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');
const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name);

test('every folder of runner/ has its arrows', () => {
  expect(Object.keys(arrows).sort()).toEqual([...new Set(modules.map(({ home }) => home))].sort());
});

test.each(Object.entries(arrows))('%s imports from %j and nothing else of runner/', (home, allowed) => {
  const wrong = production
    .filter((module) => module.home === home)
    .flatMap(({ name, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith('.'))
        .map(
          (target) => path.relative(folder, path.resolve(folder, path.dirname(name), target)).split(path.sep)[0] ?? '',
        )
        .filter((target) => target !== home && !allowed.includes(target))
        .map((target) => `${name} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

const common = path.join('tasks', 'common');

test('a task imports nothing of another task, only what tasks have in common', () => {
  const wrong = production
    .filter(({ home, name }) => home === 'tasks' && name.split(path.sep).length > 2)
    .flatMap(({ name, text }) => {
      const own = name.split(path.sep).slice(0, 2).join(path.sep);
      return importsOf(text)
        .filter((target) => target.startsWith('.'))
        .map((target) => path.relative(folder, path.resolve(folder, path.dirname(name), target)))
        .filter(
          (target) =>
            /^tasks.[^/\\]+./.test(target) &&
            target.split(path.sep).length > 2 &&
            ![own, common].some((allowed) => target.startsWith(allowed + path.sep)),
        )
        .map((target) => `${name} → ${target}`);
    });
  expect(wrong).toEqual([]);
});

test('pure folders import none of the modules that Node brings', () => {
  const wrong = production
    .filter(({ home }) => !worldly.includes(home))
    .flatMap(({ name, text }) =>
      importsOf(text)
        .filter(isBuiltin)
        .map((target) => `${name} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('pure folders reach for no clock, chance, network or process', () => {
  const reaching = production
    .filter(({ home }) => !worldly.includes(home))
    .filter(({ text }) => world.test(text.replace(/\/\/.*/g, '')))
    .map(({ name }) => name);
  expect(reaching).toEqual([]);
});

test('a package is imported where it belongs, and each dependency is used', () => {
  const imports = production.flatMap(({ name, home, text }) =>
    importsOf(text)
      .filter((target) => !target.startsWith('.') && !isBuiltin(target))
      .map((target) => ({ name, home, target: packageOf(target) })),
  );
  expect(imports.filter(({ home, target }) => !packages[target]?.includes(home))).toEqual([]);
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect([...new Set(imports.map(({ target }) => target))].sort()).toEqual(Object.keys(dependencies).sort());
});

test('every package has its reason in CONTRIBUTING.md', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const rows = [...readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^\| ([^|]*) \| [^|]+ \|$/gm)];
  const told = new Set(rows.flatMap(([, names = '']) => names.replace(' (development)', '').split(', ')));
  const needed = Object.keys({ ...dependencies, ...devDependencies }).map((name) =>
    name.replace(/^@types\/.*/, '@types/*'),
  );
  expect(needed.filter((name) => !told.has(name))).toEqual([]);
});

test('what is exported is used elsewhere', () => {
  const others = ['test', 'scripts'].flatMap((place) =>
    readdirSync(path.join(root, place), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs)$/.test(name))
      .map((name) => readFileSync(path.join(root, place, name), 'utf8')),
  );
  const texts = [...modules.map(({ text }) => text), ...others];
  const unused = modules.flatMap(({ name, text }) => {
    const users = texts.filter((other) => other !== text && other.includes(`/${path.basename(name)}'`)).join('\n');
    return [...text.matchAll(/^export (?:async )?(?:function|const|interface|type|class) (\w+)/gm)]
      .map(([, exported = '']) => exported)
      .filter((exported) => !new RegExp(`\\b${exported}\\b`).test(users))
      .map((exported) => `${name}: ${exported}`);
  });
  expect(unused).toEqual([]);
});

test('nothing is handed on: what is imported comes from the file that defines it', () => {
  const handedOn = modules.filter(({ text }) => /^export (?:\*|(?:type )?\{)/m.test(text)).map(({ name }) => name);
  expect(handedOn).toEqual([]);
});

test('only main.ts ends the process', () => {
  const ends = production.filter(({ text }) => /\bprocess\s*\.\s*exit\b/.test(text)).map(({ name }) => name);
  expect(ends).toEqual(['main.ts']);
});

test('a module has 250 lines at most, and half of them 80 or fewer', () => {
  const sizes = production.map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }));
  expect(sizes.filter(({ lines }) => lines > 250)).toEqual([]);
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
});

test('modules are named in kebab-case and have named exports only', () => {
  expect(
    modules
      .map(({ name }) => path.basename(name))
      .filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*((\.[a-z]+)?\.test|\.fixture)?\.ts$/.test(name)),
  ).toEqual([]);
  expect(production.filter(({ text }) => /^export default\b/m.test(text)).map(({ name }) => name)).toEqual([]);
});
