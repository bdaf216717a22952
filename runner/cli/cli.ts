// From a command line to an exit code: find the command, read its flags, run it, say what went wrong.
import { KubeError } from '../model/cluster.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { type ExitCode, exitCodes } from '../model/exit-codes.ts';
import { didYouMean } from '../model/suggest.ts';
import type { Command, Context } from './command.ts';
import { commands, families } from './commands.ts';
import { type Flag, firstWord, type Parsed, parseFlags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { clusterFlags, groupFlag } from './k/kube-flags.ts';
import { createLogger, type Logger, textLines } from './terminal/logger.ts';
import { createScreen, type Screen } from './terminal/screen.ts';

export async function cli(args: readonly string[], context: Context): Promise<ExitCode> {
  const screen = createScreen(context.stderr, context.env);
  let log = createLogger('info', textLines(screen));
  try {
    const { name, others } = commandIn(args);
    if (name === undefined || name === 'help') return await help(others, context);
    const command = await find(name);
    if (command === undefined) return await help([name, ...others], context); // a family's name alone
    const parsed = parseFlags(others, [...command.flags, ...globalFlags]);
    if (parsed.flags.on('help')) return await help(command.name.split(' '), context);
    log = await loggerFor(parsed, screen);
    return await command.run({ context, flags: parsed.flags, argument: argumentOf(command, parsed.rest), log, screen });
  } catch (error) {
    screen.status('');
    return explain(error, log, context.signal);
  }
}

interface Named {
  name: string | undefined;
  others: string[]; // all that is not the name
}

function commandIn(args: readonly string[]): Named {
  const { word, others } = taken(args, globalFlags);
  if (word === undefined || !isFamily(word)) return { name: word, others };
  const member = taken(others, [...clusterFlags, groupFlag, ...globalFlags]);
  return member.word === undefined ? { name: word, others } : { name: `${word} ${member.word}`, others: member.others };
}

function taken(args: readonly string[], known: readonly Flag[]): { word: string | undefined; others: string[] } {
  const place = firstWord(args, known);
  return place < 0 ? { word: undefined, others: [...args] } : { word: args[place], others: args.toSpliced(place, 1) };
}

function isFamily(word: string): boolean {
  return families.some(({ name }) => name === word);
}

// Undefined for the name of a family.
async function find(name: string): Promise<Command | undefined> {
  const listed = commands.find((command) => command.name === name);
  if (listed !== undefined) return listed.load();
  if (isFamily(name)) return undefined;
  const [family = '', member] = name.split(' ');
  const names = commands.map((command) => command.name);
  const near =
    member === undefined
      ? [...names, ...families.map((each) => each.name)]
      : names.filter((each) => each.startsWith(`${family} `));
  throw new Iter8Error('USAGE', `unknown command ${JSON.stringify(name)}${didYouMean(name, near)}`);
}

async function help(others: readonly string[], { stdout }: Context): Promise<ExitCode> {
  const { commandHelp, familyHelp, overview } = await import('./help.ts');
  const words = parseFlags(others, globalFlags).rest;
  const name = words.join(' ');
  const most = isFamily(words[0] ?? '') ? 2 : 1;
  if (words.length > most) throw new Iter8Error('USAGE', `help takes one command, not ${words.length}`);
  if (name === '' || name === 'help') stdout.write(overview());
  else {
    const command = await find(name);
    stdout.write(command === undefined ? familyHelp(name) : commandHelp(command));
  }
  return exitCodes.ok;
}

function argumentOf({ name, argument }: Command, rest: readonly string[]): string | undefined {
  const [first, second] = rest;
  const surplus = argument === undefined ? first : second;
  if (surplus !== undefined) throw unexpected(name, surplus);
  if (argument === undefined || (first === undefined && argument.required === undefined)) return undefined;
  const { choices } = argument;
  const allowed = choices.length > 1 ? `one of ${choices.join(', ')}` : choices.join('');
  if (first === undefined) throw new Iter8Error('USAGE', `iter8 ${name} needs a ${argument.name}: ${allowed}`);
  if (choices.includes(first)) return first;
  const what = `iter8 ${name}: the ${argument.name} ${JSON.stringify(first)} is not known; it is ${allowed}`;
  throw new Iter8Error('USAGE', `${what}${didYouMean(first, choices)}`);
}

function unexpected(command: string, word: string): Iter8Error {
  // What a shell makes of --set tasks={http,assess} without quotes.
  const quotes = /^[\w.[\]/-]+=/.test(word)
    ? `; if your shell took braces apart, use quotes: --set "tasks={http,assess}"`
    : '';
  return new Iter8Error(
    'USAGE',
    `iter8 ${command}: ${JSON.stringify(word)} is neither a flag nor a flag's value${quotes}`,
  );
}

async function loggerFor({ flags }: Parsed, screen: Screen): Promise<Logger> {
  const json = flags.text('log-format') === 'json';
  const lines = json ? (await import('./terminal/json-lines.ts')).jsonLines(screen) : textLines(screen);
  return createLogger(flags.text('loglevel') ?? 'info', lines);
}

// A refusal that no command knew what to do about.
function refused(error: KubeError): Iter8Error {
  return new Iter8Error('CLUSTER', `${error.message} (${error.status} ${error.reason})`, { cause: error });
}

function explain(error: unknown, log: Logger, signal: AbortSignal): ExitCode {
  if (error instanceof Iter8Error) {
    log.write('error', error.message, { code: error.code, fix: error.fix, problems: error.problems });
    log.error(`${error.code}: ${error.fix}`);
    return signal.aborted ? exitCodes.interrupted : error.exit;
  }
  if (error instanceof KubeError) return explain(refused(error), log, signal);
  if (signal.aborted) {
    log.error('interrupted');
    return exitCodes.interrupted;
  }
  log.error(
    `this is a bug in Iter8, please report it: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
  );
  return exitCodes.bug;
}
