// The API server fails for a minute, in each way that it can, or its answers get lost. All at once: each has its own
// release, its own controller and its own proxy.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained, useBystander } from '../autox/accounts.ts';
import type { Mode } from '../autox/api-proxy.ts';
import { type Replica, seconds, useChaos } from '../autox/chaos.ts';
import { type Life, type Trigger, tookMs } from '../autox/world.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
const bystander = useBystander(lab, 'autox-chaos-bystander');
const outageMs = 60_000;
const recoveryMs = 30_000;

interface Scene extends Replica {
  changes: Trigger; // gets new versions
  goes: Trigger; // is deleted
  stays: Trigger;
  before: Life | undefined; // of `stays`
}

interface Outcome {
  scene: Scene;
  early: string[]; // what reached the API server although it was away
  convergedMs: number; // without the time that Argo CD took
}

// What happens in the first half of the minute, with the watches that ran, and in the second, without them.
const outages: Readonly<Record<string, readonly [Mode, Mode]>> = {
  errors: [
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 503 },
  ],
  throttled: [
    { kind: 'answer', status: 429 },
    { kind: 'answer', status: 429, retryAfter: 5 },
  ],
  timeouts: [{ kind: 'hang' }, { kind: 'hang' }],
};
const names = Object.keys(outages);
const outcomes = new Map<string, Promise<Outcome>>();

beforeAll(async () => {
  const scenes = new Map<string, Scene>();
  for (const name of [...names, 'lost']) scenes.set(name, await sceneOf(name));
  for (const { changes, goes, stays } of scenes.values()) await launched([changes, goes, stays]);
  for (const [name, scene] of scenes) {
    scene.before = world.now(scene.stays.release);
    const modes = outages[name];
    const outcome = modes === undefined ? lostAnswers(scene) : outage(scene, modes);
    outcome.catch(() => undefined); // the test that awaits it fails
    outcomes.set(name, outcome);
  }
}, 240_000);

async function sceneOf(name: string): Promise<Scene> {
  const triggers = await install(
    name,
    ['changes', 'goes', 'stays'].map((what) => `chaos-${name}-${what}`),
  );
  const [changes, goes, stays] = triggers;
  if (changes === undefined || goes === undefined || stays === undefined) throw new Error('three triggers');
  return { ...(await replica(name)), changes, goes, stays, before: undefined };
}

async function outage(scene: Scene, [first, second]: readonly [Mode, Mode]): Promise<Outcome> {
  const { proxy, changes, goes } = scene;
  const begun = performance.now();
  proxy.set(first);
  await sleep(5000);
  await changes.label('2.0.0');
  await goes.remove();
  await sleep(begun + outageMs / 2 - performance.now());
  proxy.set(second);
  proxy.cutWatches();
  await sleep(10_000);
  await changes.label('3.0.0');
  await sleep(begun + outageMs - performance.now());
  const early = proxy.seen.filter(({ at, answered }) => at > begun && answered !== undefined).map(({ path }) => path);
  proxy.set({ kind: 'pass' });
  return { scene, early, convergedMs: await converged(scene) };
}

// Every change is made, and the first answer says that it was not.
async function lostAnswers(scene: Scene): Promise<Outcome> {
  const { proxy, changes, goes } = scene;
  proxy.set({ kind: 'lost' });
  await changes.label('2.0.0');
  await goes.remove();
  await world.runs(changes, '2.0.0');
  await changes.label('3.0.0');
  return { scene, early: [], convergedMs: await converged(scene) };
}

async function converged({ changes, goes }: Scene): Promise<number> {
  const begun = performance.now();
  const [old, went] = [world.now(changes.release), world.of(goes.release).at(-1)];
  const [life] = await Promise.all([world.runs(changes, '3.0.0'), world.ends(goes)]);
  console.log(`all in all, with Argo CD's own time: ${seconds(performance.now() - begun)}`);
  return Math.max(tookMs(begun, old, life), tookMs(begun, went));
}

async function outcomeOf(name: string): Promise<Outcome> {
  const outcome = await outcomes.get(name);
  if (outcome === undefined) throw new Error(`there is no outage ${name}`);
  console.log(`${name}: converged after ${seconds(outcome.convergedMs)}`);
  return outcome;
}

test.each(names)('60 s of %s: nothing happens, and all of it within 30 s afterwards', async (name) => {
  const { scene, early, convergedMs } = await outcomeOf(name);
  expect(early).toEqual([]);
  expect(convergedMs).toBeLessThan(recoveryMs);
  expect(world.of(scene.changes.release).map(({ version }) => version)).toEqual(['1.0.0', '3.0.0']);
  await world.experiment(await world.runs(scene.changes, '3.0.0'));
});

test('answers that get lost: what was done is not done again', async () => {
  const { scene } = await outcomeOf('lost');
  expect(world.of(scene.changes.release).map(({ version }) => version)).toEqual(['1.0.0', '2.0.0', '3.0.0']);
  expect(world.of(scene.goes.release)).toHaveLength(1);
  await world.experiment(await world.runs(scene.changes, '3.0.0'));
});

test.each([...names, 'lost'])('%s: what did not change runs on, the same as before', async (name) => {
  const { before, stays } = (await outcomeOf(name)).scene;
  expect(before).toBeDefined();
  expect(world.of(stays.release)).toEqual([before]);
  expect(before?.askedToGoAt).toBeUndefined();
});

test('nothing is deleted without a reason, run twice, touched that is not ours, or left behind', async () => {
  expect(unexplained(world, proxies)).toEqual([]);
  const releases = world.triggers.map(({ release }) => release);
  expect(runTwice(world, releases)).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
  expect(await bystander.isUntouched()).toBe(true);
});
