// Argo CD beside the cluster of the suites, or the one of the user's own cluster.
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject, ObjectMeta } from '../../../runner/model/cluster.ts';
import { ok, run, site, until } from '../lab.ts';

export interface Application extends KubeObject {
  metadata: ObjectMeta & { finalizers?: string[] };
  status?: {
    sync?: { status: string; revision?: string };
    health?: { status: string };
    conditions?: { type: string; message: string }[];
    operationState?: { phase: string; message?: string; startedAt: string };
    history?: unknown[];
  };
}

// For suites that need it: before their tests.
export async function needArgocd(): Promise<void> {
  const { script, host } = site();
  if (script !== undefined) {
    await ok('bash', [script, 'argocd'], { timeoutMs: 900_000 });
    return;
  }
  const { code } = await run('kubectl', ['get', 'crd', 'applications.argoproj.io']);
  if (code !== 0 || host === undefined)
    throw new Error(
      'these suites need Argo CD in the namespace argocd of your cluster, and E2E_HOST: test/cluster/README.md',
    );
}

// Ends Argo CD as a crash would, and gives what starts it again; undefined where nobody says how.
export async function stopArgocd(): Promise<(() => Promise<void>) | undefined> {
  const { script } = site();
  const [command, ...args] = script === undefined ? (process.env.E2E_ARGOCD?.split(' ') ?? []) : ['bash', script];
  if (command === undefined && process.env.CI === 'true') throw new Error('CI needs an Argo CD that it can stop');
  if (command === undefined) return undefined;
  await ok(command, [...args, 'stop-argocd']);
  return async () => void (await ok(command, [...args, 'start-argocd']));
}

export async function application(name: string): Promise<Application | undefined> {
  const { code, stdout, stderr } = await run('kubectl', ['-n', 'argocd', 'get', 'application', name, '-o', 'json']);
  if (code === 0) return JSON.parse(stdout);
  if (stderr.includes('NotFound')) return undefined;
  throw new Error(stderr);
}

export async function applications(labels = 'app.kubernetes.io/managed-by=iter8'): Promise<Application[]> {
  return JSON.parse(await ok('kubectl', ['-n', 'argocd', 'get', 'applications', '-l', labels, '-o', 'json'])).items;
}

// The Application of that name, when there is one that is not `before`.
export function launched(name: string, before?: Application, timeoutMs = 120_000): Promise<Application> {
  return until(
    `a new Application ${name}`,
    async () => {
      const now = await application(name);
      return now !== undefined && now.metadata.uid !== before?.metadata.uid ? now : undefined;
    },
    timeoutMs,
  );
}

export function gone(name: string, timeoutMs = 120_000): Promise<true> {
  return until(
    `no Application ${name}`,
    async () => ((await application(name)) === undefined ? true : undefined),
    timeoutMs,
  );
}

// The same Application at the end of a time as at its beginning, for what must not happen.
export async function stays(name: string, ms: number): Promise<Application> {
  const before = await application(name);
  if (before === undefined) throw new Error(`there is no Application ${name}`);
  await sleep(ms);
  const after = await application(name);
  if (after === undefined || after.metadata.uid !== before.metadata.uid)
    throw new Error(`${name} was deleted or made again`);
  return after;
}
