// Command blocks of pages, and the comments before them that say how they are run:
//   <!-- not run: why -->            <!-- run: until the page ends -->     <!-- exit code: 4 -->
//   <!-- file: values.yaml -->  what stands in the block is written there  <!-- printed -->  what the block before it prints
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

export type Block =
  | { kind: 'command'; line: number; text: string; exitCode: number }
  | { kind: 'service'; line: number; text: string }
  | { kind: 'file'; line: number; text: string; name: string }
  | { kind: 'printed'; line: number; text: string }
  | { kind: 'not run'; line: number; text: string; reason: string };

const shells = ['shell', 'sh', 'bash', 'console'];
const fence = /^(?:<!-- *(?<comment>[^\n]*?) *-->\n+)?```(?<language>\w*)\n(?<text>.*?)^```$/gms;

export function blocksOf(page: string): Block[] {
  const found: Block[] = [];
  for (const { index, groups, 0: whole } of page.matchAll(fence)) {
    const { comment, language = '', text = '' } = groups ?? {};
    const before = page.slice(0, index) + whole.slice(0, whole.indexOf('```'));
    const line = before.split('\n').length;
    const block = blockOf(comment, shells.includes(language), { line, text });
    if (block !== undefined) found.push(block);
  }
  return found;
}

function blockOf(comment: string | undefined, isShell: boolean, at: { line: number; text: string }): Block | undefined {
  const [, word = '', rest = ''] = /^([a-z ]+?)(?:: (.*))?$/.exec(comment ?? '') ?? [];
  if (word === 'file') return { kind: 'file', name: rest, ...at };
  if (word === 'printed') return { kind: 'printed', ...at };
  if (!isShell) return undefined;
  if (word === 'not run' && rest !== '') return { kind: 'not run', reason: rest, ...at };
  if (word === 'run' && rest === 'until the page ends') return { kind: 'service', ...at };
  return { kind: 'command', exitCode: word === 'exit code' ? Number(rest) : 0, ...at };
}

// Everything that a reader may take for a tutorial. docs/cli.md is made from the program: test/cli/reference.test.ts.
export function pagesWithCommands(): string[] {
  const docs = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'cli.md');
  const charts = readdirSync(path.join(root, 'charts')).map((name) => `charts/${name}/README.md`);
  return ['README.md', ...docs.map((name) => `docs/${name}`), ...charts].filter((page) =>
    blocksOf(readPage(page)).some(({ kind }) => kind !== 'file' && kind !== 'printed'),
  );
}

export function readPage(page: string): string {
  return readFileSync(path.join(root, page), 'utf8');
}

// What is printed may have other numbers and other widths, and log lines look otherwise than on a terminal.
export function shapeOf(line: string): string {
  return line
    .replace(/^(?:[A-Z]+\[[^\]]*\]|time=\S+ \S+ level=\w+ msg=) ?/, '')
    .replace(/\d+(?:[.,]\d+)*/g, 'N')
    .replace(/ {2,}|-{2,}|\*{2,}/g, ' ')
    .trim();
}
