// The controller is killed at 20 moments of a relaunch, from the change of the label to after the new Application, and
// started again each time.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained, useBystander } from '../autox/accounts.ts';
import { type Replica, seconds, useChaos } from '../autox/chaos.ts';
import { type Trigger, tookMs } from '../autox/world.ts';
import { until } from '../lab.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
const bystander = useBystander(lab, 'autox-chaos-witness');
const seed = Number(process.env.E2E_SEED ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const releases = ['first', 'second', 'third', 'fourth', 'fifth'];
const rounds = 4; // of each release; all releases at once
const recoveryMs = 30_000;

// Where in a relaunch: when that has happened, and a moment later.
const phases = ['the label changed', 'the old one is going', 'the old one is gone', 'the new one is there'] as const;

interface Moment {
  phase: (typeof phases)[number];
  laterMs: number;
}

interface Kill extends Moment {
  release: string;
  version: string;
  met: string; // what was there then
  convergedMs: number; // after the new start, without the time that Argo CD took for the old one
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
  const moments: Moment[] = phases.flatMap((phase) =>
    Array.from({ length: releases.length }, () => ({ phase, laterMs: Math.round(300 * random() ** 2) })),
  );
  shuffle(moments);
  await Promise.all(
    scenes.map(async ({ release, trigger, first }, i) => {
      let controller = first;
      for (const [round, moment] of moments.slice(i * rounds, (i + 1) * rounds).entries())
        controller = await killed(release, trigger, `2.0.${round}`, moment, controller);
    }),
  );
}, 400_000);

async function killed(release: string, trigger: Trigger, version: string, moment: Moment, { controller }: Replica) {
  const old = world.now(trigger.release);
  await trigger.label(version);
  const reached: Record<Moment['phase'], () => boolean> = {
    'the label changed': () => true,
    'the old one is going': () => old?.askedToGoAt !== undefined,
    'the old one is gone': () => old?.goneAt !== undefined,
    'the new one is there': () => world.now(trigger.release)?.version === version,
  };
  await world.when(moment.phase, reached[moment.phase]);
  await sleep(moment.laterMs);
  await controller.kill();
  const now = world.now(trigger.release);
  const met = now === undefined ? 'none' : `${now.version}${now.askedToGoAt === undefined ? '' : ', going'}`;
  const again = await replica(release);
  const started = performance.now();
  const life = await world.runs(trigger, version);
  kills.push({ ...moment, release, version, met, convergedMs: tookMs(started, old, life) });
  await world.experiment(life);
  await until('the new controller to lead', async () => {
    return (await again.controller.metric('iter8_autox_leading')) === 1 || undefined;
  });
  return again;
}

test('20 kills: each time it converges within 30 s, and no version runs twice', async () => {
  for (const { release, version, phase, laterMs, met, convergedMs } of kills)
    console.log(`${release} ${version}: ${phase} + ${laterMs} ms (${met}): converged after ${seconds(convergedMs)}`);
  expect(kills).toHaveLength(20);
  expect(kills.filter(({ convergedMs }) => convergedMs > recoveryMs)).toEqual([]);
  for (const { release } of world.triggers) {
    const versions = ['1.0.0', '2.0.0', '2.0.1', '2.0.2', '2.0.3'];
    expect(world.of(release).map(({ version }) => version)).toEqual(versions);
  }
  const names = world.triggers.map(({ release }) => release);
  expect(runTwice(world, names)).toEqual([]);
});

test('the moments meet what goes, and what is new', () => {
  const met = kills.map((kill) =>
    kill.met.includes('going') ? 'going' : kill.met === kill.version ? 'new' : kill.met,
  );
  expect(met).toContain('going');
  expect(met).toContain('new');
});

test('nothing is deleted without a reason, touched that is not ours, or left behind', async () => {
  expect(unexplained(world, proxies)).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
  expect(await bystander.isUntouched()).toBe(true);
});

function shuffle<T>(list: T[]): void {
  for (let i = list.length; i > 0; i--) list.push(...list.splice(Math.floor(random() * i), 1));
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
