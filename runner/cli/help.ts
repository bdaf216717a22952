// What `iter8 help`, `iter8 help COMMAND` and `--help` print.
import type { Command } from './command.ts';
import { commands, families } from './commands.ts';
import type { Flag } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { clusterFlags, groupFlag } from './k/kube-flags.ts';

export function overview(): string {
  const single = commands.filter(({ name }) => !name.includes(' '));
  return `Is this version good enough? Iter8 measures a service under load and checks it against objectives (SLOs).

Usage:
  iter8 COMMAND [flags]

Commands:
${commandRows([...single, ...families])}

Examples:
  # a service to try it on
  iter8 sample http --port 8080

  # send it 100 requests, at 8 a second, and check two objectives
  iter8 launch --set "tasks={http,assess}" --set http.url=http://127.0.0.1:8080/get \\
    --set assess.SLOs.upper.http/latency-mean=50 --set assess.SLOs.upper.http/error-count=0

  # gate a pipeline on the result, and read it
  iter8 assert -c completed -c nofailure -c slos && iter8 report

Flags:
${flagRows(globalFlags)}

Exit codes:
${exitRows.map(([code, meaning]) => `  ${code.padEnd(3)}  ${meaning}`).join('\n')}

\`iter8 help COMMAND\` shows the flags and examples of a command.
`;
}

export function familyHelp(family: string): string {
  const members = commands
    .filter(({ name }) => name.startsWith(`${family} `))
    .map(({ name, describe }) => ({ name: name.slice(family.length + 1), describe }));
  return `${families.find(({ name }) => name === family)?.describe ?? ''}

Usage:
  iter8 ${family} COMMAND [flags]

Commands:
${commandRows(members)}

Flags:
${flagRows([...(family === 'k' ? [groupFlag] : []), ...clusterFlags, ...globalFlags])}

\`iter8 help ${family} COMMAND\` shows the flags and examples of a command.
`;
}

function commandRows(listed: readonly { name: string; describe: string }[]): string {
  const width = Math.max(...listed.map(({ name }) => name.length));
  return listed.map(({ name, describe }) => `  ${name.padEnd(width)}  ${describe}`).join('\n');
}

export const exitRows: readonly (readonly [string, string])[] = [
  ['0', 'done; launch and run end so whatever the SLOs say'],
  ['1', 'a bug in Iter8'],
  ['2', 'wrong use, or an input that is not allowed'],
  ['3', 'the experiment failed'],
  ['4', 'an assertion is not satisfied'],
  ['5', 'timed out waiting'],
  ['6', 'the cluster cannot be reached'],
  ['130', 'interrupted'],
];

export function commandHelp(command: Command): string {
  const parts = [command.describe, `Usage:\n  ${usageLine(command)}`];
  if (command.details !== undefined) parts.splice(1, 0, command.details);
  parts.push(
    `Examples:\n${command.examples.map(({ describe, command: line }) => `  # ${describe}\n  ${line.replaceAll('\n', '\n  ')}`).join('\n\n')}`,
  );
  if (command.flags.length > 0) parts.push(`Flags:\n${flagRows(command.flags)}`);
  parts.push(`Global flags:\n${flagRows(globalFlags)}`);
  return `${parts.join('\n\n')}\n`;
}

export function usageLine({ name, argument, flags }: Command): string {
  const shown =
    argument === undefined
      ? ''
      : ` ${argument.required ? argument.choices.join('|') : `[${argument.choices.join('|')}]`}`;
  return `iter8 ${name}${shown}${flags.length > 0 ? ' [flags]' : ''}`;
}

export function flagHead({ name, short, kind, value }: Flag): string {
  const shown = kind === 'switch' ? '' : ` ${value ?? name}`;
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${shown}`;
}

export function flagText({ describe, kind, default: byDefault }: Flag): string {
  const repeated =
    kind === 'array' ? ' (can be repeated)' : kind === 'list' ? ' (can be repeated, or separated by commas)' : '';
  return `${describe}${repeated}${byDefault === undefined ? '' : ` (default ${byDefault})`}`;
}

function flagRows(flags: readonly Flag[]): string {
  const heads = flags.map(flagHead);
  const width = Math.max(...heads.map((head) => head.length));
  return flags.map((flag, i) => `  ${(heads[i] ?? '').padEnd(width)}  ${flagText(flag)}`).join('\n');
}
