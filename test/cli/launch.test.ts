import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Document } from '../../runner/model/document.ts';
import { iter8, messages, removeWorkFolders, type Service, sampleService, workFolder } from './iter8.ts';

let service: Service;
beforeAll(async () => {
  service = await sampleService();
});
afterAll(async () => {
  await service.stop();
  removeWorkFolders();
});

const document = (folder: string) => load(readFileSync(path.join(folder, 'experiment.yaml'), 'utf8')) as Document;
const quick = ['--set', 'http.numRequests=20', '--set', 'http.qps=200'];
const both = () => ['--set', 'tasks={http,assess}', '--set', `http.url=${service.url}/get`, ...quick];
const slo = (text: string) => ['--set', `assess.SLOs.upper.${text}`];

describe('launch', () => {
  test('runs the experiment, logs each task, keeps the result, and assert and report read it', async () => {
    const cwd = workFolder();
    const launched = await iter8(['launch', ...both(), ...slo('http/error-rate=0'), ...slo('http/error-count=0')], {
      cwd,
    });
    const busyMachine = 'level=warning msg=task 1: http: the load generator ';
    expect(messages(launched.stderr).filter((line) => !line.startsWith(busyMachine))).toEqual([
      'level=info msg=starting local experiment',
      'level=info msg=task 1: http: started',
      'level=info msg=task 1: http: completed',
      'level=info msg=task 2: assess: started',
      'level=info msg=task 2: assess: completed',
      'level=info msg=experiment launched. Happy Iter8ing!',
    ]);
    expect([launched.code, launched.stdout]).toEqual([0, '']);
    expect(document(cwd)).toMatchObject({
      spec: [{ task: 'http' }, { task: 'assess' }],
      result: { numLoops: 1, numCompletedTasks: 2, failure: false },
    });
    const asserted = await iter8(['assert', '-c', 'completed', '-c', 'nofailure', '-c', 'slos'], { cwd });
    expect([asserted.code, messages(asserted.stderr)]).toEqual([
      0,
      ['experiment completed', 'experiment has no failure', 'SLOs are satisfied', 'all conditions were satisfied'].map(
        (text) => `level=info msg=${text}`,
      ),
    ]);
    const reported = await iter8(['report'], { cwd });
    expect(reported.stdout).toMatch(/^\nExperiment summary:\n/);
    expect(reported.stdout).toMatch(/^ {2}http\/error-count <= 0 +\| true$/m);
    expect(reported.stdout).toMatch(/^ {2}http\/request-count +\| 20\.00$/m);
    for (const format of ['json', 'junit', 'markdown'])
      expect((await iter8(['report', '-o', format, '--all'], { cwd })).code).toBe(0);
  });

  test('exits 0 whatever the SLOs say; assert exits 4', async () => {
    const cwd = workFolder();
    expect((await iter8(['launch', ...both(), ...slo('http/latency-mean=0')], { cwd })).code).toBe(0);
    const { code, stderr } = await iter8(['assert', '-c', 'slos'], { cwd });
    expect(code).toBe(4);
    expect(stderr).toContain('SLOs are not satisfied');
    expect(messages(stderr).at(-1)).toBe('level=error msg=assert conditions failed');
  });

  test('a target that cannot be reached is measured errors, not a failed experiment', async () => {
    const cwd = workFolder();
    const { code, stderr } = await iter8(
      ['launch', '--set', 'tasks={http}', '--set', 'http.url=http://127.0.0.1:1/', ...quick],
      { cwd },
    );
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('level=warning msg=task 1: http: no request was answered'),
    ]);
    const { stdout } = await iter8(['report'], { cwd });
    expect(stdout).toMatch(/http\/error-rate +\| 1\.00/);
    expect(stdout).toContain('refused');
  });

  test('a task that fails ends the experiment with exit code 3, and the report says so', async () => {
    const cwd = workFolder();
    const { code, stderr } = await iter8(
      ['launch', ...both(), '--set', 'http.payloadFile=missing.bin', ...slo('http/error-count=0')],
      { cwd },
    );
    expect(code).toBe(3);
    expect(messages(stderr)).toContain('level=error msg=task 1: http: failure');
    expect((await iter8(['assert', '-c', 'nofailure'], { cwd })).code).toBe(4);
    expect((await iter8(['report'], { cwd })).stdout).toContain('No task failures: false');
  });

  test('a second launch starts a new result', async () => {
    const cwd = workFolder();
    for (let i = 0; i < 2; i++) await iter8(['launch', ...both(), ...slo('http/error-count=0')], { cwd });
    expect(document(cwd).result?.numLoops).toBe(1);
  });

  test('values come from -f, also from stdin, and flags beat them', async () => {
    const cwd = workFolder();
    writeFileSync(
      path.join(cwd, 'values.yaml'),
      `tasks: [http]\nhttp: {url: "${service.url}/get", numRequests: 7, qps: 500}\n`,
    );
    expect((await iter8(['launch', '-f', 'values.yaml'], { cwd })).code).toBe(0);
    expect((await iter8(['report'], { cwd })).stdout).toMatch(/request-count +\| 7\.00/);
    const input = readFileSync(path.join(cwd, 'values.yaml'), 'utf8');
    expect((await iter8(['launch', '-f', '-', '--set', 'http.numRequests=9'], { cwd, input })).code).toBe(0);
    expect((await iter8(['report'], { cwd })).stdout).toMatch(/request-count +\| 9\.00/);
  });

  test('values come from a URL', async () => {
    const cwd = workFolder();
    const server = await serving(`tasks: [http]\nhttp: {url: "${service.url}/get", numRequests: 5, qps: 500}\n`);
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await iter8(['launch', '--values', `http://127.0.0.1:${port}/values.yaml`], { cwd });
    server.close();
    expect([code, stderr]).toEqual([0, expect.stringContaining('task 1: http: completed')]);
  });

  test('--dry writes experiment.yaml and runs nothing; run runs it', async () => {
    const cwd = workFolder();
    const dry = await iter8(['launch', '--dry', ...both(), ...slo('http/error-count=0')], { cwd });
    expect([dry.code, messages(dry.stderr)]).toEqual([0, ['level=info msg=created experiment.yaml file']]);
    expect(document(cwd)).toEqual({
      spec: [expect.objectContaining({ task: 'http' }), expect.objectContaining({ task: 'assess' })],
    });
    const ran = await iter8(['run'], { cwd });
    expect(ran.code).toBe(0);
    expect(document(cwd).result).toMatchObject({ numLoops: 1, numCompletedTasks: 2 });
  });

  test('inputs of a task that does not run are ignored, with a warning', async () => {
    const { code, stderr } = await iter8(
      ['launch', ...both(), '--set', 'grpc.host=a', ...slo('http/error-count=0'), '--dry'],
      {
        cwd: workFolder(),
      },
    );
    expect(code).toBe(0);
    expect(messages(stderr)[0]).toBe('level=warning msg=grpc has inputs and is not among the tasks: they are ignored');
  });

  test('the chart flags of cluster launches are told apart from what works here', async () => {
    const other = await iter8(['launch', '-c', 'other', ...both()]);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('another chart')]);
  });
});

describe('run', () => {
  const spec = () =>
    `spec:\n- task: http\n  with: {url: "${service.url}/get", numRequests: 6, qps: 500}\n- task: assess\n  with: {SLOs: {upper: [{metric: http/error-count, limit: 0}]}}\n`;

  test('runs a spec that was written by hand', async () => {
    const cwd = workFolder();
    writeFileSync(path.join(cwd, 'experiment.yaml'), spec());
    expect((await iter8(['run'], { cwd })).code).toBe(0);
    expect((await iter8(['assert', '-c', 'completed,nofailure,slos'], { cwd })).code).toBe(0);
  });

  test('starts a new result each time; --reuseResult adds a loop to the one that is there', async () => {
    const cwd = workFolder();
    writeFileSync(path.join(cwd, 'experiment.yaml'), spec());
    const loops = async (...flags: string[]) => {
      await iter8(['run', ...flags], { cwd });
      return document(cwd).result?.numLoops;
    };
    expect(await loops()).toBe(1);
    expect(await loops('--reuseResult')).toBe(2);
    expect(await loops('--reuseResult')).toBe(3);
    expect(document(cwd).result?.insights?.nonHistMetricValues[0]?.['http/request-count']).toEqual([6, 6, 6]);
    expect(await loops()).toBe(1);
  });

  test('a spec that was edited after a run is what runs next', async () => {
    const cwd = workFolder();
    const file = path.join(cwd, 'experiment.yaml');
    writeFileSync(file, spec());
    await iter8(['run'], { cwd });
    writeFileSync(file, readFileSync(file, 'utf8').replace('numRequests: 6', 'numRequests: 11'));
    expect((await iter8(['run'], { cwd })).code).toBe(0);
    expect((await iter8(['report'], { cwd })).stdout).toMatch(/request-count +\| 11\.00/);
  });

  test('without experiment.yaml it says what to do', async () => {
    const { code, stderr } = await iter8(['run'], { cwd: workFolder() });
    expect([code, stderr]).toEqual([2, expect.stringContaining('DOCUMENT_MISSING: run `iter8 launch` first')]);
  });
});

describe('secrets', () => {
  const canary = 'Bearer canary-5f1c9e';
  const reference = (key: string) => `\${secret:${key}}`;

  test('a literal header reaches the target, and neither the result, nor a log, nor a report', async () => {
    const cwd = workFolder();
    const seen: (string | undefined)[] = [];
    const server = await serving('OK', (authorization) => seen.push(authorization));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const args = [
      '--set',
      'tasks={http}',
      '--set',
      `http.url=${url}`,
      '--set',
      `http.headers.Authorization=${canary}`,
      ...quick,
    ];
    const { code, stderr, stdout } = await iter8(['launch', '-l', 'trace', ...args], { cwd });
    server.close();
    expect(code).toBe(0);
    expect(new Set(seen)).toEqual(new Set([canary]));
    const reports = await Promise.all(
      ['text', 'json', 'junit', 'markdown'].map((format) => iter8(['report', '--all', '-o', format], { cwd })),
    );
    const all = [
      stderr,
      stdout,
      readFileSync(path.join(cwd, 'experiment.yaml'), 'utf8'),
      ...reports.map((report) => report.stdout),
    ].join('\n');
    expect(all).not.toContain('canary-5f1c9e');
    expect(all).toContain(reference('http.headers.Authorization'));
    expect(stderr).toContain('experiment.secrets.yaml');
    expect(statSync(path.join(cwd, 'experiment.secrets.yaml')).mode & 0o777).toBe(0o600);
    expect((await iter8(['run'], { cwd })).code).toBe(0);
  });

  test('a reference is resolved from the environment, before the file', async () => {
    const cwd = workFolder();
    const seen: (string | undefined)[] = [];
    const server = await serving('OK', (authorization) => seen.push(authorization));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const args = [
      '--set',
      'tasks={http}',
      '--set',
      `http.url=${url}`,
      '--set',
      `http.headers.Authorization=${reference('api-token')}`,
      ...quick,
    ];
    const { code } = await iter8(['launch', ...args], { cwd, env: { ITER8_SECRET_API_TOKEN: 'from-environment' } });
    server.close();
    expect([code, new Set(seen)]).toEqual([0, new Set(['from-environment'])]);
    expect(existsSync(path.join(cwd, 'experiment.secrets.yaml'))).toBe(false);
  });

  test('a reference to nothing is an error that names the key and the variable', async () => {
    const args = [
      '--set',
      'tasks={http}',
      '--set',
      `http.url=${service.url}/get`,
      '--set',
      `http.headers.X=${reference('nowhere')}`,
    ];
    const { code, stderr } = await iter8(['launch', ...args], { cwd: workFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('msg=http.headers.X: there is no secret nowhere: neither ITER8_SECRET_NOWHERE in');
  });
});

function serving(body: string, seen: (authorization: string | undefined) => void = () => {}): Promise<Server> {
  const server = createServer((request, response) => {
    seen(request.headers.authorization);
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
