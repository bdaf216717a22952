import { fakeCluster } from '../kube/fake/fake-cluster.fixture.ts';
import type { Cluster } from '../model/cluster.ts';
import { movedClock, settled } from './clock.fixture.ts';
import { lead } from './lease.ts';

const ref = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: 'iter8', name: 'autox' };
const log = { debug() {}, info() {}, warn() {}, error() {} };

function lab() {
  const cluster = fakeCluster();
  const clock = movedClock();
  const events: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  const given = new Map<string, Cluster>(); // to the work
  const ended: string[] = []; // identities that are known to have
  const isEnded = (holder: string) => ended.includes(holder);
  const start = async (identity: string, through = cluster, takesOver = false) => {
    const abort = new AbortController();
    const { namespace, name } = ref;
    const done = lead(
      { cluster: through, namespace, name, identity, clock, log, signal: abort.signal, takesOver, isEnded },
      (signal, work) => {
        given.set(identity, work);
        events.push(`${identity} begins`);
        return new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            events.push(`${identity} ends`);
            resolve();
          }),
        );
      },
    );
    const stop = async () => {
      abort.abort();
      await done;
    };
    stops.push(stop);
    await settled();
    return stop;
  };
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) await clock.pass(1000);
  };
  return { cluster, clock, events, ended, given, start, pass, end: () => Promise.all(stops.map((stop) => stop())) };
}

let one = lab();
beforeEach(() => {
  one = lab();
});
afterEach(() => one.end());

test('of two replicas one works', async () => {
  await one.start('a');
  await one.start('b');
  await one.pass(60);
  expect(one.events).toEqual(['a begins']);
});

test('the other takes over at once when the one ends', async () => {
  const stop = await one.start('a');
  await one.start('b');
  await stop();
  await one.pass(2);
  expect(one.events).toEqual(['a begins', 'a ends', 'b begins']);
});

test('the other takes over when the one is silent for 15 s, and the one has ended before', async () => {
  const cut = { ...one.cluster };
  let isCut = false;
  const orFail = <T>(call: () => Promise<T>) => (isCut ? Promise.reject(new Error('cut off')) : call());
  cut.get = (...given) => orFail(() => one.cluster.get(...given));
  cut.patch = (...given) => orFail(() => one.cluster.patch(...given));
  await one.start('a', cut);
  await one.start('b');
  await one.pass(4);
  isCut = true;
  await one.pass(11);
  expect(one.events).toEqual(['a begins', 'a ends']);
  await one.pass(8);
  expect(one.events).toEqual(['a begins', 'a ends', 'b begins']);
  isCut = false;
  await one.pass(60);
  expect(one.events).toHaveLength(3);
});

test('nobody waits for a holder that is known to have ended, and everybody for another', async () => {
  const spec = { holderIdentity: 'killed' };
  one.cluster.put(ref, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: ref.name }, spec });
  await one.start('a');
  await one.pass(3);
  expect(one.events).toEqual([]);
  one.ended.push('killed');
  await one.pass(2);
  expect(one.events).toEqual(['a begins']);
});

test('one that was frozen changes nothing after another may lead, though it has not heard of it', async () => {
  await one.start('a');
  const { cluster, clock, given } = one;
  let thaw = () => {};
  const frozen = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  const { get } = cluster;
  cluster.get = async (...asked) => {
    await frozen;
    return get(...asked);
  };
  const write = () => given.get('a')?.patch({ ...ref, name: 'other' }, { type: 'merge', body: {} });
  await clock.pass(9000);
  await expect(write()).rejects.toThrow(/not found/);
  await clock.pass(1000);
  await expect(write()).rejects.toThrow('the Lease autox was not renewed for 10 s');
  thaw();
});

test('a short outage changes nothing', async () => {
  await one.start('a');
  const heal = one.cluster.fail({}, { status: 500 });
  await one.pass(8);
  heal();
  await one.pass(30);
  expect(one.events).toEqual(['a begins']);
});

test('after an outage the work is taken up again', async () => {
  await one.start('a');
  const heal = one.cluster.fail({}, 'network');
  await one.pass(30);
  expect(one.events).toEqual(['a begins', 'a ends']);
  heal();
  await one.pass(20);
  expect(one.events).toEqual(['a begins', 'a ends', 'a begins']);
});

test('the Lease is as Kubernetes wants it', async () => {
  await one.start('a');
  expect(one.cluster.peek(ref)).toMatchObject({
    spec: {
      holderIdentity: 'a',
      leaseDurationSeconds: 15,
      renewTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    },
  });
});

test('who takes over ends whoever works, and leaves the Lease to nobody before it has run out', async () => {
  await one.start('a');
  const stop = await one.start('remove', undefined, true);
  await one.pass(6);
  expect(one.events).toEqual(['a begins', 'a ends', 'remove begins']);
  await stop();
  await one.pass(12);
  expect(one.events).toHaveLength(4);
});
