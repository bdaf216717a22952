import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

// A program that must succeed; what it said is in the error where it does not.
export async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await execute(program, args, { env, maxBuffer: 64 << 20, timeout: 600_000 });
  return stdout;
}
