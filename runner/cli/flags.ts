// Command lines as users of cobra know them: --flag value, --flag=value, -f value, -fvalue, -f=value, repeated, `--`.
import { Iter8Error } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';

export interface Flag {
  name: string;
  short?: string;
  // switch: true or false · text: the last one counts · array: repeated · list: repeated, and split at commas
  kind: 'switch' | 'text' | 'array' | 'list';
  value?: string; // what help calls the value
  describe: string;
  default?: string;
  choices?: readonly string[];
  completesFiles?: true;
}

export interface FlagValues {
  on(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): string[];
}

export interface Parsed {
  flags: FlagValues;
  rest: string[]; // what is no flag
}

export function parseFlags(args: readonly string[], known: readonly Flag[]): Parsed {
  const given = new Map<Flag, string[]>();
  const rest: string[] = [];
  const queue = [...args];
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (arg === '--') {
      rest.push(...queue);
      break;
    }
    if (arg.startsWith('--')) readLong(arg, queue, known, given);
    else if (arg.length > 1 && arg.startsWith('-')) readShort(arg, queue, known, given);
    else rest.push(arg);
  }
  for (const [flag, values] of given) checkChoices(flag, values);
  return { flags: valuesOf(known, given), rest };
}

// The place of the first argument that is neither a flag nor a flag's value: the command's name.
export function firstWord(args: readonly string[], known: readonly Flag[]): number {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') return -1;
    if (!arg.startsWith('-')) return i;
    const flag = known.find(({ name, short }) => arg === `--${name}` || (short !== undefined && arg === `-${short}`));
    if (flag !== undefined && flag.kind !== 'switch') i++;
  }
  return -1;
}

type Given = Map<Flag, string[]>;

function readLong(arg: string, queue: string[], known: readonly Flag[], given: Given): void {
  const equals = arg.indexOf('=');
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const flag = known.find((candidate) => candidate.name === name);
  if (flag === undefined) throw unknownFlag(`--${name}`, name, known);
  if (equals >= 0) add(given, flag, arg.slice(equals + 1));
  else add(given, flag, flag.kind === 'switch' ? 'true' : following(`--${name}`, flag, queue));
}

function readShort(arg: string, queue: string[], known: readonly Flag[], given: Given): void {
  for (let i = 1; i < arg.length; i++) {
    const letter = arg.charAt(i);
    const flag = known.find(({ short }) => short === letter);
    if (flag === undefined) throw unknownFlag(`-${letter}`, arg.slice(1), known);
    const tail = arg.slice(i + 1);
    if (flag.kind !== 'switch') {
      const attached = tail.startsWith('=') ? tail.slice(1) : tail;
      add(given, flag, tail === '' ? following(`-${letter}`, flag, queue) : attached);
      return;
    }
    if (tail.startsWith('=')) {
      add(given, flag, tail.slice(1));
      return;
    }
    add(given, flag, 'true');
  }
}

function following(shown: string, flag: Flag, queue: string[]): string {
  const value = queue.shift();
  if (value !== undefined) return value;
  throw new Iter8Error('USAGE', `the flag ${shown} needs a value: ${shown} ${flag.value ?? flag.name}`);
}

function add(given: Given, flag: Flag, value: string): void {
  const values = given.get(flag) ?? [];
  if (flag.kind === 'switch' && truth(value) === undefined) {
    throw new Iter8Error('USAGE', `the flag --${flag.name} is true or false, not ${JSON.stringify(value)}`);
  }
  values.push(...(flag.kind === 'list' ? value.split(',').filter((part) => part !== '') : [value]));
  given.set(flag, values);
}

// A list is checked by its command, which knows what its parts are.
function checkChoices({ name, kind, choices }: Flag, values: readonly string[]): void {
  const wrong = choices === undefined || kind === 'list' ? undefined : values.find((value) => !choices.includes(value));
  if (choices === undefined || wrong === undefined) return;
  const meant = didYouMean(wrong, choices);
  throw new Iter8Error(
    'USAGE',
    `--${name} cannot be ${JSON.stringify(wrong)}: it is one of ${choices.join(', ')}${meant}`,
  );
}

function valuesOf(known: readonly Flag[], given: Given): FlagValues {
  const flagOf = (name: string) => known.find((flag) => flag.name === name);
  const of = (name: string) => {
    const flag = flagOf(name);
    return (flag && given.get(flag)) ?? [];
  };
  return {
    on: (name) => truth(of(name).at(-1) ?? 'false') ?? false,
    text: (name) => of(name).at(-1) ?? flagOf(name)?.default,
    list: of,
  };
}

// As Go's strconv.ParseBool reads it.
function truth(text: string): boolean | undefined {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true;
  return /^(0|f|F|false|FALSE|False)$/.test(text) ? false : undefined;
}

function unknownFlag(shown: string, name: string, known: readonly Flag[]): Iter8Error {
  const names = known.map((flag) => flag.name);
  const meant = didYouMean(name, names).replace(/did you mean (.*)\?/, 'did you mean --$1?');
  return new Iter8Error('USAGE', `unknown flag ${shown}${meant}`);
}
