// Input that is wrong: exit code 2, all of it at once, nothing sent, nothing written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { iter8, removeWorkFolders, workFolder } from './iter8.ts';

afterAll(removeWorkFolders);
const http = (...sets: string[]) =>
  ['tasks={http}', 'http.url=http://127.0.0.1:1/', ...sets].flatMap((text) => ['--set', text]);

async function refused(args: string[], file?: string) {
  const cwd = workFolder();
  if (file !== undefined) writeFileSync(path.join(cwd, 'values.yaml'), file);
  const { code, stdout, stderr } = await iter8(['launch', ...args], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(existsSync(path.join(cwd, 'experiment.yaml'))).toBe(false);
  expect(stderr).not.toMatch(/bug in Iter8|\bat .*\.js:\d/);
  return stderr;
}

test.each<[string, string[], RegExp[]]>([
  ['no tasks', [], [/tasks/]],
  ['an unknown task', ['--set', 'tasks={htpp}'], [/htpp/, /did you mean http\?/]],
  ['an unknown input', http('http.qqps=5'), [/http\.qqps/, /did you mean qps\?/]],
  ['an unknown top-level value', http('htpp.qps=5'), [/htpp/]],
  ['a wrong type', http('http.qps=fast'), [/http\.qps/]],
  ['a map where a number belongs', http('http.qps.a=1'), [/http\.qps/]],
  ['a negative count', http('http.numRequests=-1'), [/http\.numRequests/]],
  ['a count of zero', http('http.numRequests=0'), [/http\.numRequests/]],
  ['no connections', http('http.connections=0'), [/http\.connections/]],
  ['half a request', http('http.numRequests=1.5'), [/http\.numRequests/]],
  ['a bad duration', http('http.duration=soon'), [/http\.duration/]],
  ['a duration without a unit', http('http.duration=10'), [/http\.duration/]],
  ['a bad URL', ['--set', 'tasks={http}', '--set', 'http.url=nonsense'], [/http\.url/]],
  ['a URL of another scheme', ['--set', 'tasks={http}', '--set', 'http.url=ftp://x/'], [/http\.url/]],
  ['no URL', ['--set', 'tasks={http}'], [/http\.url/]],
  ['an `if` with an unknown name', http('http.if=Result.NumLoop == 1'), [/NumLoop/]],
  ['an `if` that cannot be read', http('http.if=not ('), [/http\.if/]],
  [
    'an SLO limit that is no number',
    [...http('assess.SLOs.upper.http/latency-mean=low'), '--set', 'tasks={http,assess}'],
    [/SLOs\.upper/],
  ],
  ['a --set that cannot be read', ['--set', 'tasks={http'], [/--set/]],
  ['a values file that is not there', ['-f', 'values.yaml'], [/values\.yaml/]],
  ['a values URL that refuses', ['-f', 'http://127.0.0.1:1/values.yaml'], [/127\.0\.0\.1:1/]],
])('%s', async (_, args, wanted) => {
  const stderr = await refused(args);
  for (const pattern of wanted) expect(stderr).toMatch(pattern);
});

test('all problems are told at once, each with its path', async () => {
  const stderr = await refused([
    ...http('http.qqps=5', 'http.numRequests=-3', 'http.duration=soon', 'assess.SLO.upper.x=1'),
    '--set',
    'tasks={http,assess,asess}',
  ]);
  for (const part of ['http.qqps', 'http.numRequests', 'http.duration', 'asess']) expect(stderr).toContain(part);
  expect(stderr).toMatch(/\d input errors:/);
});

test.each([
  ['a YAML that refers to itself', 'a: &a\n  b: *a\ntasks: [http]\n'],
  [
    'a YAML of a billion laughs',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`)}]`)
      .join('\n')}\ntasks: [http]\n`,
  ],
  ['a YAML that is cut off', 'tasks: [http\n'],
  ['a YAML list', '- tasks\n'],
  ['bytes that are no text', '\u0000\u0001\ufffe'],
])('%s', async (_, text) => {
  expect(await refused(['-f', 'values.yaml'], text)).toMatch(/level=error/);
});

test('a YAML of 100 MB is refused quickly', async () => {
  const start = performance.now();
  expect(await refused(['-f', 'values.yaml'], `a: ${'x'.repeat(100_000_000)}\n`)).toMatch(/values\.yaml/);
  expect(performance.now() - start).toBeLessThan(10_000);
});

describe.each([
  ['cut off', 'spec:\n- task: http\n  with: {url: "http://127'],
  ['empty', ''],
  ['something else', 'hello: world\n'],
  ['a list', '- 1\n'],
  ['binary', '\u0000\u0001\u0002'],
  ['of a wrong shape', 'spec: 5\nresult: yes\n'],
])('an experiment.yaml that is %s is left as it was, and refused', (_, text) => {
  test.each([
    ['launch', http()],
    ['launch', ['--dry', ...http()]],
    ['run', []],
    ['run', ['--reuseResult']],
    ['assert', ['-c', 'completed']],
    ['assert', ['-c', 'completed', '--timeout', '30s']],
    ['report', []],
  ])('by %s %j', async (command, args) => {
    const cwd = workFolder();
    const file = path.join(cwd, 'experiment.yaml');
    writeFileSync(file, text);
    const { code, stderr, stdout } = await iter8([command, ...args], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('DOCUMENT_CORRUPT: ');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
