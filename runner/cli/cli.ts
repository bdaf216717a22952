// From a command line to an exit code: find the command, read its flags, run it, say what went wrong.
import { Iter8Error, messageOf } from '../model/errors.ts';
import { type ExitCode, exitCodes } from '../model/exit-codes.ts';
import { didYouMean } from '../model/suggest.ts';
import type { Command, Context } from './command.ts';
import { commands } from './commands.ts';
import { firstWord, type Parsed, parseFlags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { createLogger, type Logger, textLines } from './terminal/logger.ts';
import { createScreen, type Screen } from './terminal/screen.ts';

export async function cli(args: readonly string[], context: Context): Promise<ExitCode> {
  const screen = createScreen(context.stderr, context.env);
  let log = createLogger('info', textLines(screen));
  try {
    const place = firstWord(args, globalFlags);
    const word = place < 0 ? undefined : args[place];
    const others = place < 0 ? args : [...args.slice(0, place), ...args.slice(place + 1)];
    if (word === undefined || word === 'help') return await help(others, context);
    const command = await find(word);
    const parsed = parseFlags(others, [...command.flags, ...globalFlags]);
    if (parsed.flags.on('help')) return await help([command.name], context);
    log = await loggerFor(parsed, screen);
    return await command.run({ context, flags: parsed.flags, argument: argumentOf(command, parsed.rest), log, screen });
  } catch (error) {
    screen.status('');
    return explain(error, log, context.signal);
  }
}

async function find(word: string): Promise<Command> {
  const listed = commands.find(({ name }) => name === word);
  if (listed !== undefined) return listed.load();
  const names = commands.map(({ name }) => name);
  throw new Iter8Error('USAGE', `unknown command ${JSON.stringify(word)}${didYouMean(word, names)}`);
}

async function help(others: readonly string[], { stdout }: Context): Promise<ExitCode> {
  const { commandHelp, overview } = await import('./help.ts');
  const [word, ...more] = parseFlags(others, globalFlags).rest;
  if (more.length > 0) throw new Iter8Error('USAGE', `help takes one command, not ${more.length + 1}`);
  stdout.write(word === undefined || word === 'help' ? overview() : commandHelp(await find(word)));
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

function explain(error: unknown, log: Logger, signal: AbortSignal): ExitCode {
  if (error instanceof Iter8Error) {
    log.write('error', error.message, { code: error.code, fix: error.fix, problems: error.problems });
    log.error(`${error.code}: ${error.fix}`);
    return signal.aborted ? exitCodes.interrupted : error.exit;
  }
  if (signal.aborted) {
    log.error('interrupted');
    return exitCodes.interrupted;
  }
  log.error(
    `this is a bug in Iter8, please report it: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
  );
  return exitCodes.bug;
}
