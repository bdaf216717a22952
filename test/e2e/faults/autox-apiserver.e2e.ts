// The API server goes away and comes back; and versions that watches would go on from are forgotten.
// Runs alone: it stops the API server.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained } from '../autox/accounts.ts';
import { type Replica, seconds, useChaos } from '../autox/chaos.ts';
import { type Life, type Trigger, tookMs } from '../autox/world.ts';
import { stopApiServer } from '../lab.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
let changes: Trigger;
let stays: Trigger;
let ours: Replica;
let before: Life | undefined;

beforeAll(async () => {
  const triggers = await install('main', ['chaos-server-changes', 'chaos-server-stays']);
  ours = await replica('main');
  await launched(triggers);
  const [first, second] = triggers;
  if (first === undefined || second === undefined) throw new Error('two triggers');
  [changes, stays] = [first, second];
  before = world.now(stays.release);
});

test('watches whose version is forgotten begin anew: what changed meanwhile is seen, and nothing else is done', async () => {
  ours.proxy.expireWatches();
  const begun = performance.now();
  await changes.label('2.0.0');
  await world.experiment(await world.runs(changes, '2.0.0', 30_000));
  console.log(`410 of all watches: converged after ${seconds(performance.now() - begun)}`);
  const since = ours.proxy.seen.filter(({ at }) => at > begun);
  for (const path of ['/apis/argoproj.io/v1alpha1/namespaces/argocd/applications', deployments()])
    expect(since.filter((one) => one.path === path && one.method === 'GET' && !one.isWatch)).toHaveLength(1);
  expect(world.of(changes.release).map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
});

test.each([3000, 25_000])(
  'an API server that is away for %d ms: a change just before is made within 30 s',
  async (ms) => {
    const version = `3.0.${ms}`;
    const old = world.now(changes.release);
    await changes.label(version);
    const start = (await stopApiServer()) ?? cut();
    await sleep(ms);
    await start();
    const begun = performance.now();
    const life = await world.runs(changes, version);
    await world.experiment(life);
    // Argo CD's own time to come back is not the controller's.
    const convergedMs = tookMs(begun, old, life);
    const allMs = performance.now() - begun;
    console.log(
      `API server away for ${seconds(ms)}: converged after ${seconds(convergedMs)}, all of ${seconds(allMs)}`,
    );
    expect(convergedMs).toBeLessThan(30_000);
  },
);

// On a cluster that is not ours it is away for the controller alone.
function cut(): () => void {
  ours.proxy.set({ kind: 'reset' });
  ours.proxy.cutWatches();
  return () => ours.proxy.set({ kind: 'pass' });
}

function deployments(): string {
  return `/apis/apps/v1/namespaces/${lab.namespace}/deployments`;
}

test('nothing is deleted without a reason, run twice or left behind', async () => {
  expect(world.of(stays.release)).toEqual([before]);
  expect(unexplained(world, proxies)).toEqual([]);
  expect(runTwice(world, [changes.release, stays.release])).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
});
