// Opens a file in the user's browser, with whatever this machine has for it.
import { spawn } from 'node:child_process';
import type { Context } from './command.ts';

type Opener = readonly [program: string, ...args: string[]];

const patienceMs = 3000; // one that is still running then is at work

// False where nothing here could open it.
export async function openInBrowser(file: string, context: Pick<Context, 'env'>): Promise<boolean> {
  for (const [program, ...args] of openers(context)) {
    if (await opens(program, [...args, file], context)) return true;
  }
  return false;
}

function openers({ env }: Pick<Context, 'env'>): Opener[] {
  if (process.platform === 'darwin') return [['open']];
  if (process.platform === 'win32') return [['cmd', '/c', 'start', '']];
  // Without a screen xdg-open would start a browser of the terminal, if any, and take the terminal away.
  const screen = env.DISPLAY || env.WAYLAND_DISPLAY || env.BROWSER;
  return [...(env.WSL_DISTRO_NAME ? [['wslview'] as const] : []), ...(screen ? [['xdg-open'] as const] : [])];
}

function opens(program: string, args: readonly string[], { env }: Pick<Context, 'env'>): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, detached: true, stdio: 'ignore' });
    const settle = (opened: boolean) => {
      clearTimeout(timer);
      child.unref();
      resolve(opened);
    };
    const timer = setTimeout(() => settle(true), patienceMs);
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
  });
}
