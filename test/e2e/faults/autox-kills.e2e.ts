// The controller is killed at 20 moments of a relaunch, from the change of the label to after the new Application, and
// started again each time.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained, useBystander } from '../accounts.ts';
import { type Replica, seconds, useChaos } from '../chaos.ts';
import { until } from '../lab.ts';
import type { Trigger } from '../world.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
const bystander = useBystander(lab, 'autox-chaos-witness');
const seed = Number(process.env.E2E_SEED ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const releases = ['first', 'second', 'third', 'fourth'];
const rounds = 5; // of each release; all releases at once
const recoveryMs = 30_000;

interface Kill {
  release: string;
  version: string;
  atMs: number; // after the change of the label
  met: string; // what it interrupted
  convergedMs: number; // after the new start
}

const kills: Kill[] = [];

beforeAll(async () => {
  console.log(`E2E_SEED=${seed}`);
  const scenes: { release: string; trigger: Trigger; first: Replica }[] = [];
  for (const release of releases) {
    const [trigger] = await install(release, [`chaos-${release}`]);
    if (trigger === undefined) throw new Error('one trigger');
    scenes.push({ release, trigger, first: await replica(release) });
  }
  await launched(scenes.map(({ trigger }) => trigger));
  const wholeMs = Math.max(...(await Promise.all(scenes.map(({ trigger }) => relaunch(trigger)))));
  // Each part of the time has its moment.
  const parts = releases.length * rounds;
  const moments = Array.from({ length: parts }, (_, i) => ((i + random()) / parts) * wholeMs * 1.3);
  shuffle(moments);
  console.log(
    `a relaunch takes ${seconds(wholeMs)}; killed after ${moments.map((at) => Math.round(at)).join(', ')} ms`,
  );
  await Promise.all(
    scenes.map(async ({ release, trigger, first }, i) => {
      let controller = first;
      for (const [round, atMs] of moments.slice(i * rounds, (i + 1) * rounds).entries()) {
        const version = `3.0.${round}`;
        controller = await killed({ release, trigger, version, atMs }, controller);
      }
    }),
  );
}, 400_000);

// How long it takes that nobody disturbs.
async function relaunch(trigger: Trigger): Promise<number> {
  const begun = performance.now();
  await trigger.label('2.0.0');
  const life = await world.runs(trigger, '2.0.0');
  await world.experiment(life);
  return life.madeAt - begun;
}

async function killed(
  { release, trigger, version, atMs }: { release: string; trigger: Trigger; version: string; atMs: number },
  { controller }: Replica,
): Promise<Replica> {
  const begun = performance.now();
  await trigger.label(version);
  await sleep(Math.max(0, begun + atMs - performance.now()));
  await controller.kill();
  const now = world.now(trigger.release);
  const met = now === undefined ? 'nothing there' : `${now.version}${now.askedToGoAt === undefined ? '' : ', going'}`;
  const again = await replica(release);
  const started = performance.now();
  const life = await world.runs(trigger, version, recoveryMs);
  const convergedMs = Math.max(0, life.madeAt - started);
  kills.push({ release, version, atMs, met, convergedMs });
  await world.experiment(life);
  await until('the new controller to lead', async () => {
    return (await again.controller.metric('iter8_autox_leading')) === 1 || undefined;
  });
  return again;
}

test('20 kills: each time it converges within 30 s, and no version runs twice', async () => {
  for (const { release, version, atMs, met, convergedMs } of kills)
    console.log(`${release} ${version}: ${Math.round(atMs)} ms, ${met}: converged after ${seconds(convergedMs)}`);
  expect(kills).toHaveLength(20);
  for (const { release } of world.triggers) {
    const versions = ['1.0.0', '2.0.0', '3.0.0', '3.0.1', '3.0.2', '3.0.3', '3.0.4'];
    expect(world.of(release).map(({ version }) => version)).toEqual(versions);
  }
  const names = world.triggers.map(({ release }) => release);
  expect(runTwice(world, names)).toEqual([]);
});

test('the moments meet the release before, and the one after', () => {
  expect(kills.some(({ met }) => met.startsWith('2') || met.includes('going') || met === 'nothing there')).toBe(true);
  expect(kills.some(({ version, met }) => met === version)).toBe(true);
});

test('nothing is deleted without a reason, touched that is not ours, or left behind', async () => {
  expect(unexplained(world, proxies)).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
  expect(await bystander.isUntouched()).toBe(true);
});

function shuffle(list: number[]): void {
  for (let i = list.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [list[i], list[other]] = [list[other] ?? 0, list[i] ?? 0];
  }
}

// Mulberry32.
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
