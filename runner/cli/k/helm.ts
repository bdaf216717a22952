// Runs the helm that is on PATH.
import { spawn } from 'node:child_process';
import { Iter8Error } from '../../model/errors.ts';
import { codeOf } from '../../store/file-errors.ts';
import type { Context } from '../command.ts';

interface HelmOutcome {
  code: number;
  stdout: string;
  stderr: string;
}

const mostBytes = 16 * 1024 * 1024;

export async function helm(
  context: Context,
  args: readonly string[],
  env: Record<string, string>,
): Promise<HelmOutcome> {
  const child = spawn('helm', args, {
    cwd: context.cwd,
    env: { ...context.env, ...env },
    stdio: [args.includes('-') ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    signal: context.signal,
    killSignal: 'SIGTERM',
  });
  const stdout = gathered(child.stdout);
  const stderr = gathered(child.stderr);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(codeOf(error) === 'ENOENT' ? missing(error) : error));
    child.once('close', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
  });
  return { code, stdout: stdout(), stderr: stderr() };
}

function missing(cause: unknown): Iter8Error {
  return new Iter8Error('HELM', 'helm is not on PATH, and launching in a cluster needs it', { cause });
}

function gathered(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  let size = 0;
  stream.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= mostBytes) parts.push(part);
  });
  return () => Buffer.concat(parts).toString();
}

// helm's own words, without its repeated prefixes.
export function helmFailed(what: string, { stderr, code }: HelmOutcome): Iter8Error {
  const said = stderr.trim().replace(/^Error: /, '');
  const isInput = /schema|values don't meet|execution error|parse|failed parsing/i.test(said);
  const isAway = /cluster unreachable|connection refused|no such host|i\/o timeout/i.test(said);
  const kind = isAway ? 'UNREACHABLE' : isInput ? 'VALUES' : 'CLUSTER';
  return new Iter8Error(kind, `${what}: ${said === '' ? `helm ended with ${code}` : said}`);
}
