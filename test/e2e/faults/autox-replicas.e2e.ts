// Two replicas: the one that leads is killed, or frozen for 25 s; the other takes over, and nothing is done twice.
import { setTimeout as sleep } from 'node:timers/promises';
import { leavesNothing, runTwice, unexplained } from '../autox/accounts.ts';
import { type Replica, seconds, useChaos } from '../autox/chaos.ts';
import { type Trigger, tookMs } from '../autox/world.ts';
import { until } from '../lab.ts';

const { lab, world, proxies, install, replica, launched } = useChaos();
const takeoverMs = 15_000 + 5000; // how long a Lease lasts, and a few seconds
const frozenMs = 25_000;

interface Pair {
  trigger: Trigger;
  leader: Replica;
  other: Replica;
}

interface Taken {
  pair: Pair;
  leadsMs: number; // until the other led
  convergedMs: number; // until the change of that time was made, without the time that Argo CD took
  late: string[]; // what the first one changed after the other led
}

// All at once.
const scenes: Readonly<Record<string, (pair: Pair) => Promise<Taken>>> = {
  killed: kill,
  frozen: (pair) => freeze(pair, 500),
  stunned: (pair) => freeze(pair, 0),
};
const outcomes = new Map<string, Promise<Taken>>();

beforeAll(async () => {
  const pairs = new Map<string, Pair>();
  for (const name of Object.keys(scenes)) pairs.set(name, await pairOf(name));
  for (const [name, scene] of Object.entries(scenes)) {
    const pair = pairs.get(name);
    const outcome = pair === undefined ? Promise.reject(new Error(name)) : scene(pair);
    outcome.catch(() => undefined); // the test that awaits it fails
    outcomes.set(name, outcome);
  }
}, 240_000);

async function pairOf(release: string): Promise<Pair> {
  const [trigger] = await install(release, [`chaos-${release}`]);
  if (trigger === undefined) throw new Error('one trigger');
  const leader = await replica(release);
  await launched([trigger]);
  const other = await replica(release);
  await until('the other replica', async () => (other.proxy.seen.length > 0 ? true : undefined));
  return { trigger, leader, other };
}

async function kill(pair: Pair): Promise<Taken> {
  const begun = performance.now();
  await pair.leader.controller.kill();
  await pair.trigger.label('2.0.0');
  return { ...(await taken(pair, '2.0.0', begun)), late: [] };
}

// The last change comes so long before it wakes up.
async function freeze(pair: Pair, beforeMs: number): Promise<Taken> {
  const { trigger, leader } = pair;
  const begun = performance.now();
  process.kill(leader.controller.pid, 'SIGSTOP');
  await trigger.label('2.0.0');
  const outcome = await taken(pair, '2.0.0', begun);
  await sleep(begun + frozenMs - beforeMs - performance.now());
  const changing = trigger.label('3.0.0');
  if (beforeMs > 0) await sleep(beforeMs);
  // It is long in finding out that it does not lead any longer.
  leader.proxy.set({ kind: 'pass', slow: { part: '/leases/', ms: 1500 } });
  process.kill(leader.controller.pid, 'SIGCONT');
  await changing;
  await world.experiment(await world.runs(trigger, '3.0.0'));
  await sleep(5000);
  const wrote = leader.proxy.seen.filter(({ method, at }) => method !== 'GET' && at > begun + outcome.leadsMs);
  const late = wrote.filter(({ path, answered }) => !(path.includes('/leases/') && answered === 409));
  return { ...outcome, late: late.map(({ method, path, answered }) => `${method} ${path}: ${answered}`) };
}

async function taken(pair: Pair, version: string, begun: number): Promise<Omit<Taken, 'late'>> {
  await until('the other to lead', async () => (await leads(pair.other)) || undefined, takeoverMs);
  const leadsMs = performance.now() - begun;
  const [old] = world.of(pair.trigger.release);
  const life = await world.runs(pair.trigger, version);
  return { pair, leadsMs, convergedMs: tookMs(begun, old, life) };
}

async function leads({ controller }: Replica): Promise<boolean> {
  return (await controller.metric('iter8_autox_leading')) === 1;
}

async function outcomeOf(name: string): Promise<Taken> {
  const outcome = await outcomes.get(name);
  if (outcome === undefined) throw new Error(`there is no scene ${name}`);
  const { leadsMs, convergedMs } = outcome;
  console.log(`${name}: the other led after ${seconds(leadsMs)}, converged after ${seconds(convergedMs)}`);
  expect(convergedMs).toBeLessThan(30_000);
  return outcome;
}

test('a leader that is killed: the other takes over, and launches what changed meanwhile once', async () => {
  const { pair } = await outcomeOf('killed');
  expect(world.of(pair.trigger.release).map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
});

test.each(['frozen', 'stunned'])('a leader that is %s changes nothing after another leads', async (name) => {
  const { pair, late } = await outcomeOf(name);
  expect(late).toEqual([]);
  expect(await leads(pair.leader)).toBe(false);
  expect(await leads(pair.other)).toBe(true);
  expect(world.of(pair.trigger.release).map(({ version }) => version)).toEqual(['1.0.0', '2.0.0', '3.0.0']);
});

test('nothing is deleted without a reason, run twice or left behind', async () => {
  expect(unexplained(world, proxies)).toEqual([]);
  const releases = world.triggers.map(({ release }) => release);
  expect(runTwice(world, releases)).toEqual([]);
  await leavesNothing(lab, world, world.triggers);
  expect(unexplained(world, proxies)).toEqual([]);
});
