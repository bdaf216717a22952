// Runs the built command line as users do: another process, its streams, its exit code.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const bundle = path.resolve(__dirname, '../../dist/iter8.js');

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Options {
  cwd?: string;
  env?: Record<string, string>;
  input?: string | null; // null: standard input stays open
}

export function iter8(args: readonly string[], options: Options = {}): Promise<Ran> {
  return started(args, options).ended;
}

interface Started {
  child: ChildProcess;
  ended: Promise<Ran>;
  stderrHas(text: string): Promise<void>;
}

export function started(args: readonly string[], { cwd = tmpdir(), env = {}, input }: Options = {}): Started {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {});
  if (input !== null) child.stdin.end(input);
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const stderrHas = async (text: string) => {
    while (!stderr.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended before it said ${JSON.stringify(text)}:\n${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { child, ended, stderrHas };
}

// Nothing of the developer's own settings.
function cleanEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, TZ: 'UTC' };
}

const folders: string[] = [];

export function workFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-test-'));
  folders.push(folder);
  return folder;
}

export function removeWorkFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Service {
  url: string; // host:port of a gRPC service
  stop(): Promise<void>;
}

export async function sampleService(
  protocol: 'http' | 'grpc' = 'http',
  args: readonly string[] = [],
): Promise<Service> {
  const { child, ended } = started(['sample', protocol, '--port', '0', ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve);
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  return {
    url,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

// The messages of log lines, without their times.
export function messages(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^time=\S+ \S+ /, ''));
}
