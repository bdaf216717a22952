import { commands } from '../../runner/cli/commands.ts';
import { iter8, messages } from './iter8.ts';

describe('help', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']], [['help', 'help']]])(
    '%j lists the commands on stdout and exits 0',
    async (args) => {
      const { code, stdout, stderr } = await iter8(args);
      expect([code, stderr]).toEqual([0, '']);
      const names = new Set(commands.map(({ name }) => name.split(' ')[0]));
      for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    },
  );

  test.each(commands.map(({ name }) => [name]))(
    '%s shows its flags and examples, by help and by --help',
    async (name) => {
      const [byHelp, byFlag] = await Promise.all([
        iter8(['help', ...name.split(' ')]),
        iter8([...name.split(' '), '--help']),
      ]);
      expect(byHelp).toEqual(byFlag);
      expect(byHelp.code).toBe(0);
      expect(byHelp.stdout).toContain(`  iter8 ${name}`);
      expect(byHelp.stdout).toMatch(/\nExamples:\n {2}# .+\n {2}\S/);
      expect(byHelp.stdout).toContain('--loglevel');
    },
  );
});

test.each([[['k']], [['k', '--help']], [['help', 'k']]])('%j lists the commands for a cluster', async (args) => {
  const { code, stdout } = await iter8(args);
  expect(code).toBe(0);
  for (const name of ['launch', 'assert', 'report', 'log', 'delete'])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout).toContain('--kube-context');
});

describe('version', () => {
  test('is v and the number of package.json', async () => {
    const { version } = jest.requireActual<{ version: string }>('../../package.json');
    const [long, short] = await Promise.all([iter8(['version']), iter8(['version', '--short'])]);
    expect(short).toEqual({ code: 0, stdout: `v${version}\n`, stderr: '' });
    expect(long.stdout).toBe(`iter8 v${version} (node ${process.version}, ${process.platform}/${process.arch})\n`);
  });
});

describe('wrong use exits 2, says what is wrong and what to do, and prints nothing on stdout', () => {
  test.each([
    [['lunch'], 'unknown command "lunch"; did you mean launch?'],
    [['k', 'asert'], 'unknown command "k asert"; did you mean k assert?'],
    [['k', '-n', 'x', 'launch', '--bad'], 'unknown flag --bad'],
    [
      ['k', 'report', '--group=--post-renderer=x'],
      '--group cannot be "--post-renderer=x": a group has lower-case letters',
    ],
    [['k', 'delete', '-g', 'a,b!=c'], '--group cannot be "a,b!=c"'],
    [['k', 'launch', '-g', 'UPPER', '--dry'], '--group cannot be "UPPER"'],
    [['k', 'launch', '--chartName=--debug', '--dry'], '--chartName is a chart, not "--debug"'],
    [['k', 'log', '--loop', '0'], '--loop is the number of a loop, 1 or more, not "0"'],
    [['k', 'run', '--owner', 'pod/x'], '--owner is job/NAME or cronjob/NAME, not "pod/x"'],
    [['report', '--al'], 'unknown flag --al; did you mean --all?'],
    [['report', '-z'], 'unknown flag -z'],
    [['report', '-o'], 'the flag -o needs a value'],
    [
      ['report', '-o', 'pdf'],
      '--outputFormat cannot be "pdf": it is one of text, json, junit, html, markdown, template',
    ],
    [['report', '-o', 'json', '--open'], '--open shows the html report, not json: leave -o away, or say -o html'],
    [['report', '-o', 'template'], '-o template and --template FILE go together'],
    [['report', 'extra'], '"extra" is neither a flag nor a flag\'s value'],
    [['launch', '--dry', 'false'], '"false" is neither'],
    [['launch', '--dry=perhaps'], 'the flag --dry is true or false, not "perhaps"'],
    [['launch', '--set', 'tasks=http', 'tasks=assess'], 'use quotes: --set "tasks={http,assess}"'],
    [['completion'], 'iter8 completion needs a shell: one of bash, zsh'],
    [['completion', 'fish'], 'the shell "fish" is not known'],
    [['sample', 'soap'], 'the protocol "soap" is not known; it is one of http, grpc'],
    [['sample', 'http', '--port', '80x'], '--port is a number from 0 to 65535, not "80x"'],
    [['assert'], 'no condition is given'],
    [['assert', '-c', 'complete'], 'unknown condition "complete"; did you mean completed?'],
    [['assert', '-c', 'slos', '--timeout', 'soon'], '--timeout is a duration such as 90s or 2m, not "soon"'],
    [['-l', 'loud', 'version'], '--loglevel cannot be "loud"'],
    [['help', 'launch', 'run'], 'help takes one command, not 2'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await iter8(args);
    expect([code, stdout]).toEqual([2, '']);
    const [first, second] = messages(stderr);
    expect(first).toContain('level=error');
    expect(first).toContain(message);
    expect(second).toMatch(/^level=error msg=(USAGE|CONDITION): /);
  });
});

test('global flags may stand before the command, and are taken with it', async () => {
  expect((await iter8(['-l', 'debug', '--log-format=json', 'version', '--short'])).code).toBe(0);
});

test('--log-format json makes every log line one object', async () => {
  const { code, stderr } = await iter8(['--log-format', 'json', 'assert', '-c', 'completed']);
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(2);
  expect(lines[0]).toMatchObject({
    level: 'error',
    msg: expect.stringContaining('there is no experiment.yaml'),
    code: 'DOCUMENT_MISSING',
  });
  expect(new Date(lines[0].time).getTime()).toBeGreaterThan(0);
});
