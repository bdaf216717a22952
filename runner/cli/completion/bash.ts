// Completion for bash, from the commands' own data. Needs no bash-completion package.
import type { Command } from '../command.ts';
import type { Flag } from '../flags.ts';
import { globalFlags } from '../global-flags.ts';
import { firstWords, membersOf } from './words.ts';

export function bashScript(commands: readonly Command[]): string {
  const names = [...firstWords(commands), 'help'];
  const members = membersOf(commands);
  return `# bash completion for iter8
_iter8() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word
  # bash takes --flag=value apart at the equals sign
  if [[ "$current" == "=" ]]; then current=""; elif [[ "$previous" == "=" ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command:$word" in
${members.map(([family, own]) => `      ${own.map((name) => `${family}:${name}`).join('|')}) command="${family} $word"; break ;;`).join('\n')}
      ${names.map((name) => `:${name}`).join('|')}) command="$word"; ${members.map(([family]) => `[[ "$word" == ${family} ]] || `).join('')}break ;;
    esac
  done
  case "$command:$previous" in
${valueCases(commands)}
  esac
  case "$command:$current" in
${commands.map((command) => `    "${command.name}":-*) _iter8_words "${flagWords(command.flags)}" ;;`).join('\n')}
    *:-*) _iter8_words "${flagWords([])}" ;;
${commands.flatMap(({ name, argument }) => (argument ? [`    ${name}:*) _iter8_words "${argument.choices.join(' ')}" ;;`] : [])).join('\n')}
${members.map(([family, own]) => `    ${family}:*) _iter8_words "${own.join(' ')}" ;;`).join('\n')}
    help:*) _iter8_words "${names.join(' ')}" ;;
    :*) _iter8_words "${names.join(' ')}" ;;
    *) COMPREPLY=() ;;
  esac
}
_iter8_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}
_iter8_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _iter8 iter8
`;
}

function valueCases(commands: readonly Command[]): string {
  const lines: string[] = [];
  for (const { name, flags } of commands) for (const flag of flags) lines.push(...valueCase(name, flag));
  for (const flag of globalFlags) lines.push(...valueCase('*', flag));
  return lines.join('\n');
}

function valueCase(command: string, flag: Flag): string[] {
  if (flag.kind === 'switch') return [];
  const patterns = spellings(flag).map((spelling) => `${command === '*' ? command : `"${command}"`}:${spelling}`);
  const answer = flag.choices
    ? `_iter8_words "${flag.choices.join(' ')}"`
    : flag.completesFiles
      ? '_iter8_files'
      : 'COMPREPLY=()';
  return [`    ${patterns.join('|')}) ${answer}; return ;;`];
}

function flagWords(flags: readonly Flag[]): string {
  return [...flags, ...globalFlags].flatMap(spellings).join(' ');
}

function spellings({ name, short }: Flag): string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}
