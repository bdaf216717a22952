// Several pods around one Secret, a network that does its worst, and people who meddle: what holds in whatever order.
import fc from 'fast-check';
import type { Cluster } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import { fromYaml } from './from-yaml.ts';
import { createWorld, documentOf, ref } from './secret.fixture.ts';
import { dataOf, decode, documentKey, revisionOf } from './secret-object.ts';

interface PodPlan {
  revision: number;
  startsAt: number;
  saves: number;
  diesAt: number | null;
}

type Meddling = { at: number; what: 'upgrade' | 'label' | 'edit' | 'remake' };

interface Change {
  secret: string; // its uid
  pod: string;
  revision: number;
  installed: number;
  text: string | undefined; // the document, where one was written
}

const second = 1000;
const time = fc.integer({ min: 0, max: 120 }).map((s) => s * second);
const podPlan: fc.Arbitrary<PodPlan> = fc.record({
  revision: fc.integer({ min: 1, max: 2 }),
  startsAt: time,
  saves: fc.integer({ min: 0, max: 4 }),
  diesAt: fc.option(time),
});
const meddling: fc.Arbitrary<Meddling> = fc.record({
  at: time,
  what: fc.constantFrom('upgrade', 'label', 'edit', 'remake'),
});

test('no two pods write in turns, none of an older revision writes, and what is saved is whole', async () => {
  let [turns, refusals] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(podPlan, { minLength: 2, maxLength: 4 }),
      fc.array(meddling, { maxLength: 4 }),
      fc.nat(),
      async (plans, meddlings, seed) => {
        const { changes, acknowledged, refused } = await play(plans, meddlings, seed);
        for (const secret of new Set(changes.map((change) => change.secret))) {
          const here = changes.filter((change) => change.secret === secret);
          const pods = here.map(({ pod }) => pod).filter((pod, i, all) => pod !== all[i - 1]);
          expect(pods).toEqual([...new Set(pods)]);
          const revisions = here.filter(({ text }) => text !== undefined).map(({ revision }) => revision);
          expect(revisions).toEqual([...revisions].sort());
          turns += pods.length - 1;
        }
        expect(changes.filter(({ revision, installed }) => revision < installed)).toEqual([]);
        const saved = changes.flatMap(({ text }) => (text === undefined ? [] : [fromYaml(text, 'it')]));
        for (const document of acknowledged) expect(saved).toContainEqual(document);
        refusals += refused;
      },
    ),
    { numRuns: 150 },
  );
  // It was no quiet time: the role changed hands, and pods were refused.
  expect(turns).toBeGreaterThan(50);
  expect(refusals).toBeGreaterThan(50);
});

async function play(plans: readonly PodPlan[], meddlings: readonly Meddling[], seed: number) {
  const world = createWorld();
  const { clock } = world;
  const random = createRandom(seed);
  const changes: Change[] = [];
  const acknowledged: ReturnType<typeof documentOf>[] = [];
  let refused = 0;
  let installed = 1;
  let calm = false;

  // Helm changes the Secret before it makes the Job.
  async function install(revision: number): Promise<void> {
    if (revision <= installed) return;
    installed = revision;
    await world.upgrade(revision).catch(() => {}); // it is just not there
  }

  const running = plans.map(async (plan, i) => {
    const name = `pod-${i}`;
    const cluster = roughly(world, { name, revision: plan.revision, random, isCalm: () => calm, changes });
    const pod = world.pod(name, { revision: plan.revision, cluster, random, waitMs: 600 * second });
    await clock.sleep(plan.startsAt);
    await install(plan.revision);
    const killed = plan.diesAt === null ? never : clock.sleep(plan.diesAt).then(pod.kill);
    const run = async () => {
      try {
        const unlock = await pod.lock();
        await pod.read();
        for (let n = 0; n <= plan.saves; n++) {
          const document = documentOf(100 * i + n + 1, n < plan.saves ? 'running' : 'completed', plan.revision);
          const saved = await pod.write(document).then(() => true, tolerable);
          if (saved) acknowledged.push(document);
          await clock.sleep(random() * 15 * second);
        }
        await unlock();
      } catch (error) {
        if (!(error instanceof Iter8Error) || error.code === 'BUSY') throw error;
        refused++;
      }
    };
    await Promise.race([run(), killed]);
  });
  const meddles = meddlings.map(async ({ at, what }) => {
    await clock.sleep(at);
    if (what === 'label') await world.change({ metadata: { labels: { at: String(at) } } }).catch(() => {});
    if (what === 'edit') await world.fill('spec: [').catch(() => {});
    if (what === 'upgrade') await install(2);
    if (what !== 'remake') return;
    await world.cluster.delete(ref);
    await clock.sleep(random() * 20 * second);
    if (world.cluster.peek(ref) === undefined) world.install(installed);
  });
  const storm = clock.sleep(200 * second).then(() => {
    calm = true;
  });
  await clock.until(Promise.all([...running, ...meddles, storm]));

  // Whatever happened: another run of the newest revision gets its turn.
  const last = world.pod('last', { revision: 2, random });
  const unlock = await clock.until(last.lock());
  await last.read();
  await clock.until(last.write(documentOf(999, 'completed', 2)));
  await clock.until(unlock());
  expect(world.document()).toEqual(documentOf(999, 'completed', 2));
  return { changes, acknowledged, refused };
}

const never = new Promise<never>(() => {});

// Saves may fail while the network does; the next one makes up for it.
function tolerable(error: unknown): false {
  if (error instanceof Iter8Error && (error.code === 'UNREACHABLE' || error.code === 'CLUSTER')) return false;
  throw error;
}

interface Rough {
  name: string;
  revision: number;
  random: () => number;
  isCalm: () => boolean;
  changes: Change[];
}

// A network that delays requests and answers, loses either, and delivers a request after its sender gave it up.
function roughly(world: ReturnType<typeof createWorld>, { name, revision, random, isCalm, changes }: Rough) {
  const { clock, cluster } = world;
  const lost = () => new Iter8Error('UNREACHABLE', 'the API server cannot be reached: the network is rough');

  async function carried<T>(act: () => Promise<T>): Promise<T> {
    const luck = isCalm() ? 1 : random();
    if (luck < 0.08) throw lost();
    if (luck < 0.14) {
      await act().catch(() => {});
      throw lost();
    }
    if (luck < 0.18) {
      void clock
        .sleep(random() * 60 * second)
        .then(act)
        .catch(() => {});
      throw lost();
    }
    if (luck < 0.3) await clock.sleep(random() * 8 * second);
    const answer = await act();
    if (luck < 0.4) await clock.sleep(random() * 8 * second);
    return answer;
  }

  return {
    get: (...asked: Parameters<Cluster['get']>) => carried(() => cluster.get(...asked)),
    patch: (...asked: Parameters<Cluster['patch']>) =>
      carried(async () => {
        const after = await cluster.patch(...asked);
        const [, patch] = asked;
        const data = 'data' in patch.body ? dataOf(after, documentKey) : undefined;
        const text = data === undefined ? undefined : decode(data);
        const secret = after.metadata.uid ?? '';
        changes.push({ secret, pod: name, revision, installed: revisionOf(after) ?? 0, text });
        return after;
      }),
  };
}

// mulberry32
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
