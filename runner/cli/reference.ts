// What the program itself knows, for docs/ and schemas/: commands, inputs, kinds of failures, values.
import { dump } from 'js-yaml';
import { failureKinds, hintFor } from '../model/failure.ts';
import { registry } from '../tasks/registry.ts';
import { sensitivePaths } from '../values/sensitive-paths.ts';
import { valuesSchema } from '../values/values-schema.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import type { Flag } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { exitRows, flagHead, flagText, usageLine } from './help.ts';
import { inputTable } from './input-table.ts';
import { valuesTable } from './values-table.ts';

type Read = (file: string) => Promise<string>;

export async function generate(read: Read): Promise<[file: string, text: string][]> {
  const values = `${JSON.stringify(valuesSchema(registry), null, 2)}\n`;
  return Promise.all([
    ['schemas/values.schema.json', values],
    ['charts/iter8/values.schema.json', values],
    ['charts/iter8/files/sensitive.yaml', sensitiveFile()],
    ['charts/autox/files/sensitive.yaml', sensitiveFile()],
    ...['iter8', 'autox', 'litmuschaos'].map(async (chart) =>
      filled(
        read,
        `charts/${chart}/README.md`,
        '<!-- values: make generate -->',
        '<!-- end of the values -->',
        `\n${valuesTable(await read(`charts/${chart}/values.yaml`))}\n\n`,
      ),
    ),
    filled(
      read,
      'docs/cli.md',
      '<!-- generated: make generate -->',
      '<!-- end of the generated part -->',
      `\n${await reference()}\n`,
    ),
    filled(
      read,
      'docs/troubleshooting.md',
      '<!-- failure kinds: make generate -->',
      '<!-- end of the failure kinds -->',
      kinds(),
    ),
    ...[...registry.values()].map(({ name, schema }) =>
      filled(
        read,
        `docs/${name}.md`,
        '<!-- inputs: make generate -->',
        '<!-- end of the inputs -->',
        `${inputTable(schema)}\n`,
      ),
    ),
  ]);
}

async function filled(read: Read, file: string, begin: string, end: string, part: string): Promise<[string, string]> {
  const page = await read(file);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has lost its markers ${begin} and ${end}`);
  return [file, `${page.slice(0, from + begin.length)}\n${part}${page.slice(to)}`];
}

// Where the chart finds what is sensitive among the inputs.
function sensitiveFile(): string {
  const head = '# Where inputs hold what nobody should read, from the schemas of the tasks: make generate.\n';
  return head + dump(sensitivePaths(registry), { noRefs: true, lineWidth: -1 });
}

function kinds(): string {
  const rows = failureKinds.map((kind) => `| ${kind} | ${helpFor(kind)} |\n`);
  return `\n| kind | what it means, and what to look at |\n|---|---|\n${rows.join('')}\n`;
}

function helpFor(kind: string): string {
  const [http, grpc] = [hintFor(kind, 'http'), hintFor(kind, 'grpc')];
  return http === grpc ? http : `${http}. Task grpc: ${grpc}`;
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
