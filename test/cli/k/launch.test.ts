// `iter8 k launch`: what helm is told, and what comes of it.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withHelm } from '../../charts/chart.ts';
import { findHelm } from '../../helm/helm.ts';
import { bundle, iter8, messages, removeWorkFolders, workFolder } from '../iter8.ts';
import { standInHelm, withoutHelm } from './stand-in-helm.ts';

afterAll(removeWorkFolders);

const chart = path.join(path.dirname(bundle), 'charts');
const job = ['--set', 'tasks={http},runner=job,http.url=http://httpbin/get'];
const launch = (args: readonly string[], env: Record<string, string>, more: { cwd?: string; input?: string } = {}) =>
  iter8(['k', 'launch', ...args], { env, ...more });

test('without helm on PATH ends with exit code 2 and says what to install', async () => {
  const { code, stderr } = await launch(job, withoutHelm());
  expect([code, stderr]).toEqual([2, expect.stringMatching(/helm is not on PATH[\s\S]*HELM: install helm 3 or 4/)]);
});

test('installs the chart that comes with the program, or upgrades, and says so', async () => {
  const { env, calls } = standInHelm({ stdout: 'NAME: default\nNOTES: …\n' });
  const { code, stdout, stderr } = await launch(job, env);
  expect([code, stdout]).toEqual([0, '']);
  expect(messages(stderr)).toEqual([
    'level=info msg=inited Helm config',
    'level=info msg=experiment launched. Happy Iter8ing!',
  ]);
  const [verb, install, group, archive, ...values] = calls()[0]?.args ?? [];
  expect([verb, install, group, values]).toEqual(['upgrade', '--install', 'default', job]);
  expect(archive).toMatch(new RegExp(`^${chart}/iter8-\\d[^/]*\\.tgz$`));
});

test('hands on values as they were given and in their order, and how the cluster is reached', async () => {
  const cwd = workFolder();
  for (const name of ['a', 'b', 'text']) writeFileSync(path.join(cwd, name), name === 'text' ? 'x' : 'tasks: [http]\n');
  const { env, calls } = standInHelm();
  const sets = ['--set', 'http.url=http://x/?a\\,b', '--set', 'http.url=http://y/ z', '--set', 'runner=job'];
  const others = [
    '--set-string',
    'http.qps=0.5',
    '--set-file',
    'http.payloadStr=text',
    '--values',
    'a',
    '--values',
    'b',
  ];
  const cluster = ['--namespace', 'staging', '--kube-ca-file', 'ca.pem', '--kube-apiserver', 'https://api:6443'];
  const token = ['--kube-token', 'canary-7a30'];
  const args = [...cluster, ...others, '-g', 'shop', ...sets, ...token];
  const { code, stderr } = await launch(args, env, { cwd });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('canary-7a30')]);
  const inOrder = ['--namespace', 'staging', '--kube-apiserver', 'https://api:6443', '--kube-ca-file', 'ca.pem'];
  expect(calls()[0]?.args.slice(0, 3)).toEqual(['upgrade', '--install', 'shop']);
  expect(calls()[0]?.args.slice(4)).toEqual([...sets, ...others, ...inOrder]);
  expect(calls()[0]?.token).toBe('canary-7a30');
});

test.each([
  ['a folder on this machine', ['--chartName', 'mine', '--localChart'], (cwd: string) => path.join(cwd, 'mine')],
  ['one that helm finds', ['-c', 'repo/mine'], () => 'repo/mine'],
])('installs another chart: %s', async (_, flags, expected) => {
  const cwd = workFolder();
  const { env, calls } = standInHelm();
  expect((await launch([...job, ...flags], env, { cwd })).code).toBe(0);
  expect(calls()[0]?.args[3]).toBe(expected(cwd));
});

test('values of standard input go to helm', async () => {
  const { env, calls } = standInHelm();
  const input = 'tasks: [http]\nrunner: job\n';
  const { code, stderr } = await launch(['-f', '-'], env, { input });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
  expect(calls()[0]).toMatchObject({ args: expect.arrayContaining(['--values', '-']), stdin: input });
});

test.each([[['--set', 'tasks={http}']], [['--set', 'tasks={http},runner=none']]])(
  '%j warns that nothing will run',
  async (args) => {
    const { code, stderr } = await launch(args, standInHelm().env);
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('level=warning msg=runner is not set, so that nothing will run'),
    ]);
  },
);

test('values that cannot be read end with exit code 2, and helm is not called', async () => {
  const { env, calls } = standInHelm();
  const { code, stderr } = await launch(['--set', 'tasks={http'], env);
  expect([code, calls(), stderr]).toEqual([2, [], expect.stringContaining('VALUES: ')]);
});

test.each([
  ['Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 3, 'CLUSTER: '],
  ['Error: Kubernetes cluster unreachable: dial tcp 127.0.0.1:1: connect: connection refused', 6, 'UNREACHABLE: '],
])('a failure of helm is told in its own words: %s', async (said, code, kind) => {
  const ran = await launch(job, standInHelm({ code: 1, stderr: `${said}\n` }).env);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(`experiment group default cannot be launched: ${said.replace('Error: ', '')}`);
  expect(ran.stderr).toContain(kind);
});

withHelm('iter8 k launch with the real helm', () => {
  const env = { PATH: path.dirname(findHelm() ?? ''), GOGC: 'off' };

  test('--dry writes what would be installed to manifest.yaml, readable by its owner alone', async () => {
    const cwd = workFolder();
    const file = path.join(cwd, 'manifest.yaml');
    writeFileSync(file, 'older\n', { mode: 0o644 });
    const secret = ['--set', 'http.headers.Authorization=Bearer canary-11'];
    const { code, stderr } = await launch(['--dry', '-g', 'shop', '-n', 'staging', ...job, ...secret], env, { cwd });
    expect([code, stderr]).toEqual([0, expect.stringContaining('level=info msg=created manifest.yaml file')]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const manifest = readFileSync(file, 'utf8');
    expect(manifest).toMatch(/kind: Job\nmetadata:\n {2}name: "shop-1-job"\n {2}namespace: "staging"/);
    expect(manifest).not.toContain('older');
  });

  test('--dry takes values of standard input', async () => {
    const cwd = workFolder();
    const input = 'tasks: [http]\nrunner: cronjob\ncronjobSchedule: "*/5 * * * *"\nhttp: {url: http://httpbin/get}\n';
    expect((await launch(['--dry', '-f', '-'], env, { cwd, input })).code).toBe(0);
    expect(readFileSync(path.join(cwd, 'manifest.yaml'), 'utf8')).toContain('schedule: "*/5 * * * *"');
  });

  test.each([
    ['an input that is not known', 'http.qqps=5', 'qqps'],
    ['a schedule that is missing', 'runner=cronjob', 'cronjobSchedule: missing'],
  ])('%s is refused by name: exit code 2', async (_, value, named) => {
    const cwd = workFolder();
    const { code, stderr } = await launch(['--dry', ...job, '--set', value], env, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(named)]);
    expect(stderr).toContain('VALUES: ');
  });
});
