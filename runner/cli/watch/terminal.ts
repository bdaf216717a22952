// What the terminal of whoever watches can show.
import type { Terminal } from '../../report/watch/line.ts';
import type { Context } from '../command.ts';
import { createScreen } from '../terminal/screen.ts';

// Undefined where nothing can be drawn twice: a file, a pipe, a dumb terminal.
export function liveTerminal({ stdout, env }: Pick<Context, 'stdout' | 'env'>): (() => Terminal) | undefined {
  const screen = createScreen(stdout, env);
  if (!screen.live) return undefined;
  const unicode = showsUnicode(env);
  return () => ({
    columns: screen.columns(),
    rows: Math.max(3, (stdout.rows || 24) - 1), // the cursor has one
    colour: screen.colour,
    unicode,
  });
}

// The console of Linux has few glyphs, whatever its locale.
function showsUnicode(env: Context['env']): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return /utf-?8/i.test(locale ?? '') && env.TERM !== 'linux';
}
