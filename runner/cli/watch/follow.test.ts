import { setImmediate as idle } from 'node:timers/promises';
import type { RunState } from '../../model/document.ts';
import { Iter8Error } from '../../model/errors.ts';
import { documentOf } from '../../store/secret.fixture.ts';
import type { Sight } from '../asserting.ts';
import type { Call } from '../command.ts';
import { parseFlags } from '../flags.ts';
import { type Followed, follow, watchFlags } from './follow.ts';
import { fakeTerminal } from './terminal.fixture.ts';

const missing = new Iter8Error('GROUP', 'there is no experiment group g');
const absent: Sight = { document: undefined, missing };
const away: Sight = { document: undefined, missing: new Iter8Error('UNREACHABLE', 'the API server does not answer') };
const sight = (state: RunState, change: Partial<Sight> = {}, loop = 1): Sight => ({
  document: documentOf(loop, state),
  missing,
  ...change,
});

// Somebody who watches what a test shows, one sight after the other, by a clock that the test moves.
function watching(
  args: string[] = [],
  { live = false, costMs = 0, ...followed }: Partial<Followed> & { live?: boolean; costMs?: number } = {},
) {
  const lines: string[] = [];
  const abort = new AbortController();
  const terminal = fakeTerminal(60, 30);
  const say = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  const stdout = live ? terminal : { write: () => {} };
  const call: Call = {
    context: { cwd: '/work', env: { LANG: 'C.UTF-8', NO_COLOR: '1' }, stdout, stderr: stdout, signal: abort.signal },
    flags: parseFlags(args, [...watchFlags, { name: 'log-format', kind: 'text', describe: '', default: 'text' }]).flags,
    argument: undefined,
    log: { ...log, write: () => {}, redactWith: () => {} },
    screen: { live: false, colour: false, columns: () => 80, line: () => {}, status: () => {} },
  };
  let now = 0;
  let current: Sight = absent;
  let wake = () => {};
  let tick = () => {};
  let workedMs = 0;
  const rests: number[] = [];
  const ended = follow(
    call,
    () => ({
      subject: 'experiment group g',
      look: async () => {
        workedMs += costMs;
        return current;
      },
      change: (_, signal) =>
        new Promise((resolve, reject) => {
          const stop = () => reject(signal.reason);
          signal.addEventListener('abort', stop, { once: true });
          wake = () => {
            signal.removeEventListener('abort', stop);
            resolve();
          };
        }),
      end: ['iter8 report shows all of it'],
      ...followed,
    }),
    {
      now: () => now,
      worked: () => workedMs,
      every(_, act) {
        tick = act;
        return () => {
          tick = () => {};
        };
      },
      sleep: async (ms) => void rests.push(ms),
    },
  );
  ended.catch(() => {});
  return {
    lines,
    terminal,
    abort,
    ended,
    rests,
    async show(next: Sight, afterMs = 1000) {
      await idle();
      now += afterMs;
      current = next;
      tick();
      wake();
      await idle();
    },
  };
}

test('ends with 0 when the run has ended, whatever came of it, and says how to go on', async () => {
  const { lines, ended, show } = watching();
  await show(sight('running'));
  await show(sight('failed'));
  expect(await ended).toBe(0);
  expect(lines[0]).toBe('info watching experiment group g');
  expect(lines).toContain('info task 1: http: started');
  expect(lines.at(-1)).toBe('info iter8 report shows all of it');
});

test('waits for one that is not there yet, and says so once', async () => {
  const { lines, ended, show } = watching();
  await show(absent, 60_000);
  await show(absent, 60_000);
  await show(sight('completed'));
  expect(await ended).toBe(0);
  expect(lines.filter((line) => line === 'info there is no experiment group g; waiting')).toHaveLength(1);
});

test('gives up with 5 when the timeout has passed', async () => {
  const { lines, ended, show } = watching(['--timeout', '90s']);
  await show(absent, 60_000);
  await show(absent, 31_000);
  expect(await ended).toBe(5);
  expect(lines.at(-1)).toBe('error timed out: there is no experiment group g');
});

test('with a timeout of 0 what is not there is an error at once', async () => {
  await expect(watching(['--timeout', '0']).ended).rejects.toBe(missing);
});

test('one that ended without a result is an error, too', async () => {
  const { ended, show } = watching();
  const over = new Iter8Error('STEP', 'experiment group g ended without a result');
  await show({ document: undefined, missing: over, over: true });
  await expect(ended).rejects.toBe(over);
});

test('a run takes as long as it takes', async () => {
  const { ended, show } = watching(['--timeout', '10s']);
  await show(sight('running'));
  await show(sight('running'), 3_600_000);
  await show(sight('completed'), 3_600_000);
  expect(await ended).toBe(0);
});

test('survives that the experiment is deleted and launched again, and says so', async () => {
  const { lines, ended, show } = watching();
  await show(sight('running'));
  await show(absent);
  const again = documentOf(1, 'running', 2);
  await show({ document: again, missing });
  await show({ document: documentOf(1, 'completed', 2), missing });
  expect(await ended).toBe(0);
  const told = lines.filter((line) => /no experiment group|launched again/.test(line));
  expect(told.slice(-2)).toEqual([
    'info there is no experiment group g; waiting',
    'info the experiment was launched again: this is the new run',
  ]);
});

test('one whose process is gone is waited for where another run may come, and ends where none will', async () => {
  const { lines, ended, show } = watching(['--timeout', '60s']);
  await show(sight('running'));
  await show(sight('aborted', { over: false, why: 'the Job was deleted' }));
  expect(lines.at(-1)).toBe('info its process is gone: the Job was deleted; waiting for another run');
  await show(sight('aborted', { over: false, why: 'the Job was deleted' }), 61_000);
  expect(await ended).toBe(0);
  const other = watching();
  await other.show(sight('aborted', { over: true }));
  expect(await other.ended).toBe(0);
});

test('an API server that is away is told in one line, and so is its return', async () => {
  const { lines, ended, show } = watching();
  await show(sight('running'));
  for (let i = 0; i < 5; i++) await show(away, 10_000);
  await show(sight('running'));
  await show(sight('completed'));
  expect(await ended).toBe(0);
  expect(lines.filter((line) => line.includes('API server'))).toEqual([
    'info the API server does not answer; trying again',
    'info the API server answers again',
  ]);
});

test('loops of one that is scheduled follow each other until it is interrupted', async () => {
  const { lines, ended, abort, show } = watching([], {
    upcoming: () => ({ words: 'the next loop comes', inMs: 5000 }),
  });
  await show(sight('completed', { more: true }, 1));
  await show(sight('completed', { more: true }, 1));
  await show(sight('running', { more: true }, 2));
  expect(lines.filter((line) => line === 'info the next loop comes')).toHaveLength(1);
  expect(lines).toContain('info loop 2');
  abort.abort(new Error('stopped by SIGINT'));
  await expect(ended).rejects.toThrow('SIGINT');
});

test('it rests after each look, for longer where looking is more work, but for the first', async () => {
  const { rests, show } = watching([], { costMs: 20 });
  for (let i = 0; i < 3; i++) await show(sight('running'));
  expect(rests.slice(0, 3)).toEqual([0, 800, 800]);
});

test('an interrupt is heeded in the middle of a look that does not end', async () => {
  const { ended, abort } = watching([], { look: () => new Promise(() => {}) });
  abort.abort(new Error('stopped by SIGINT'));
  await expect(ended).rejects.toThrow('SIGINT');
});

test('what the cluster says cannot change a terminal, as a log or as a view', async () => {
  const hostile: Sight = { document: undefined, missing, why: 'pod \x1b[2J\r\u202e is waiting' };
  const { lines, show } = watching();
  await show(hostile);
  expect(lines.at(-1)).toBe('info pod \\u001b[2J\\r\\u202e is waiting; waiting');
  const live = watching([], { live: true });
  await live.show(hostile);
  await live.show(hostile);
  expect(live.terminal.screen().at(-1)).toBe('pod \\u001b[2J\\r\\u202e is waiting; waiting');
});

describe('on a terminal', () => {
  test('what is on the screen in the end is the result, once', async () => {
    const { terminal, ended, show } = watching([], { live: true });
    await show(sight('running'));
    for (let i = 0; i < 10; i++) await show(sight('running'));
    await show(sight('completed'));
    await ended;
    const screen = terminal.screen();
    expect(screen[0]).toMatch(/^✔ the experiment completed|^✘|^\?/);
    expect(screen.filter((line) => line.includes('experiment group g'))).toHaveLength(1);
    expect(screen.at(-1)).toBe('iter8 report shows all of it');
  });

  test('the cursor comes back, also after an interrupt', async () => {
    const { terminal, ended, abort, show } = watching([], { live: true });
    await show(sight('running'));
    await show(sight('running'));
    expect(terminal.cursor().isShown).toBe(false);
    abort.abort(new Error('stopped by SIGINT'));
    await expect(ended).rejects.toThrow('SIGINT');
    expect(terminal.cursor().isShown).toBe(true);
  });

  test('the time to the next loop runs', async () => {
    let inMs = 65_000;
    const { terminal, show } = watching([], { live: true, upcoming: () => ({ words: 'the next loop comes', inMs }) });
    await show(sight('completed', { more: true }));
    expect(terminal.screen().at(-1)).toBe('the next loop comes, in 1m05s');
    inMs -= 5000;
    await show(sight('completed', { more: true }), 5000);
    expect(terminal.screen().at(-1)).toBe('the next loop comes, in 1m00s');
  });

  test('a relaunch and an API server that is away stand below the view, and go', async () => {
    const { terminal, ended, show } = watching([], { live: true });
    await show(sight('running'));
    await show(away);
    await show(away);
    expect(terminal.screen().at(-1)).toBe('the API server does not answer; trying again');
    expect(terminal.screen().join('\n')).toContain('http');
    await show({ document: documentOf(1, 'running', 2), missing });
    await show({ document: documentOf(1, 'running', 2), missing });
    expect(terminal.screen().at(-1)).toBe('the experiment was launched again: this is the new run');
    await show({ document: documentOf(1, 'running', 2), missing }, 20_000);
    expect(terminal.screen().join('\n')).not.toMatch(/launched again|API server/);
    await show({ document: documentOf(1, 'completed', 2), missing });
    expect(await ended).toBe(0);
  });
});

test('a timeout that is none is wrong use', async () => {
  await expect(watching(['--timeout', 'soon']).ended).rejects.toThrow(/--timeout is a duration/);
});
