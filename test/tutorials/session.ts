// One page, read as a user does: its commands one after the other, in a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Block, shapeOf } from './blocks.ts';

export interface Session {
  folder: string;
  env: Record<string, string | undefined>;
  // What stands for this page's own addresses and names.
  replace(text: string): string;
  timeoutMs: number;
  // What has to be done before a gate is tried again, where the command itself does not measure.
  measureAgain?(commands: string): Promise<void>;
}

// Ends with what is wrong, in words; an empty list is a page that does what it says.
export async function follow(blocks: readonly Block[], session: Session): Promise<string[]> {
  const services: ChildProcess[] = [];
  const wrong: string[] = [];
  let output = '';
  for (const block of blocks) {
    const text = session.replace(block.text);
    if (block.kind === 'file') writeFileSync(path.join(session.folder, block.name), text);
    if (block.kind === 'service') services.push(await begun(text, session));
    if (block.kind === 'printed') wrong.push(...missing(block, output));
    if (block.kind === 'command') {
      const ran = await calm(text, block.exitCode, session);
      output = ran.output;
      if (ran.code !== block.exitCode) {
        wrong.push(`line ${block.line}: ended with ${ran.code}, not with ${block.exitCode}:\n${text}${output}`);
        break;
      }
    }
  }
  for (const service of services) await ended(service);
  return wrong;
}

function missing({ line, text }: Block, output: string): string[] {
  const printed = new Set(output.split('\n').map(shapeOf));
  const shown = text.split('\n').filter((each) => each.trim() !== '' && each.trim() !== '…');
  return shown
    .filter((each) => !printed.has(shapeOf(each)))
    .map((each) => `line ${line}: not printed: ${each}\n${output}`);
}

// Other work on the machine makes latencies long and loads late, and then SLOs are rightly not satisfied: tried again.
async function calm(text: string, exitCode: number, session: Session, attempts = 5): Promise<Shown> {
  const shown = await shell(text, session);
  const isNoise = shown.code !== exitCode && shown.output.includes('SLOs are not satisfied');
  if (!isNoise || attempts === 1) return shown;
  await session.measureAgain?.(text);
  return calm(text, exitCode, session, attempts - 1);
}

interface Shown {
  code: number | string;
  output: string;
}

function shell(text: string, { folder, env, timeoutMs }: Session): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-e', '-c', text], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const timer = setTimeout(() => {
      output += `not within ${timeoutMs / 1000} s\n`;
      signal(child);
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code, by) => {
      clearTimeout(timer);
      resolve({ code: code ?? String(by), output });
    });
  });
}

// A service says where it listens, in its first line.
function begun(text: string, { folder, env }: Session): Promise<ChildProcess> {
  const child = spawn('sh', ['-e', '-c', `exec ${text}`], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', () => resolve(child));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${text.trim()} ended with ${code}`)));
  });
}

function signal({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill();
  await gone;
}

// `iter8`, and `npx iter8`, as pages call them.
export function programs(folder: string, bundle: string): string {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const scripts = { iter8: `exec "${process.execPath}" "${bundle}" "$@"`, npx: '"$@"' };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return bin;
}
