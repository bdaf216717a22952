// The autox chart as users install it, and its controller as a process of the test, which can be killed and slowed down.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ok, type Ran, root, run, site, until } from '../lab.ts';
import { applications, needArgocd } from './argocd.ts';

export interface Autox {
  namespace: string; // of the release
  // helm install or upgrade of the packaged chart, with the image of this build. `set` are arguments of --set.
  install(release: string, set: readonly string[], verb?: 'install' | 'upgrade', values?: object): Promise<void>;
  tryInstall(release: string, set: readonly string[], verb?: 'install' | 'upgrade', values?: object): Promise<Ran>;
  log(release: string): Promise<string>;
  // As the chart's pods run it, on this machine: for a release that was installed with replicas=0.
  controller(release: string, options?: ControllerOptions): Promise<ControllerProcess>;
  killAll(): void; // of these
}

interface ControllerOptions {
  server?: string; // another address of the API server, such as that of a proxy
  node?: readonly string[]; // options of node
}

export interface ControllerProcess {
  pid: number;
  port: number; // of /metrics
  log(): string;
  kill(signal?: NodeJS.Signals): Promise<void>; // and waits for its end
  metric(name: string): Promise<number>;
}

// For describe blocks. All that was installed is gone after them, and so are its Applications.
export function useAutox(namespace: () => string, { argocd = true } = {}): Autox {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iter8-autox-'));
  const releases = new Set<string>();
  const processes = new Set<ChildProcess>();
  if (argocd) beforeAll(needArgocd, 900_000);
  afterAll(async () => {
    killAll();
    const owners = new Set<string>();
    for (const release of releases) {
      const { stdout } = await helm('get', 'manifest', release);
      for (const [, owner = ''] of stdout.matchAll(/^ {2}name: "(.*-owner)"$/gm)) owners.add(owner);
      await helm('uninstall', release, '--ignore-not-found', '--wait', '--timeout', argocd ? '60s' : '300s');
    }
    if (!argocd) return rmSync(folder, { recursive: true, force: true });
    await until('an end of all Applications', async () => {
      const left = (await applications()).filter(({ metadata }) =>
        (metadata.ownerReferences ?? []).some(({ name }) => owners.has(name)),
      );
      return left.length === 0 || undefined;
    });
    rmSync(folder, { recursive: true, force: true });
  }, 330_000);

  function killAll(): void {
    for (const child of processes) child.kill('SIGKILL');
  }

  const helm = (...args: string[]) => run('helm', ['-n', namespace(), ...args]);

  function tryInstall(release: string, set: readonly string[], verb = 'install', values: object = {}): Promise<Ran> {
    releases.add(release);
    const { image, repo } = site();
    const sets = [`iter8Image=${image}`, `defaultRepoURL=${repo}`, ...set].flatMap((one) => ['--set', one]);
    const file = path.join(folder, `${release}.values.json`);
    writeFileSync(file, JSON.stringify(values));
    return helm(verb, release, 'autox', '--repo', repo, '-f', file, ...sets);
  }

  async function kubeconfigOf(name: string, server: string | undefined): Promise<string> {
    const token = await ok('kubectl', ['-n', namespace(), 'create', 'token', name, '--duration', '1h']);
    const { clusters } = JSON.parse(await ok('kubectl', ['config', 'view', '--raw', '--minify', '-o', 'json']));
    const [{ cluster }] = clusters;
    const file = path.join(folder, `${name}-${processes.size}.kubeconfig`);
    const user = { name: 'controller', user: { token: token.trim() } };
    const of = { ...cluster, ...(server === undefined ? {} : { server }) };
    const context = { name: 'only', context: { cluster: 'only', user: 'controller', namespace: namespace() } };
    writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'only', cluster: of }],
        users: [user],
        contexts: [context],
        'current-context': 'only',
      }),
    );
    return file;
  }

  return {
    get namespace() {
      return namespace();
    },
    async install(release, set, verb, values) {
      const { code, stderr } = await tryInstall(release, set, verb, values);
      if (code !== 0) throw new Error(stderr);
    },
    tryInstall,
    killAll,
    log: (release) => ok('kubectl', ['-n', namespace(), 'logs', `deployment/${nameOf(release)}`, '--tail=-1']),
    async controller(release, { server, node = [] } = {}) {
      const name = nameOf(release);
      const config = path.join(folder, `${name}.yaml`);
      const get = ['-n', namespace(), 'get', 'configmap', name, '-o', 'jsonpath={.data.config\\.yaml}'];
      writeFileSync(config, await ok('kubectl', get));
      const port = await freePort();
      const args = ['autox', 'run', '--config', config, '--namespace', namespace(), '--lease', name, '-l', 'debug'];
      const kubeconfig = await kubeconfigOf(name, server);
      const child = spawn(
        process.execPath,
        [...node, path.join(root, 'dist/iter8.js'), ...args, '--port', String(port), '--kubeconfig', kubeconfig],
        { env: { ...process.env, POD_NAME: `test-${processes.size}` }, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      processes.add(child);
      const log = path.join(folder, `${name}-${processes.size}.log`);
      child.stderr.pipe(createWriteStream(log));
      const ended = new Promise((resolve) => child.once('close', resolve));
      if (child.pid === undefined) throw new Error('the controller did not start');
      const metrics = async () => await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return {
        pid: child.pid,
        port,
        log: () => readFileSync(log, 'utf8'),
        async kill(signal = 'SIGKILL') {
          child.kill(signal);
          await ended;
        },
        async metric(of) {
          const [, value] = new RegExp(`^${of} (\\S+)$`, 'm').exec(await metrics()) ?? [];
          if (value === undefined) throw new Error(`there is no metric ${of}`);
          return Number(value);
        },
      };
    },
  };
}

// As the chart names what it makes.
export function nameOf(release: string): string {
  return release.includes('autox') ? release : `${release}-autox`;
}

// Values of a group whose trigger is a Deployment, as tutorials give them.
export function groupOf(group: string, namespace: string, values: readonly string[], spec = 'iter8'): string[] {
  const trigger = { name: group, namespace, group: 'apps', version: 'v1', resource: 'deployments' };
  return [
    ...Object.entries(trigger).map(([field, value]) => `groups.${group}.trigger.${field}=${value}`),
    `groups.${group}.specs.${spec}.name=iter8`,
    `groups.${group}.specs.${spec}.values.iter8Image=${site().image}`,
    ...values.map((value) => `groups.${group}.specs.${spec}.values.${value}`),
  ];
}

// What a controller has warned of, but for an API server that a busy machine keeps waiting.
export function troublesOf(log: string): string[] {
  const isAway = /cannot be reached|does not answer|does not lead any longer/;
  return log.split('\n').filter((line) => / level=(?:warning|error) /.test(line) && !isAway.test(line));
}

// What the API server did not let it do; with -l debug also what is told nowhere else.
export function refusalsOf(log: string): string[] {
  return log.split('\n').filter((line) => /not permitted|forbidden|does not accept the credentials/i.test(line));
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
