// `iter8 watch` beside `iter8 launch`, as a log and on a real terminal (a pseudo-terminal of util-linux's script).
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { fakeTerminal } from '../../runner/cli/watch/terminal.fixture.ts';
import {
  bundle,
  iter8,
  messages,
  removeWorkFolders,
  type Service,
  sampleService,
  started,
  workFolder,
} from './iter8.ts';

let service: Service;
beforeAll(async () => {
  service = await sampleService();
});
afterAll(async () => {
  await service.stop();
  removeWorkFolders();
});

const launch = (cwd: string, ...more: string[]) =>
  started(
    [
      'launch',
      '--set',
      'tasks={http,assess}',
      ...[
        `http.url=${service.url}/get`,
        'http.qps=20',
        'http.duration=3s',
        'assess.SLOs.upper.http/error-count=0',
        ...more,
      ].flatMap((value) => ['--set', value]),
    ],
    { cwd },
  );

test('started before the experiment, it tells what happens, and ends with 0 at its end', async () => {
  const cwd = workFolder();
  const watching = started(['watch'], { cwd });
  await watching.stderrHas('waiting');
  expect((await launch(cwd).ended).code).toBe(0);
  const { code, stderr, stdout } = await watching.ended;
  expect(code).toBe(0);
  expect(stdout).toBe('');
  // A machine with other work may be late, and says so.
  expect(messages(stderr).filter((line) => !line.includes('load generator'))).toEqual([
    `level=info msg=watching experiment.yaml in ${cwd}`,
    `level=info msg=there is no experiment.yaml in ${cwd}; waiting`,
    'level=info msg=task 1: http: started',
    expect.stringMatching(/^level=info msg=task 1: http: completed after \ds$/),
    'level=info msg=task 2: assess: completed',
    'level=info msg=SLO http/error-count <= 0: satisfied: 0, at the limit',
    expect.stringMatching(/^level=info msg=the SLO is satisfied: /),
    'level=info msg=all of it: iter8 report',
    'level=info msg=as a page with charts: iter8 report -o html > report.html',
  ]);
});

test('what has ended is shown, with 0 also where it failed', async () => {
  const cwd = workFolder();
  await launch(cwd, 'http.url=http://127.0.0.1:9/', 'http.abortOn.errorRate=0.1', 'http.abortOn.for=200ms').ended;
  const { code, stderr } = await iter8(['watch'], { cwd });
  expect(code).toBe(0);
  expect(stderr).toMatch(/level=error msg=task 1: http: failure/);
});

test('one that never comes ends with 5, or at once', async () => {
  const cwd = workFolder();
  expect((await iter8(['watch', '--timeout', '300ms'], { cwd })).code).toBe(5);
  const { code, stderr } = await iter8(['watch', '--timeout', '0'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('there is no experiment.yaml');
});

test('a run whose process was killed ends as aborted', async () => {
  const cwd = workFolder();
  const running = launch(cwd, 'http.duration=60s');
  await running.stderrHas('started');
  const watching = started(['watch'], { cwd });
  await watching.stderrHas('task 1: http: started');
  running.child.kill('SIGKILL');
  const { code, stderr } = await watching.ended;
  expect(code).toBe(0);
  expect(stderr).toMatch(/the run was aborted|the experiment failed/);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('it takes little of a processor: 3 % of a core, with room for what else a machine does', async () => {
  const cwd = workFolder();
  const running = launch(cwd, 'http.duration=60s');
  await running.stderrHas('started');
  const watching = started(['watch'], { cwd });
  await watching.stderrHas('task 1: http: started');
  await sleep(2000); // what is used for the first time is loaded, and compiled
  const before = processorMs(watching.child.pid);
  await sleep(4000);
  const share = (processorMs(watching.child.pid) - before) / 4000;
  watching.child.kill('SIGINT');
  running.child.kill();
  await Promise.all([watching.ended, running.ended]);
  expect(share).toBeLessThan(0.06);
});

// In ticks of 10 ms, user and system, as the kernel counts them.
function processorMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

const hasScript = spawnSync('script', ['--version']).status === 0;
const onTerminal = hasScript ? describe : describe.skip;

onTerminal('on a terminal', () => {
  test('the screen shows the verdict once it is over, and no trace of what was drawn before', async () => {
    const cwd = workFolder();
    const { ended } = watchOn('stty cols 80 rows 40', cwd);
    await launch(cwd, 'http.duration=6s').ended; // a few windows, for a sparkline
    const { code, output } = await ended;
    expect(code).toBe(0);
    const terminal = fakeTerminal(80, 40);
    terminal.write(output);
    const screen = terminal.screen();
    expect(screen[0]).toBe('✔ the SLO is satisfied');
    expect(screen.filter((line) => /^\S 1 http/.test(line))).toHaveLength(1);
    expect(screen.find((line) => line.startsWith('  p99 '))).toMatch(/p99 [▁▂▃▄▅▆▇█ ]+ [\d.]+ ms/);
    expect(screen.join('\n')).not.toContain('running');
    expect(terminal.cursor().isShown).toBe(true);
    expect(output).toContain('\x1b[32m');
  });

  test('a narrow one in a locale without UTF-8 gets ASCII', async () => {
    const cwd = workFolder();
    const { ended } = watchOn('stty cols 40 rows 12', cwd, { LANG: 'C', NO_COLOR: '1' });
    await launch(cwd).ended;
    const { output } = await ended;
    expect(stripVTControlCharacters(output)).toMatch(/^[\r\n -~]*$/);
    expect(output).not.toContain('\x1b[32m');
    const terminal = fakeTerminal(40, 12);
    terminal.write(output);
    expect(terminal.screen()[0]).toBe('+ the SLO is satisfied');
  });

  test('Ctrl-C ends it with 130, and brings the cursor back', async () => {
    const cwd = workFolder();
    const running = launch(cwd, 'http.duration=60s');
    const { ended, child, shows } = watchOn('true', cwd);
    await shows('running');
    child.stdin?.write('\x03');
    const { code, output } = await ended;
    expect(code).toBe(130);
    expect(output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(output.lastIndexOf('\x1b[?25l'));
    running.child.kill();
    await running.ended;
  });
});

interface Watching {
  child: ChildProcess;
  ended: Promise<{ code: number | null; output: string }>;
  shows(text: string): Promise<void>;
}

function watchOn(prepare: string, cwd: string, env: Record<string, string> = {}): Watching {
  const child = spawn('script', ['-qefc', `${prepare}; exec ${process.execPath} ${bundle} watch`, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh', ...env },
    stdio: 'pipe',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  const shows = async (text: string) => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended before it showed ${text}:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, ended, shows };
}
