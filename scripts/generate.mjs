// `make generate`: writes the generated parts of docs/ and schemas/ again.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outfile = path.resolve('.cache/generate/reference.mjs');
await mkdir(path.dirname(outfile), { recursive: true });
await build({
  entryPoints: ['runner/cli/reference.ts'],
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
