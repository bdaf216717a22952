// What a command is: data, and one function that is handed everything it touches.
import type { ExitCode } from '../model/exit-codes.ts';
import type { Flag, FlagValues } from './flags.ts';
import type { Logger } from './terminal/logger.ts';
import type { Output, Screen } from './terminal/screen.ts';

export interface Command {
  name: string;
  describe: string;
  details?: string; // what help says below the first line
  argument?: Argument;
  flags: readonly Flag[];
  examples: readonly Example[];
  run(call: Call): Promise<ExitCode>;
}

interface Argument {
  name: string;
  describe: string;
  choices: readonly string[];
  required?: true;
}

interface Example {
  describe: string;
  command: string;
}

export interface Call {
  context: Context;
  flags: FlagValues;
  argument: string | undefined;
  log: Logger;
  screen: Screen;
}

export interface Context {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  stdout: Output;
  stderr: Output;
  stdin?: AsyncIterable<Uint8Array>;
  signal: AbortSignal; // aborted when the user wants to stop
}
