// The commands of a page of docs/, run as a user types them: by a shell, with kubectl, helm and iter8 on PATH.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Ran, root, run, site } from './lab.ts';

export interface Page {
  folder: string; // that they are run in
  remove(): void; // the folder
  // The block of the section that begins so; it must be the only one.
  run(beginning: string): Promise<Ran>;
  ok(beginning: string): Promise<string>;
  // Commands that are not on the page.
  type(commands: string): Promise<Ran>;
}

// `adapt` makes of a block what can be run here: other images, another repository.
export function usePage(file: string, section: string, adapt: (commands: string) => string): Page {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-page-'));
  const program = path.join(folder, 'iter8');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/iter8.js')}' "$@"\n`);
  chmodSync(program, 0o755);
  const blocks = blocksOf(readFileSync(path.join(root, file), 'utf8'), section);

  const type = (commands: string) =>
    run('bash', ['-euc', commands], { cwd: folder, env: { PATH: `${folder}:${site().path}` }, timeoutMs: 200_000 });
  function runBlock(beginning: string): Promise<Ran> {
    const [block, another] = blocks.filter((text) => text.startsWith(beginning));
    if (block === undefined || another !== undefined)
      throw new Error(`${file}, ${section}: not one block begins with ${beginning}`);
    return type(adapt(block));
  }
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    run: runBlock,
    async ok(beginning) {
      const { code, stdout, stderr } = await runBlock(beginning);
      if (code !== 0) throw new Error(`${beginning}… ended with ${code}\n${stderr}${stdout}`);
      return stdout;
    },
    type,
  };
}

function blocksOf(text: string, section: string): string[] {
  const [, body = ''] = text.split(`\n## ${section}\n`);
  const [own = ''] = body.split('\n## ');
  return [...own.matchAll(/^```shell\n(.*?)^```$/gms)].map(([, block = '']) => block);
}
