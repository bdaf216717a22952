// Pages that follow the code are what the code says, and links lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from '../runner/cli/reference.ts';
import { catalogue } from '../runner/model/errors.ts';

const root = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('generated files are up to date (make generate)', async () => {
  for (const [file, text] of await generate(async (name) => read(name))) expect(read(file)).toBe(text);
});

test('a page that has lost its markers is an error', async () => {
  await expect(generate(async () => '# no markers')).rejects.toThrow('has lost its markers');
});

test('the troubleshooting page has every error code, and its exit code', () => {
  const sections = [...read('docs/troubleshooting.md').matchAll(/^### (\w+)\n\nExit code (\d+)\./gm)].map(
    ([, code, exit]) => [code, Number(exit)],
  );
  expect(sections).toEqual(Object.entries(catalogue).map(([code, { exit }]) => [code, exit]));
});

test('what an error says to read exists', () => {
  const pages = Object.values(catalogue).flatMap(({ fix }) =>
    [...fix.matchAll(/docs\/[\w-]+\.md/g)].map(([page]) => page),
  );
  expect(pages.filter((page) => !existsSync(path.join(root, page)))).toEqual([]);
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(pages)('links of %s lead to files that are there', (page) => {
  const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target ?? '');
  expect(targets.filter((target) => !existsSync(path.resolve(root, path.dirname(page), target)))).toEqual([]);
});

test('the documentation index names every page', () => {
  const index = read('docs/index.md');
  const others = pages
    .filter((page) => page.startsWith('docs/') && page !== 'docs/index.md')
    .map((page) => path.basename(page));
  expect(others.filter((page) => !index.includes(`(${page})`))).toEqual([]);
});
