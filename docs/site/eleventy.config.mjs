// How docs/ becomes dist/docs: eleventy --config=docs/site/eleventy.config.mjs, from the root of the repository.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkLinks } from './links.mjs';
import { extend } from './markdown.mjs';
import { addressOf, pages, sections } from './navigation.mjs';
import { searchIndex } from './search.mjs';

const output = process.env.DOCS_OUT ?? 'dist/docs';
const own = 'docs/site';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

export const config = {
  dir: { input: 'docs', output, includes: 'site/layouts' },
  markdownTemplateEngine: false,
};

export default function site(eleventy) {
  const problems = new Set();
  const copies = new Set();
  eleventy.ignores.add(`${own}/**`);
  eleventy.addWatchTarget('./charts/*/README.md');
  eleventy.addGlobalData('layout', 'page.njk');
  eleventy.addGlobalData('site', { version, sections, addressOf });
  eleventy.addGlobalData('eleventyComputed', {
    source: sourceOf,
    permalink: (data) => addressOf(sourceOf(data)),
  });
  for (const { source } of pages.filter((page) => !page.source.startsWith('docs/'))) {
    eleventy.addTemplate(`${addressOf(source)}.md`, readFileSync(source, 'utf8'), { from: source });
  }
  eleventy.amendLibrary('md', (markdown) => {
    markdown.set({ html: true });
    extend(markdown, { onCopy: (file) => copies.add(file), onDead: (problem) => problems.add(problem) });
  });
  eleventy.addFilter('address', addressOf);
  eleventy.addFilter('heading', (html) => /<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1].replace(/<[^>]*>/g, ''));
  eleventy.addFilter('headings', (html) =>
    [...html.matchAll(/<h2 id="([^"]*)">(.*?) <a class="anchor"/g)].map(([, id, text]) => ({
      id,
      text: text.replace(/<[^>]*>/g, ''),
    })),
  );
  eleventy.addFilter('neighbours', (source) => {
    const at = pages.findIndex((page) => page.source === source);
    return { before: pages[at - 1], after: pages[at + 1] };
  });

  eleventy.on('eleventy.after', ({ results }) => {
    for (const file of copies) put(file, readFileSync(file), 'files');
    for (const file of readdirSync(`${own}/assets`)) put(file, readFileSync(`${own}/assets/${file}`), 'assets');
    put('minisearch.js', readFileSync(`${own}/node_modules/minisearch/dist/umd/index.js`), 'assets');
    const html = new Map(results.map(({ outputPath, content }) => [path.relative(output, outputPath), content]));
    put('search-index.js', `globalThis.searchIndex = ${JSON.stringify(searchIndex(html))};\n`, 'assets');
    for (const { source } of pages) {
      if (!html.has(addressOf(source))) problems.add(`navigation.mjs: ${source} is not there`);
    }
    for (const page of html.keys()) {
      if (!pages.some(({ source }) => addressOf(source) === page)) problems.add(`navigation.mjs: ${page} is missing`);
    }
    const { dead, outside } = checkLinks(html, (file) => existsSync(path.join(output, file)));
    console.log(`\n${html.size} pages; links that leave the site (${outside.size}, not looked at):`);
    for (const [target, from] of [...outside].sort()) console.log(`  ${target}  (${from.join(', ')})`);
    const all = [...problems, ...dead];
    if (all.length > 0) throw new Error(`${all.length} things are wrong:\n  ${all.join('\n  ')}`);
  });
}

function sourceOf({ from, page }) {
  return from ?? page.inputPath.replace(/^\.\//, '');
}

function put(file, content, folder) {
  const target = path.join(output, folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}
