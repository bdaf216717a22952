// What must hold whatever broke: nothing deleted without a reason, nothing run twice, nothing left behind.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Lab, ok, until } from '../lab.ts';
import type { ApiProxy, Seen } from './api-proxy.ts';
import type { Application } from './argocd.ts';
import type { Trigger, World } from './world.ts';

// How long after a state was over a controller may still act on it.
const graceMs = 2000;

// Changes that reached the API server and that nobody can explain.
export function unexplained({ lives, triggers }: World, proxies: readonly Pick<ApiProxy, 'seen'>[]): string[] {
  const wrong: string[] = [];
  for (const one of proxies.flatMap(({ seen }) => seen)) {
    if (one.method === 'GET' || one.answered === undefined) continue;
    const name = `${one.method} ${one.path}, answered with ${one.answered}`;
    if (one.method === 'DELETE') {
      const { uid } = one.body.preconditions ?? {};
      const life = lives.find((life) => life.uid === uid);
      const trigger = triggers.find(({ group }) => group === life?.group);
      const isOver = trigger !== undefined && versionsAt(trigger, one.at).some((version) => version !== life?.version);
      if (!(isApplication(one) && isOver)) wrong.push(`${name}: ${JSON.stringify(life ?? uid)}`);
    } else if (!/\/(applications|leases|events)(\/|$)/.test(one.path)) wrong.push(name);
  }
  return wrong;
}

function isApplication({ path }: Seen): boolean {
  return /^\/apis\/argoproj\.io\/v1alpha1\/namespaces\/argocd\/applications\/autox-chaos[^/]*$/.test(path);
}

// What it had then, or a moment before.
function versionsAt({ was }: Trigger, at: number): (string | undefined)[] {
  return was
    .filter((state, i) => state.at <= at && (was[i + 1]?.at ?? Number.POSITIVE_INFINITY) > at - graceMs)
    .map(({ version }) => version);
}

// Versions of a release that were launched more than once, and launches that ran more than once.
export function runTwice({ lives }: World, releases: readonly string[]): string[] {
  const ours = lives.filter(({ name }) => releases.includes(name));
  const names = ours.map(({ name, version }) => `${name} ${version}`);
  return [
    ...names.filter((name, i) => names.indexOf(name) !== i),
    ...ours.filter(({ jobs }) => jobs.length > 1).map(({ name, version }) => `${name} ${version}: several Jobs`),
  ];
}

// What is left of releases that should be gone.
export async function orphans(lab: Lab, releases: readonly string[]): Promise<string[]> {
  const types = 'jobs,pods,configmaps,secrets,roles,rolebindings,serviceaccounts';
  const names = (await lab.kubectl('get', types, '-o', 'name')).split('\n');
  return names.filter((name) => releases.some((release) => name.split('/')[1]?.startsWith(release)));
}

// After the end of all triggers: so is everything that ran for them.
export async function leavesNothing(lab: Lab, world: World, triggers: readonly Trigger[]): Promise<void> {
  for (const trigger of triggers) if (trigger.was.at(-1)?.version !== undefined) await trigger.remove();
  for (const trigger of triggers) await world.ends(trigger, 180_000);
  const releases = triggers.map(({ release }) => release);
  await until('an end of all that releases made', async () =>
    (await orphans(lab, releases)).length === 0 ? true : undefined,
  );
}

// An Application that looks like one of AutoX, and is not; Argo CD leaves it alone too.
export function useBystander(lab: Lab, name: string): { isUntouched(): Promise<boolean> } {
  const get = async (): Promise<Application> =>
    JSON.parse(await ok('kubectl', ['-n', 'argocd', 'get', 'application', name, '-o', 'json']));
  let before: Application | undefined;
  beforeAll(async () => {
    await ok('kubectl', ['-n', 'argocd', 'apply', '-f', '-'], { input: JSON.stringify(usersOwn(name, lab.namespace)) });
    await sleep(1000);
    before = await get();
  });
  afterAll(() => ok('kubectl', ['-n', 'argocd', 'delete', 'application', name, '--ignore-not-found']));
  return { isUntouched: async () => (await get()).metadata.resourceVersion === before?.metadata.resourceVersion };
}

export function usersOwn(name: string, namespace: string, more: Partial<Application['metadata']> = {}): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/autox-group': 'chaos-nobody' },
      annotations: { 'argocd.argoproj.io/skip-reconcile': 'true', 'iter8.tools/autox-key': 'mine' },
      ...more,
    },
    spec: {
      project: 'default',
      source: { repoURL: 'http://127.0.0.1:9/', chart: 'none', targetRevision: '1.0.0' },
      destination: { server: 'https://kubernetes.default.svc', namespace },
    },
  };
}
