// Argo CD is down for a minute while versions change: what it has to take away waits for it, and so does AutoX.
// Runs alone: it stops Argo CD.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained, useBystander, usersOwn } from '../autox/accounts.ts';
import { application, stopArgocd } from '../autox/argocd.ts';
import { seconds, useChaos } from '../autox/chaos.ts';
import { ok } from '../lab.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
const bystander = useBystander(lab, 'autox-chaos-onlooker');
const downMs = 60_000;
const recoveryMs = 30_000;
const argoFinalizer = 'resources-finalizer.argocd.argoproj.io';

const probe = 'autox-chaos-probe'; // of nobody: when it is gone, Argo CD works again

let start: (() => Promise<void>) | undefined;
afterAll(async () => {
  await start?.();
  await ok('kubectl', ['-n', 'argocd', 'delete', 'application', probe, '--ignore-not-found', '--wait=false']);
});

test('Argo CD is down for 60 s while versions change: nothing is forced, and all is as it should be after 30 s', async () => {
  const triggers = await install(
    'argo',
    ['changes', 'goes', 'stays'].map((what) => `chaos-argo-${what}`),
  );
  const [changes, goes, stays] = triggers;
  if (changes === undefined || goes === undefined || stays === undefined) throw new Error('three triggers');
  const { proxy } = await replica('argo');
  await launched(triggers);
  const before = [world.now(changes.release), world.now(goes.release), world.now(stays.release)];

  const finalized = usersOwn(probe, lab.namespace, { finalizers: [argoFinalizer], annotations: {} });
  await ok('kubectl', ['apply', '-f', '-'], { input: JSON.stringify(finalized) });
  start = await stopArgocd();
  if (start === undefined) return console.log('left out: nobody says how Argo CD is stopped here');
  const stopped = performance.now();
  await ok('kubectl', ['-n', 'argocd', 'delete', 'application', probe, '--wait=false']);
  await changes.label('2.0.0');
  await goes.remove();
  for (const version of ['3.0.0', '4.0.0']) {
    await sleep(20_000);
    await changes.label(version);
  }
  await sleep(stopped + downMs - performance.now());
  expect([world.now(changes.release), world.now(goes.release), world.now(stays.release)]).toEqual(before);
  for (const { release } of [changes, goes]) {
    const { metadata } = (await application(release)) ?? {};
    expect(metadata).toMatchObject({ deletionTimestamp: expect.any(String), finalizers: [argoFinalizer] });
  }
  expect(proxy.seen.filter(({ method, path }) => method === 'PATCH' && path.includes('/applications/'))).toEqual([]);
  // One for each of the two.
  expect(proxy.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(2);

  await start();
  start = undefined;
  const started = performance.now();
  await world.when('Argo CD to work', () => world.now(probe) === undefined);
  const recovered = performance.now();
  const life = await world.runs(changes, '4.0.0', recoveryMs);
  await world.ends(goes, recoveryMs);
  const [ready, converged] = [recovered - started, performance.now() - recovered];
  console.log(`Argo CD works ${seconds(ready)} after its start; converged ${seconds(converged)} later`);
  await world.experiment(life);
  expect(world.of(changes.release).map(({ version }) => version)).toEqual(['1.0.0', '4.0.0']);
  expect(world.of(goes.release)).toHaveLength(1);
  expect(world.of(stays.release)).toHaveLength(1);
  expect(world.now(stays.release)?.askedToGoAt).toBeUndefined();
});

test('nothing is deleted without a reason, run twice, touched that is not ours, or left behind', async () => {
  expect(unexplained(world, proxies)).toEqual([]);
  expect(
    runTwice(
      world,
      world.triggers.map(({ release }) => release),
    ),
  ).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
  expect(await bystander.isUntouched()).toBe(true);
});
