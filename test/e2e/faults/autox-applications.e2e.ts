// What others do with Applications and triggers: a finalizer that takes 90 s, a user's own Application of the same name,
// an object that is deleted and made again, many changes in a row. All at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained, usersOwn } from '../accounts.ts';
import { application } from '../argocd.ts';
import { seconds, useChaos } from '../chaos.ts';
import { ok, until } from '../lab.ts';
import type { Trigger } from '../world.ts';

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
  const triggers = await install('main', names.map((name) => `chaos-${name}`));
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
  await patchFinalizers(release, finalizers.filter((one) => one !== finalizer));
  const removed = performance.now();
  const life = await world.runs(trigger, '11.0.0', 30_000);
  await world.experiment(life);
  return { during, finalizers, convergedMs: life.madeAt - removed };
}

async function finalizersOf(release: string): Promise<string[]> {
  const { finalizers = [] }: { finalizers?: string[] } = (await application(release))?.metadata ?? {};
  return finalizers;
}

async function patchFinalizers(release: string, finalizers: string[]): Promise<void> {
  const patch = JSON.stringify({ metadata: { finalizers } });
  await ok('kubectl', ['-n', 'argocd', 'patch', 'application', release, '--type', 'merge', '-p', patch]);
}

async function foreignApplication(trigger: Trigger) {
  const before = await application(foreign);
  await trigger.label('2.0.0');
  const told = await until('an event of the trigger', async () => {
    const events = await lab.kubectl('get', 'events', '-o', 'json', '--field-selector', `involvedObject.name=${trigger.group}`);
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
