// What others do with Applications and triggers: a finalizer that takes 90 s, a user's own Application of the same name,
// an object that is deleted and made again, many changes in a row. All at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained, usersOwn } from '../autox/accounts.ts';
import { application } from '../autox/argocd.ts';
import { seconds, useChaos } from '../autox/chaos.ts';
import type { Trigger } from '../autox/world.ts';
import { ok, until } from '../lab.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
const slowMs = 90_000;
const finalizer = 'e2e.iter8.tools/slow';
const foreign = 'autox-chaos-foreign-iter8';

interface Scenes {
  slow: Awaited<ReturnType<typeof slowFinalizer>>;
  foreign: Awaited<ReturnType<typeof foreignApplication>>;
  same: Awaited<ReturnType<typeof madeAgain>>;
  other: Awaited<ReturnType<typeof madeAgain>>;
  quick: Awaited<ReturnType<typeof quickChanges>>;
}

const outcomes: { [Name in keyof Scenes]?: Promise<Scenes[Name]> } = {};
let log: () => string = () => '';

beforeAll(async () => {
  await ok('kubectl', ['apply', '-f', '-'], { input: JSON.stringify(usersOwn(foreign, lab.namespace)) });
  const names = ['slow', 'foreign', 'same', 'other', 'quick'];
  const triggers = await install(
    'main',
    names.map((name) => `chaos-${name}`),
  );
  const { controller } = await replica('main');
  log = controller.log;
  const [slow, theirs, same, other, quick] = triggers;
  if (!slow || !theirs || !same || !other || !quick) throw new Error('five triggers');
  await launched([slow, same, other, quick]);
  outcomes.slow = slowFinalizer(slow);
  outcomes.foreign = foreignApplication(theirs);
  outcomes.same = madeAgain(same, '1.0.0');
  outcomes.other = madeAgain(other, '2.0.0');
  outcomes.quick = quickChanges(quick);
  for (const outcome of Object.values(outcomes)) outcome.catch(() => undefined); // the test that awaits it fails
}, 240_000);
afterAll(() => ok('kubectl', ['-n', 'argocd', 'delete', 'application', foreign, '--ignore-not-found']));

async function outcomeOf<Name extends keyof Scenes>(name: Name): Promise<Scenes[Name]> {
  const outcome = await outcomes[name];
  if (outcome === undefined) throw new Error(`there is no scene ${name}`);
  return outcome;
}

async function slowFinalizer(trigger: Trigger) {
  const { release } = trigger;
  await patchFinalizers(release, [...(await finalizersOf(release)), finalizer]);
  await trigger.label('2.0.0');
  const begun = performance.now();
  for (let version = 3; version <= 11; version++) {
    await sleep(slowMs / 10);
    await trigger.label(`${version}.0.0`);
  }
  await sleep(begun + slowMs - performance.now());
  const during = world.of(release).length;
  const finalizers = await finalizersOf(release);
  await patchFinalizers(
    release,
    finalizers.filter((one) => one !== finalizer),
  );
  const removed = performance.now();
  const life = await world.runs(trigger, '11.0.0', 30_000);
  await world.experiment(life);
  return { during, finalizers, convergedMs: life.madeAt - removed };
}

async function finalizersOf(release: string): Promise<string[]> {
  return (await application(release))?.metadata.finalizers ?? [];
}

async function patchFinalizers(release: string, finalizers: string[]): Promise<void> {
  const patch = JSON.stringify({ metadata: { finalizers } });
  await ok('kubectl', ['-n', 'argocd', 'patch', 'application', release, '--type', 'merge', '-p', patch]);
}

async function foreignApplication(trigger: Trigger) {
  const before = await application(foreign);
  await trigger.label('2.0.0');
  const told = await until('an event of the trigger', async () => {
    const events = await lab.kubectl(
      'get',
      'events',
      '-o',
      'json',
      '--field-selector',
      `involvedObject.name=${trigger.group}`,
    );
    const items: { type: string; reason: string; message: string }[] = JSON.parse(events).items;
    return items.find(({ reason }) => reason === 'NotOurs');
  });
  await sleep(5000);
  const after = await application(foreign);
  await ok('kubectl', ['-n', 'argocd', 'delete', 'application', foreign]);
  const deleted = performance.now();
  const life = await world.runs(trigger, '2.0.0', 30_000);
  await world.experiment(life);
  return { before, after, told, convergedMs: life.madeAt - deleted };
}

async function madeAgain(trigger: Trigger, version: string) {
  const begun = performance.now();
  await trigger.remove();
  await sleep(300);
  await trigger.make(version);
  const madeMs = performance.now() - begun;
  await sleep(2000);
  const life = await world.runs(trigger, version, 30_000);
  await world.experiment(life);
  return { madeMs, convergedMs: life.madeAt - begun };
}

async function quickChanges(trigger: Trigger) {
  for (let version = 2; version <= 11; version++) await trigger.label(`${version}.0.0`);
  const changed = performance.now();
  const life = await world.runs(trigger, '11.0.0', 30_000);
  await world.experiment(life);
  return { convergedMs: life.madeAt - changed };
}

test('a finalizer that takes 90 s, and 10 changes meanwhile: one release of the last version, and only afterwards', async () => {
  const { during, finalizers, convergedMs } = await outcomeOf('slow');
  console.log(`finalizer of 90 s: converged ${seconds(convergedMs)} after it was removed`);
  expect(during).toBe(1);
  expect(finalizers).toContain(finalizer);
  expect(world.of('autox-chaos-slow-iter8').map(({ version }) => version)).toEqual(['1.0.0', '11.0.0']);
});

test("a user's own Application of the same name is left alone and told of; once it is deleted, ours is launched", async () => {
  const { before, after, told, convergedMs } = await outcomeOf('foreign');
  console.log(`a foreign Application: launched ${seconds(convergedMs)} after it was deleted`);
  expect(after).toEqual(before);
  expect(told.type).toBe('Warning');
  expect(told.message).toContain(foreign);
  expect(log()).toMatch(new RegExp(`group chaos-foreign: .*${foreign}.*not of this AutoX`));
  expect(convergedMs).toBeLessThan(5000);
  const [theirs, ...ours] = world.of(foreign);
  expect(theirs?.uid).toBe(before?.metadata.uid);
  expect(ours.map(({ version }) => version)).toEqual(['2.0.0']);
});

test('an object that is deleted and made again within a second, of the same version, runs again, once', async () => {
  const { madeMs, convergedMs } = await outcomeOf('same');
  console.log(`made again, same version: after ${seconds(madeMs)}, converged after ${seconds(convergedMs)}`);
  expect(world.of('autox-chaos-same-iter8').map(({ version }) => version)).toEqual(['1.0.0', '1.0.0']);
});

test('an object that is deleted and made again within a second, of another version, runs once for that', async () => {
  const { madeMs, convergedMs } = await outcomeOf('other');
  console.log(`made again, another version: after ${seconds(madeMs)}, converged after ${seconds(convergedMs)}`);
  expect(world.of('autox-chaos-other-iter8').map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
});

test('10 quick changes in a row end with one release, of the last version', async () => {
  const { convergedMs } = await outcomeOf('quick');
  const lives = world.of('autox-chaos-quick-iter8');
  console.log(`10 quick changes: ${lives.length} releases, converged after ${seconds(convergedMs)}`);
  expect(lives.filter(({ goneAt }) => goneAt === undefined).map(({ version }) => version)).toEqual(['11.0.0']);
});

test('nothing is deleted without a reason, run twice or left behind', async () => {
  expect(unexplained(world, proxies)).toEqual([]);
  const releases = ['slow', 'other', 'quick'].map((name) => `autox-chaos-${name}-iter8`);
  expect(runTwice(world, releases)).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
});
