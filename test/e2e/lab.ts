// What every e2e does: run programs as users do, in a namespace of its own, and wait with a deadline.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import type { Document } from '../../runner/model/document.ts';

export const root = path.resolve(__dirname, '../..');
const bundle = path.join(root, 'dist/iter8.js');

// What the set-up found: written by setup.ts.
interface Site {
  kubeconfig: string;
  path: string; // PATH, with kubectl and helm
  image: string; // repository:tag, as the cluster has it
  repo: string; // URL of the packaged Helm repository; pods reach it where `host` is known
  script?: string; // cluster.sh, where the cluster is the suites' own
  host?: string; // this machine, as pods reach it
}

export const siteFile = path.join(root, '.cache/e2e/site.json');

export function site(): Site {
  return JSON.parse(readFileSync(siteFile, 'utf8'));
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  cwd?: string;
  input?: string;
  timeoutMs?: number;
  env?: Record<string, string>;
}

// Ends with the program, whatever its exit code; throws only where it cannot be run or takes too long.
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { timeoutMs = 120_000, input = '', cwd = root, env = {} } = options;
  const { kubeconfig, path: PATH } = site();
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      {
        cwd,
        env: { ...process.env, PATH, KUBECONFIG: kubeconfig, ...env },
        timeout: timeoutMs,
        maxBuffer: 64 << 20,
      },
      (error, stdout, stderr) => {
        if (error !== null && (error.killed || typeof error.code !== 'number')) {
          reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stderr}`));
        } else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin?.on('error', () => undefined); // a program may end without having read
    child.stdin?.end(input);
  });
}

export async function ok(command: string, args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stderr}${stdout}`);
  return stdout;
}

// A namespace of the test's own, and the commands within it.
export interface Lab {
  namespace: string;
  folder: string; // to work in
  kubectl(...args: string[]): Promise<string>;
  tryKubectl(...args: string[]): Promise<Ran>;
  apply(...objects: object[]): Promise<void>;
  helm(...args: string[]): Promise<string>;
  tryHelm(...args: string[]): Promise<Ran>;
  // helm install or upgrade of the packaged chart, with the image of this build.
  experiment(group: string, sets: readonly string[], verb?: 'install' | 'upgrade'): Promise<void>;
  tryExperiment(group: string, sets: readonly string[], verb?: 'install' | 'upgrade'): Promise<Ran>;
  iter8(...args: string[]): Promise<Ran>;
  iter8With(env: Record<string, string>, ...args: string[]): Promise<Ran>;
  document(group: string): Promise<Document | undefined>;
  json<T = Record<string, unknown>>(...args: string[]): Promise<T>;
}

let labs = 0;

// For describe blocks: made before the tests, and gone after them.
export function useLab(labels: Record<string, string> = {}): Lab {
  const namespace = `e2e-${path.basename(expect.getState().testPath ?? 'x', '.e2e.ts').toLowerCase()}-${process.pid}-${labs++}`;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-e2e-'));
  const lab = labIn(namespace, folder);
  beforeAll(async () => {
    await ok('kubectl', ['create', 'namespace', namespace]);
    const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    if (pairs.length > 0) await ok('kubectl', ['label', 'namespace', namespace, ...pairs]);
    await until('the default service account', async () => {
      const { code } = await lab.tryKubectl('get', 'serviceaccount', 'default');
      return code === 0 || undefined;
    });
  });
  afterAll(async () => {
    await ok('kubectl', ['delete', 'namespace', namespace, '--wait=false']);
    rmSync(folder, { recursive: true, force: true });
  });
  return lab;
}

export function labIn(namespace: string, cwd: string): Lab {
  const tryKubectl = (...args: string[]) => run('kubectl', ['-n', namespace, ...args], { cwd });
  const kubectl = (...args: string[]) => ok('kubectl', ['-n', namespace, ...args], { cwd });
  const helmArgs = (args: readonly string[]) => ['-n', namespace, ...args];
  const tryExperiment: Lab['tryExperiment'] = (group, sets, verb = 'install') => {
    const { image, repo } = site();
    const values = [`iter8Image=${image}`, ...sets].flatMap((set) => ['--set', set]);
    return run('helm', helmArgs([verb, group, 'iter8', '--repo', repo, ...values]), { cwd });
  };
  const iter8 = (args: readonly string[], env = {}) =>
    run(process.execPath, [bundle, ...args, '-n', namespace], { cwd, env, timeoutMs: 300_000 });
  return {
    namespace,
    folder: cwd,
    kubectl,
    tryKubectl,
    async apply(...objects) {
      const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
      await ok('kubectl', ['-n', namespace, 'apply', '-f', '-'], { cwd, input });
    },
    helm: (...args) => ok('helm', helmArgs(args), { cwd }),
    tryHelm: (...args) => run('helm', helmArgs(args), { cwd }),
    async experiment(group, sets, verb) {
      const { code, stderr } = await tryExperiment(group, sets, verb);
      if (code !== 0) throw new Error(stderr);
    },
    tryExperiment,
    iter8: (...args) => iter8(args),
    iter8With: (env, ...args) => iter8(args, env),
    async document(group) {
      const { code, stdout, stderr } = await tryKubectl(
        'get',
        'secret',
        group,
        '-o',
        'jsonpath={.data.experiment\\.yaml}',
      );
      if (code !== 0) throw new Error(stderr);
      return stdout === '' ? undefined : (load(Buffer.from(stdout, 'base64').toString()) as Document);
    },
    json: async (...args) => JSON.parse(await kubectl(...args, '-o', 'json')),
  };
}

// Asks until there is an answer other than undefined.
export async function until<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 90_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(250);
  }
  throw new Error(`${what}: not within ${timeoutMs / 1000} s${last === undefined ? '' : `; last: ${String(last)}`}`);
}

export function finished(lab: Lab, job: string, timeoutMs = 120_000): Promise<'Complete' | 'Failed'> {
  return until(
    `the end of Job ${job}`,
    async () => {
      const text = await lab.kubectl(
        'get',
        'job',
        job,
        '-o',
        'jsonpath={.status.conditions[?(@.status=="True")].type}',
      );
      return text.includes('Failed') ? 'Failed' : text.includes('Complete') ? 'Complete' : undefined;
    },
    timeoutMs,
  );
}

// Stops the API server of the suites' own cluster, and gives what starts it again; undefined where that is not ours to do.
export async function stopApiServer(): Promise<(() => Promise<void>) | undefined> {
  const { script } = site();
  if (script === undefined && process.env.CI === 'true') throw new Error('CI needs an API server that it can stop');
  if (script === undefined) return undefined;
  const say = (verb: string) => ok('bash', [script, `${verb}-apiserver`]);
  await say('stop');
  return async () => {
    await say('start');
    await until('the API server', async () =>
      (await run('kubectl', ['get', '--raw', '/readyz'])).code === 0 ? true : undefined,
    );
  };
}

// In the background, until the promise of the end is awaited or the signal comes.
export function started(command: string, args: readonly string[]): { kill(): void; ended: Promise<number> } {
  const { kubeconfig, path: PATH } = site();
  const child = spawn(command, args, { env: { ...process.env, PATH, KUBECONFIG: kubeconfig }, stdio: 'ignore' });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  return { kill: () => child.kill(), ended };
}
