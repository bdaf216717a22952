// Bundles runner/ into dist/: one small entry, every command and task a chunk that is loaded when it is used.
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { chartArchive } from './chart-archive.mjs';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
// Built aside and put in place at once: whoever uses dist/ meanwhile finds all of it.
const [fresh, stale] = [`.cache/build/${process.pid}.new`, `.cache/build/${process.pid}.old`];
await mkdir('.cache/build', { recursive: true });
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { __ITER8_VERSION__: JSON.stringify(version) },
};
// CommonJS packages in an ESM bundle still call require for Node's own modules.
const require =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
await build({
  ...shared,
  entryPoints: {
    iter8: 'runner/main.ts',
    'load-worker': 'runner/load/worker-main.ts',
    pacer: 'runner/load/pacer-main.ts',
  },
  outdir: fresh,
  splitting: true,
  chunkNames: 'part-[name]-[hash]',
  banner: { js: require },
});
await chmod(`${fresh}/iter8.js`, 0o755);
// What `iter8 k launch` installs.
await mkdir(`${fresh}/charts`);
await writeFile(`${fresh}/charts/iter8-${version}.tgz`, await chartArchive('charts/iter8'));
await rename('dist', stale).catch(() => {});
await rename(fresh, 'dist');
await rm(stale, { recursive: true, force: true });
