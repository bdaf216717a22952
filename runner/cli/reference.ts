// The generated part of docs/cli.md: every command as the command line itself knows it.
import type { Command, Flag } from './command.ts';
import { commands } from './commands.ts';
import { globalFlags } from './global-flags.ts';
import { exitRows, flagHead, flagText, usageLine } from './help.ts';

const begin = '<!-- generated: make generate -->';
const end = '<!-- end of the generated part -->';

export async function generate(read: (file: string) => Promise<string>): Promise<[file: string, text: string][]> {
  const page = await read('docs/cli.md');
  const [head, rest] = page.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`docs/cli.md has lost its markers ${begin} and ${end}`);
  return [['docs/cli.md', `${head}${begin}\n\n${await reference()}\n${end}${tail}`]];
}

async function reference(): Promise<string> {
  const all = await Promise.all(commands.map(({ load }) => load()));
  const global = `## Flags of every command\n\n${flagTable(globalFlags)}`;
  const codes = `## Exit codes\n\n| code | meaning |\n|---|---|\n${exitRows.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n')}\n`;
  return [...all.map(section), global, codes].join('\n');
}

function section(command: Command): string {
  const examples = command.examples.map(({ describe, command: line }) => `# ${describe}\n${line}`).join('\n\n');
  return `## iter8 ${command.name}

${command.describe}.${command.details === undefined ? '' : `\n\n${command.details}`}

\`\`\`shell
${usageLine(command)}
\`\`\`

\`\`\`shell
${examples}
\`\`\`
${command.flags.length === 0 ? '' : `\n${flagTable(command.flags)}`}`;
}

function flagTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) => `| \`${flagHead(flag).trim()}\` | ${flagText(flag).replaceAll('|', '\\|')} |`);
  return `| flag | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}
