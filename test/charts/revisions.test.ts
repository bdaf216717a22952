// Installs and upgrades by the real helm, with releases in memory and an API server that knows nothing but its version.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { chart, helm, jobSpec, type Manifest, namesOf, withHelm } from './chart.ts';

const http = ['--set', 'tasks={http,assess},http.url=http://h/,assess.SLOs.upper.http/error-count=0'];
const token = `\${secret:token}`;
const before = {
  name: 'my-test',
  namespace: 'default',
  version: 4,
  info: { status: 'deployed' },
  chart: { metadata: { apiVersion: 'v2', name: 'iter8', version: '0.13.4' } },
  manifest: '',
};

interface Release {
  manifest: string;
  version: number;
  info: { notes: string };
}

withHelm('installs and upgrades', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iter8-releases-'));
  const server = createServer((request, response) => {
    const answers: Record<string, object> = {
      '/version': { major: '1', minor: '34', gitVersion: 'v1.34.4' },
      '/api': { kind: 'APIVersions', versions: ['v1'] },
      '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
      '/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: [] },
    };
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  beforeAll(async () => {
    writeFileSync(path.join(folder, 'none.yaml'), '[]');
    writeFileSync(path.join(folder, 'before.yaml'), JSON.stringify([before]));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function release(command: string[], releases: string): Promise<Release> {
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = [...command, '-n', 'default', '-o', 'json', '--kube-apiserver', api];
    const env = { HELM_DRIVER: 'memory', HELM_MEMORY_DRIVER_DATA: path.join(folder, releases) };
    const { stdout, stderr, code } = await helm(args, env);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }
  const install = (...args: string[]) => release(['install', 'my-test', chart, ...http, ...args], 'none.yaml');
  const upgrade = (...args: string[]) => release(['upgrade', 'my-test', chart, ...http, ...args], 'before.yaml');
  const objectsOf = ({ manifest }: Release) => loadAll(manifest) as Manifest[];

  test('the first revision', async () => {
    const objects = objectsOf(await install('--set', 'runner=job'));
    expect(namesOf(objects)).toContain('Job my-test-1-job');
  });

  test('an upgrade is a Job of its own, that may read that Job and says its revision', async () => {
    const objects = objectsOf(await upgrade('--set', 'runner=job'));
    expect(namesOf(objects)).toEqual([
      'ConfigMap my-test',
      'Job my-test-5-job',
      'Role my-test-iter8',
      'RoleBinding my-test-iter8',
      'Secret my-test',
      'ServiceAccount my-test-iter8-sa',
    ]);
    const { args } = jobSpec(objects).template.spec.containers[0];
    expect(args.join(' ')).toContain('--owner job/my-test-5-job --revision 5');
    expect(JSON.stringify(objects.find(({ kind }) => kind === 'Role')?.rules)).toContain('"my-test-5-job"');
    for (const { metadata } of objects) expect(metadata.annotations['iter8.tools/revision']).toBe('5');
  });

  test.each([
    ['to literals', ['--set', 'http.headers.A=x']],
    ['from literals', []],
    ['to a Secret of the user', ['--set', 'secretRef=mine']],
  ])('an upgrade %s renders', async (_, args) => {
    await expect(upgrade('--set', 'runner=job', ...args)).resolves.toMatchObject({ version: 5 });
  });

  test('what is printed tells what to do next', async () => {
    const { notes } = (await install('--set', 'runner=job')).info;
    for (const line of [
      'iter8 k assert -g my-test -n default -c completed -c nofailure -c slos --timeout 300s',
      'iter8 k watch -g my-test -n default',
      'iter8 k report -g my-test -n default',
      'kubectl logs -n default -f job/my-test-1-job',
      "kubectl get secret my-test -n default -o jsonpath='{.data.experiment\\.yaml}' | base64 -d",
      'helm uninstall my-test -n default',
    ])
      expect(notes).toContain(line);
    expect(notes).not.toContain('WARNING');
  });

  test('what is printed for a CronJob tells how to have a loop at once', async () => {
    const { notes } = (await install('--set', 'runner=cronjob,cronjobSchedule=@hourly')).info;
    expect(notes).toContain('--from=cronjob/my-test-1-cronjob my-test-by-hand');
  });

  test.each([
    ['nothing runs', []],
    ['it is suspended', ['--set', 'runner=job,suspend=true']],
    [
      'these inputs are given literally: http.headers.A, http.url',
      ['--set', 'http.headers.A=x,http.url=http://me:pw@h/'],
    ],
    [`http refers to ${token}, and secretRef names no Secret`, ['--set', `http.headers.A=Bearer ${token}`]],
    ['ready has inputs and is not among the tasks', ['--set', 'ready.deploy=web']],
    ['cronjobSchedule has no effect', ['--set', 'cronjobSchedule=@hourly']],
  ])('what is printed warns: %s', async (warning, args) => {
    const { notes } = (await install(...args)).info;
    expect(notes).toContain(`WARNING: ${warning}`);
    expect(notes).not.toContain('me:pw');
  });

  test.each([
    ['to a Secret that is named', ['--set', `secretRef=mine,http.headers.A=${token}`]],
    ['to none, but shows how a reference is written', ['--set', `http.payloadStr=$${token}`]],
  ])('what is printed does not warn of what refers %s', async (_, args) => {
    expect((await install(...args)).info.notes).not.toContain('refers to');
  });
});
