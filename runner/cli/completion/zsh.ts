// Completion for zsh, from the commands' own data.
import type { Command } from '../command.ts';
import { families } from '../commands.ts';
import type { Flag } from '../flags.ts';
import { globalFlags } from '../global-flags.ts';
import { membersOf } from './words.ts';

export function zshScript(commands: readonly Command[]): string {
  const members = membersOf(commands);
  const described = [
    ...commands.filter(({ name }) => !name.includes(' ')),
    ...families,
    { name: 'help', describe: 'Show help for a command' },
  ];
  return `#compdef iter8
# zsh completion for iter8
_iter8() {
  local -a commands
  commands=(
${described.map(({ name, describe }) => `    ${quote(`${name}:${describe}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )) && [[ "$words[2]" != -* ]]; then
    _describe 'command' commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
${members.map(([family]) => familyCase(family, commands)).join('\n')}
  case "$command" in
${commands.map((command) => `    "${command.name}") _arguments -s ${[...specs([...command.flags, ...globalFlags]), ...argument(command)].join(' ')} ;;`).join('\n')}
    help) _describe 'command' commands ;;
    *) _arguments -s ${specs(globalFlags).join(' ')} ;;
  esac
}
if [[ "$funcstack[1]" == "_iter8" ]]; then
  _iter8 "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
  compdef _iter8 iter8
fi
`;
}

function familyCase(family: string, commands: readonly Command[]): string {
  const own = commands.filter(({ name }) => name.startsWith(`${family} `));
  return `  if [[ "$command" == ${family} ]]; then
    if (( CURRENT == 2 )) && [[ "$words[2]" != -* ]]; then
      commands=(
${own.map(({ name, describe }) => `        ${quote(`${name.slice(family.length + 1)}:${describe}`)}`).join('\n')}
      )
      _describe 'command' commands
      return
    fi
    command="${family} $words[2]"
    shift words
    (( CURRENT-- ))
  fi`;
}

function argument({ argument: taken }: Command): string[] {
  return taken === undefined ? [] : [quote(`1:${taken.name}:(${taken.choices.join(' ')})`)];
}

function specs(flags: readonly Flag[]): string[] {
  return flags.flatMap((flag) => {
    const star = flag.kind === 'array' || flag.kind === 'list' ? '*' : '';
    const long = `${star}--${flag.name}${flag.kind === 'switch' ? '' : '='}${tail(flag)}`;
    return flag.short === undefined
      ? [quote(long)]
      : [quote(`${star}-${flag.short}${flag.kind === 'switch' ? '' : '+'}${tail(flag)}`), quote(long)];
  });
}

function tail({ kind, describe, value, name, choices, completesFiles }: Flag): string {
  const text = `[${describe.replace(/[[\]\\:]/g, '\\$&')}]`;
  if (kind === 'switch') return text;
  const action = choices ? `(${choices.join(' ')})` : completesFiles ? '_files' : ' ';
  return `${text}:${(value ?? name).replaceAll(':', '\\:')}:${action}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
