// `make generate`: writes the generated parts of docs/ (and whatever else says how it is generated) again.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

// Each source exports `generate(read)`: a map from a file's path to its whole new text.
const sources = ['runner/cli/reference.ts', 'runner/tasks/reference.ts'];
const folder = '.cache/generate';
await mkdir(folder, { recursive: true });
for (const source of sources) {
  const outfile = path.resolve(folder, `${source.replaceAll('/', '-').replace('.ts', '')}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  const { generate } = await import(pathToFileURL(outfile).href);
  for (const [file, text] of await generate((name) => readFile(name, 'utf8'))) {
    await writeFile(file, text);
    console.log(`wrote ${file}`);
  }
}
