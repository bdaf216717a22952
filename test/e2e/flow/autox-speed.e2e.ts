// How soon AutoX acts on a change. Times are taken before a request of the test is sent, and when its own watch tells of
// what AutoX did: what is measured is never too little.
// Runs alone: it measures.
import { each, type Watched } from '../autox/api.ts';
import { idleDeployment, percentile, useObjectsOnly } from '../autox/objects-only.ts';

const { api, autox, lab, path, applications, letGo } = useObjectsOnly();
const apps = Array.from({ length: 50 }, (_, i) => `scale-speed${i}`);
const isOld = (app: string) => apps.indexOf(app) % 2 === 1; // of the older form, where any change relaunches
const deployments = 'apps/v1/deployments';
const version = 'app.kubernetes.io/version';
let watched: Watched;

beforeAll(async () => {
  await each(apps, 8, (app) => {
    const labels = { [version]: '0', ...(isOld(app) ? { 'iter8.tools/autox-group': app } : {}) };
    return api.create(path(deployments), idleDeployment(app, labels));
  });
  watched = await api.watch(path(applications));
  await autox.install('speed', ['replicas=0', `argocd.namespace=${lab.namespace}`], 'install', groups());
  await autox.controller('speed');
  await Promise.all(apps.map((app) => watched.seen(releaseOf(app), () => true)));
}, 120_000);

const releaseOf = (app: string) => `autox-${app}-iter8`;

function groups(): object {
  const trigger = (name: string) => ({ name, group: 'apps', version: 'v1', resource: 'deployments' });
  const values = { tasks: ['http'], http: { url: 'http://app/get' }, runner: 'job' };
  const spec = { name: 'iter8', values };
  const form = (old: boolean, specs: object) =>
    Object.fromEntries(
      apps.filter((app) => isOld(app) === old).map((app) => [app, { trigger: trigger(app), ...specs }]),
    );
  return { groups: form(false, { specs: { iter8: spec } }), chartGroups: form(true, { releaseSpec: [spec] }) };
}

function label(app: string, value: string): Promise<unknown> {
  return api.merge(path(deployments, app), { metadata: { labels: { [version]: value } } });
}

const versionOf = (app: string) => watched.now(releaseOf(app))?.metadata.annotations?.['iter8.tools/autox-version'];

interface Times {
  toDelete: number; // from the change to the request to delete
  toLaunch: number; // from the moment it is really gone to the new one
}

async function change(app: string, value: string): Promise<Times> {
  const release = releaseOf(app);
  const before = watched.now(release)?.metadata.uid;
  const changed = performance.now();
  await label(app, value);
  const asked = await watched.seen(release, ({ metadata }) => metadata.deletionTimestamp !== undefined);
  const gone = performance.now();
  await letGo(release);
  const launched = await watched.seen(release, ({ metadata }) => metadata.uid !== before);
  expect(versionOf(app)).toBe(value);
  return { toDelete: asked - changed, toLaunch: launched - gone };
}

function judge(what: string, all: readonly Times[], mostMs: number): void {
  expect(all).toHaveLength(50);
  for (const [name, values] of [
    ['from the change to the request to delete', all.map(({ toDelete }) => toDelete)],
    ['from really gone to the new Application', all.map(({ toLaunch }) => toLaunch)],
  ] as const) {
    const [p50, p95, max] = [50, 95, 100].map((percent) => Math.round(percentile(values, percent)));
    console.log(`${what}, ${name}: p50 ${p50} ms, p95 ${p95} ms, greatest ${max} ms`);
    expect(p95).toBeLessThanOrEqual(mostMs);
  }
}

test('50 changes one after the other are each acted on within a second', async () => {
  const all: Times[] = [];
  for (const app of apps) all.push(await change(app, '1'));
  judge('50 changes one after the other', all, 1000);
});

// Most of that time is the API server's, which answers 400 requests meanwhile.
test('50 changes at once are acted on within seconds', async () => {
  judge('50 changes at once', await Promise.all(apps.map((app) => change(app, '2'))), 10_000);
});

test.each(apps.slice(0, 2))('10 quick changes of %s end with one release, of the last version', async (app) => {
  const release = releaseOf(app);
  const [before, launchedBefore] = [watched.now(release)?.metadata.uid, watched.added()];
  const others = watched.names().length - 1;
  for (let i = 1; i <= 10; i++) await label(app, `quick-${i}`);
  await watched.seen(release, ({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect(watched.now(release)?.metadata.uid).toBe(before); // whatever comes meanwhile: it is not gone yet
  for (let i = 11; i <= 20; i++) await label(app, `quick-${i}`);
  await letGo(release);
  await watched.seen(release, ({ metadata }) => metadata.uid !== before);
  expect(versionOf(app)).toBe('quick-20');
  expect(watched.added() - launchedBefore).toBe(1);
  expect(watched.names()).toHaveLength(others + 1);
});
