// Who becomes the writer, and when.
import { KubeError } from '../model/cluster.ts';
import { createWorld, documentOf, ref } from './secret.fixture.ts';
import { toYaml } from './to-yaml.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

let reachable = true;
beforeEach(() => {
  reachable = true;
});

function cutOff() {
  const { cluster } = world;
  const unless = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!reachable) throw new KubeError(503, 'ServiceUnavailable', 'cut off');
    return call();
  };
  return {
    get: (...asked: Parameters<typeof cluster.get>) => unless(() => cluster.get(...asked)),
    patch: (...asked: Parameters<typeof cluster.patch>) => unless(() => cluster.patch(...asked)),
  };
}

const settles = <T>(promise: Promise<T>) => world.clock.until(promise);
const messages = (lines: readonly string[]) => lines.map((line) => line.replace(/^\w+ /, ''));

async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, open))])) === open;
}

describe('a second pod', () => {
  test('waits while the first one lives, however long, and says so at once and every 30 s', async () => {
    await world.pod('a').lock();
    const second = world.pod('b');
    const locking = second.lock();
    await world.clock.advance(0);
    expect(second.lines).toEqual(['info waiting for pod a, which is writing the result of experiment group hello']);
    await world.clock.advance(5 * 60_000);
    expect(await isOpen(locking)).toBe(true);
    expect(second.lines.length).toBeGreaterThanOrEqual(10);
    expect(second.lines.length).toBeLessThanOrEqual(11);
  });

  test('goes on as soon as the first one gives the role back, from what that one wrote', async () => {
    const first = world.pod('a');
    const unlock = await first.lock();
    const second = world.pod('b');
    const locking = second.lock();
    await world.clock.advance(20_000);
    await first.write(documentOf(1, 'completed'));
    await unlock();
    await world.clock.advance(4000);
    expect(await isOpen(locking)).toBe(false);
    expect(await second.read()).toEqual(documentOf(1, 'completed'));
    await second.write(documentOf(2));
    expect(world.document()).toEqual(documentOf(2));
  });

  test('takes over from one that was killed, after 30 s without a heartbeat', async () => {
    const first = world.pod('a');
    await first.lock();
    await first.write(documentOf(1));
    await world.clock.advance(9000);
    first.kill();
    const second = world.pod('b');
    const locking = second.lock();
    await world.clock.advance(29_000);
    expect(await isOpen(locking)).toBe(true);
    await world.clock.advance(6000);
    expect(await isOpen(locking)).toBe(false);
    expect(messages(second.lines).at(-1)).toMatch(/^pod a has not been heard of for 3\d(\.\d)?s: this pod takes over$/);
    expect(await second.read()).toEqual(documentOf(1));
  });

  test('counts no time in which it could not look itself', async () => {
    const first = world.pod('a');
    await first.lock();
    const second = world.pod('b');
    const locking = second.lock();
    await world.clock.advance(5000);
    const back = world.cluster.fail({}, 'network');
    await world.clock.advance(50_000);
    back();
    await world.clock.advance(100_000);
    expect(await isOpen(locking)).toBe(true);
    expect(first.lost.aborted).toBe(false);
    await first.write(documentOf(1));
  });

  test('counts no time in which it could not have written itself', async () => {
    const first = world.pod('a');
    await first.lock();
    const second = world.pod('b');
    const locking = second.lock();
    const back = world.cluster.fail({ verb: 'patch' }, 'network');
    await world.clock.advance(50_000);
    back();
    await world.clock.advance(60_000);
    expect(await isOpen(locking)).toBe(true);
    expect(first.lost.aborted).toBe(false);
  });

  test('is beaten by a heartbeat in the last moment', async () => {
    const first = world.pod('a', { cluster: cutOff() });
    await first.lock();
    reachable = false;
    const { cluster } = world;
    let taking = 0;
    const second = world.pod('b', {
      cluster: {
        get: cluster.get,
        async patch(...asked) {
          reachable = true;
          if (taking++ === 0) await first.write(documentOf(1));
          return cluster.patch(...asked);
        },
      },
    });
    const locking = second.lock();
    await world.clock.advance(50_000);
    expect(taking).toBe(1);
    expect(await isOpen(locking)).toBe(true);
    expect(world.document()).toEqual(documentOf(1));
  });

  test('outlasts an API server that fails for less than a minute at a time', async () => {
    await world.pod('a').lock();
    const locking = world.pod('b').lock();
    for (let outage = 0; outage < 3; outage++) {
      const back = world.cluster.fail({ verb: 'get' }, 'network');
      await world.clock.advance(40_000);
      back();
      await world.clock.advance(10_000);
    }
    expect(await isOpen(locking)).toBe(true);
    const gone = expect(locking).rejects.toMatchObject({ code: 'UNREACHABLE' });
    world.cluster.fail({ verb: 'get' }, 'network');
    await world.clock.advance(70_000);
    await gone;
  });

  test('gives up after the time it was given', async () => {
    await world.pod('a').lock();
    await expect(settles(world.pod('b', { waitMs: 120_000 }).lock())).rejects.toMatchObject({
      code: 'BUSY',
      message: 'pod a is still writing the result of group hello after 2m',
    });
  });

  test('ends its waiting when it is told to stop', async () => {
    await world.pod('a').lock();
    const second = world.pod('b');
    const locking = second.lock();
    await world.clock.advance(5000);
    second.abort.abort(new Error('told to stop'));
    await expect(settles(locking)).rejects.toThrow('told to stop');
  });

  test('is alone in taking over, though two wait', async () => {
    const first = world.pod('a');
    await first.lock();
    first.kill();
    const waiting = [world.pod('b'), world.pod('c')].map((pod) => pod.lock());
    await world.clock.advance(60_000);
    expect((await Promise.all(waiting.map(isOpen))).sort()).toEqual([false, true]);
  });
});

describe('a pod that was taken over', () => {
  test('is refused with its next save, is told so, and never writes again', async () => {
    const first = world.pod('a', { cluster: cutOff() });
    await first.lock();
    await first.write(documentOf(1));
    reachable = false;
    const second = world.pod('b');
    await settles(second.lock());
    await second.write(documentOf(2));
    reachable = true;
    const refusal = { code: 'SUPERSEDED', message: expect.stringContaining('pod b has taken over the result') };
    await expect(settles(first.write(documentOf(1, 'completed')))).rejects.toMatchObject(refusal);
    expect(first.lost.reason).toMatchObject(refusal);
    await expect(settles(first.write(documentOf(1, 'completed')))).rejects.toMatchObject(refusal);
    expect(world.document()).toEqual(documentOf(2));
  });

  test('finds out by its heartbeat, so that its run can end', async () => {
    const first = world.pod('a', { cluster: cutOff() });
    await first.lock();
    reachable = false;
    await settles(world.pod('b').lock());
    reachable = true;
    await world.clock.advance(12_000);
    expect(first.lost.aborted).toBe(true);
    expect(first.lines.at(-1)).toMatch(/^error pod b has taken over .*: nothing more is saved$/);
  });

  test('is refused though the other one has ended', async () => {
    const first = world.pod('a', { cluster: cutOff() });
    await first.lock();
    reachable = false;
    const second = world.pod('b');
    const unlock = await settles(second.lock());
    await second.write(documentOf(2, 'completed'));
    await unlock();
    reachable = true;
    await expect(settles(first.write(documentOf(1, 'completed')))).rejects.toMatchObject({ code: 'SUPERSEDED' });
    expect(world.document()).toEqual(documentOf(2, 'completed'));
  });

  test('leaves the role to the other one', async () => {
    const first = world.pod('a', { cluster: cutOff() });
    const unlock = await first.lock();
    reachable = false;
    await settles(world.pod('b').lock());
    reachable = true;
    await world.clock.advance(12_000);
    expect(first.lost.aborted).toBe(true);
    const calls = world.cluster.calls.length;
    await unlock();
    expect(world.cluster.calls.length).toBe(calls);
    expect(world.annotation('writer')).toBe('b/uid-of-b');
    expect(world.annotation('heartbeat')).toBeDefined();
  });
});

describe('revisions', () => {
  test('a pod of an older one than the chart’s is refused at once', async () => {
    await world.upgrade(2);
    await expect(world.pod('a', { revision: 1 }).lock()).rejects.toMatchObject({
      code: 'SUPERSEDED',
      message: 'this pod is of revision 1 of experiment group hello, and revision 2 has replaced it',
    });
  });

  test('a pod that waits is refused when a newer one is installed', async () => {
    await world.pod('a').lock();
    const locking = world.pod('b').lock();
    locking.catch(() => {});
    await world.clock.advance(5000);
    await world.upgrade(2);
    await expect(settles(locking)).rejects.toMatchObject({ code: 'SUPERSEDED' });
  });

  test('a newer one takes the role at once, and the older one saves nothing after the upgrade', async () => {
    const old = world.pod('a');
    await old.lock();
    await old.write(documentOf(1));
    await world.upgrade(2);
    const next = world.pod('b', { revision: 2 });
    await next.lock();
    expect(next.lines).toEqual(['info revision 2 takes over from pod a of revision 1']);
    await next.write(documentOf(1, 'running', 2));
    await expect(settles(old.write(documentOf(1, 'completed')))).rejects.toMatchObject({ code: 'SUPERSEDED' });
    expect(world.document()).toEqual(documentOf(1, 'running', 2));
  });

  test('the older one saves nothing after the upgrade though the newer has not begun', async () => {
    const old = world.pod('a');
    await old.lock();
    await old.write(documentOf(1));
    await world.upgrade(2);
    await expect(settles(old.write(documentOf(1, 'completed')))).rejects.toMatchObject({
      code: 'SUPERSEDED',
      message: expect.stringContaining('revision 2 has replaced it'),
    });
    expect(world.document()).toEqual(documentOf(1));
  });

  test.each([
    ['lock', 0],
    ['save', 1],
  ])('an upgrade right behind a %s whose answer came late ends the older one', async (_, before) => {
    const { cluster } = world;
    let patches = 0;
    // As the client does when its first attempt had no answer.
    const late = {
      get: cluster.get,
      async patch(...asked: Parameters<typeof cluster.patch>) {
        const patched = await cluster.patch(...asked);
        return patches++ === before ? world.upgrade(2) : patched;
      },
    };
    const old = world.pod('a', { cluster: late });
    const saving = old.lock().then(() => old.write(documentOf(1)));
    saving.catch(() => {});
    await world.clock.advance(5000);
    await expect(settles(saving.then(() => old.write(documentOf(2))))).rejects.toMatchObject({ code: 'SUPERSEDED' });
    expect(world.document()).toEqual(before === 0 ? undefined : documentOf(1));
  });

  test('an older one that is installed again waits for the newer to end, and is not refused', async () => {
    await world.upgrade(2);
    const newer = world.pod('a', { revision: 2 });
    const unlock = await newer.lock();
    await newer.write(documentOf(1, 'completed', 2));
    await world.upgrade(1);
    const locking = world.pod('b', { revision: 1 }).lock();
    await world.clock.advance(20_000);
    expect(await isOpen(locking)).toBe(true);
    await settles(unlock());
    await settles(locking);
  });

  test('a newer one waits for an older one that is installed again', async () => {
    await world.pod('a', { revision: 1 }).lock();
    const locking = world.pod('b', { revision: 2 }).lock();
    await world.clock.advance(20_000);
    expect(await isOpen(locking)).toBe(true);
  });

  test.each([
    ['its writer', async () => void (await world.pod('a', { revision: 2 }).lock())],
    ['its document', () => world.fill(textOf(2))],
  ])('without the chart’s word, the newest is known by %s', async (_, make) => {
    await world.change({ metadata: { annotations: null } });
    await make();
    await expect(world.pod('b', { revision: 1 }).lock()).rejects.toMatchObject({ code: 'SUPERSEDED' });
    await world.pod('c', { revision: 2, uid: 'uid-of-a' }).lock();
  });

  test('a newer writer takes back what an older one got hold of in a Secret that was made anew', async () => {
    await world.upgrade(2);
    const newer = world.pod('b', { revision: 2 });
    await newer.lock();
    await newer.write(documentOf(1, 'running', 2));
    const role = { 'iter8.tools/writer': 'a/uid-of-a', 'iter8.tools/writer-revision': '1' };
    await world.change({ metadata: { annotations: { ...role, 'iter8.tools/heartbeat': 'x' } } });
    await settles(newer.write(documentOf(2, 'running', 2)));
    expect(world.document()).toEqual(documentOf(2, 'running', 2));
    expect(world.annotation('writer')).toBe('b/uid-of-b');
  });
});

describe('a Secret that is not there', () => {
  test('is waited for', async () => {
    await world.cluster.delete(ref);
    const pod = world.pod('a');
    const locking = pod.lock();
    await world.clock.advance(20_000);
    world.install();
    await settles(locking);
    expect(pod.lines).toEqual([
      'warning waiting for Secret hello in namespace test: there is no experiment group hello in namespace test',
    ]);
  });

  test('for a minute is an error', async () => {
    await world.cluster.delete(ref);
    await expect(settles(world.pod('a').lock())).rejects.toMatchObject({ code: 'GROUP' });
  });
});

test.each([
  ['that was edited to nonsense', { 'iter8.tools/writer': 'nonsense', 'iter8.tools/heartbeat': 'never' }],
  ['without a heartbeat', { 'iter8.tools/writer': 'a/uid-of-a' }],
  ['with a revision that is no number', { 'iter8.tools/revision': 'two' }],
])('a role %s keeps nobody out for good', async (_, annotations) => {
  await world.change({ metadata: { annotations } });
  const pod = world.pod('b');
  await settles(pod.lock());
  await pod.write(documentOf(1));
  expect(world.document()).toEqual(documentOf(1));
});

function textOf(revision: number): string {
  return toYaml(documentOf(1, 'completed', revision));
}
