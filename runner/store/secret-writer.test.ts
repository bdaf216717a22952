import { KubeError } from '../model/cluster.ts';
import { createWorld, documentOf, place, ref } from './secret.fixture.ts';
import { secretStore } from './secret.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

const settles = <T>(promise: Promise<T>) => world.clock.until(promise);
const down = (verb?: 'get' | 'patch') => world.cluster.fail(verb === undefined ? {} : { verb }, 'network');

// Fails where it still waits after so long.
async function ends<T>(promise: Promise<T>, ms: number): Promise<T> {
  const late = Symbol('late');
  const first = Promise.race([promise, world.clock.sleep(ms).then(() => late)]);
  const outcome = await world.clock.until(first);
  if (outcome === late) throw new Error(`not within ${ms} ms`);
  return promise;
}

describe('a pod that runs alone', () => {
  test('finds no document, writes one, and leaves everything else of the Secret as it was', async () => {
    await world.change({ metadata: { labels: { mine: 'yes' } }, data: { own: 'YWJj' } });
    const pod = world.pod('a');
    const unlock = await pod.lock();
    expect(await pod.read()).toBeUndefined();
    await pod.write(documentOf(1));
    await unlock();
    expect(world.document()).toEqual(documentOf(1));
    expect(world.text('own')).toBe('abc');
    expect(world.cluster.peek(ref)?.metadata.labels).toEqual({ 'iter8.tools/group': 'hello', mine: 'yes' });
  });

  test('finds what the loop before it wrote', async () => {
    const first = world.pod('a');
    const unlock = await first.lock();
    await first.write(documentOf(1, 'completed'));
    await unlock();
    const second = world.pod('b');
    await second.lock();
    expect(await second.read()).toEqual(documentOf(1, 'completed'));
  });

  test('is told by its annotations, and gives the role back', async () => {
    const unlock = await world.pod('a').lock();
    expect(world.annotation('writer')).toBe('a/uid-of-a');
    expect(world.annotation('heartbeat')).toMatch(/^2023-01-11T14:43:45/);
    await unlock();
    await unlock();
    expect(world.annotation('heartbeat')).toBeUndefined();
    expect(world.annotation('revision')).toBe('1');
  });

  test('renews its heartbeat every 10 s, and with each save', async () => {
    const pod = world.pod('a');
    await pod.lock();
    const beats = new Set([world.annotation('heartbeat')]);
    for (let i = 0; i < 4; i++) {
      await world.clock.advance(10_000);
      beats.add(world.annotation('heartbeat'));
    }
    await world.clock.advance(5000);
    await pod.write(documentOf(1));
    beats.add(world.annotation('heartbeat'));
    expect(beats.size).toBe(6);
    await world.clock.advance(9000);
    beats.add(world.annotation('heartbeat'));
    expect(beats.size).toBe(6);
    await world.clock.advance(1000);
    beats.add(world.annotation('heartbeat'));
    expect(beats.size).toBe(7);
  });

  test('touches the Secret no more once it has given the role back', async () => {
    const unlock = await world.pod('a').lock();
    await unlock();
    const calls = world.cluster.calls.length;
    await world.clock.advance(60_000);
    expect(world.cluster.calls.length).toBe(calls);
  });

  test('does not take the role again with a heartbeat that was on its way', async () => {
    const unlock = await world.pod('a').lock();
    world.cluster.fail({ verb: 'patch', times: 1 }, () => world.clock.sleep(1000));
    await world.clock.advance(10_500);
    await ends(unlock(), 1000);
    await world.clock.advance(30_000);
    expect(world.annotation('heartbeat')).toBeUndefined();
  });

  test('saves in the order it was told to', async () => {
    const pod = world.pod('a');
    await pod.lock();
    world.cluster.fail({ verb: 'patch', times: 1 }, () => world.clock.sleep(1000));
    await settles(Promise.all([1, 2, 3].map((loop) => pod.write(documentOf(loop)))));
    expect(world.document()).toEqual(documentOf(3));
  });

  test('writes only while it holds the lock', async () => {
    const pod = world.pod('a');
    await expect(pod.write(documentOf(1))).rejects.toThrow('only the holder of the lock writes');
    const unlock = await pod.lock();
    await unlock();
    await expect(pod.write(documentOf(1))).rejects.toThrow('only the holder of the lock writes');
  });

  test('takes the role back after its container was started again', async () => {
    await world.pod('a').lock();
    await ends(world.pod('a').lock(), 1000);
  });
});

describe('a Secret that others change under the run', () => {
  test('in its labels is written to all the same, with a word', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await world.change({ metadata: { labels: { mine: 'yes' } } });
    await settles(pod.write(documentOf(1)));
    expect(world.document()).toEqual(documentOf(1));
    expect(world.cluster.peek(ref)?.metadata.labels?.mine).toBe('yes');
    expect(pod.lines).toEqual(['info Secret hello in namespace test was changed by somebody else; the result was not']);
  });

  test('in its document gets the state of the run again, with a word', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await pod.write(documentOf(1));
    await world.fill('spec: []');
    await settles(pod.write(documentOf(2)));
    expect(world.document()).toEqual(documentOf(2));
    expect(pod.lines).toEqual([expect.stringContaining('warning experiment.yaml of Secret hello in namespace test')]);
  });

  test('again and again is written to in the end', async () => {
    const pod = world.pod('a');
    await pod.lock();
    let edits = 0;
    world.cluster.fail({ verb: 'patch', times: 5 }, async () => {
      const { annotations } = world.cluster.peek(ref)?.metadata ?? {};
      const labels = { edit: String(++edits) };
      const data = world.cluster.peek(ref)?.data;
      world.cluster.put(ref, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'hello', labels, ...(annotations === undefined ? {} : { annotations }) },
        data,
      });
    });
    await settles(pod.write(documentOf(1)));
    expect(world.document()).toEqual(documentOf(1));
    expect(edits).toBe(5);
  });

  test('by taking its annotations away stays the run’s', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await pod.write(documentOf(1));
    await world.change({ metadata: { annotations: null } });
    await settles(pod.write(documentOf(2)));
    expect(world.document()).toEqual(documentOf(2));
    expect(world.annotation('writer')).toBe('a/uid-of-a');
  });

  test('without annotations and with a document it has never seen is not written over', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await pod.write(documentOf(1));
    await world.change({ metadata: { annotations: null } });
    await world.fill('spec: []');
    await expect(settles(pod.write(documentOf(2)))).rejects.toMatchObject({ code: 'SUPERSEDED' });
    expect(world.text()).toBe('spec: []');
  });

  test('by deleting and making it again gets the result again', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await pod.write(documentOf(1));
    await world.cluster.delete(ref);
    const saving = pod.write(documentOf(1, 'completed'));
    await world.clock.advance(20_000);
    world.install();
    await settles(saving);
    expect(world.document()).toEqual(documentOf(1, 'completed'));
    expect(world.annotation('writer')).toBe('a/uid-of-a');
    expect(pod.lines).toContain(
      'warning Secret hello in namespace test was deleted and made again: the result goes on in the new one',
    );
  });

  test('by deleting it for good is an error that says so, after two minutes', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await world.cluster.delete(ref);
    const start = world.clock.now();
    await expect(settles(pod.write(documentOf(1, 'completed')))).rejects.toMatchObject({
      code: 'CLUSTER',
      message: 'Secret hello in namespace test was deleted while the experiment ran, and was not made again',
    });
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(120_000);
    expect(world.clock.now() - start).toBeLessThan(140_000);
  });

  test.each(['deleting it', 'taking its Role away', 'deleting its account'])(
    'by %s does not hold up a pod that was told to stop',
    async (how) => {
      const pod = world.pod('a');
      await pod.lock();
      if (how === 'deleting it') await world.cluster.delete(ref);
      else world.cluster.fail({}, how === 'deleting its account' ? 'unauthorized' : 'forbidden');
      const saving = pod.write(documentOf(1, 'interrupted'));
      await world.clock.advance(3000);
      pod.abort.abort();
      await expect(ends(saving, 8000)).rejects.toMatchObject({
        code: expect.stringMatching('CLUSTER|FORBIDDEN|UNAUTHORIZED'),
      });
    },
  );

  test('so that there is no room left is an error that says so at once', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await world.change({ data: { own: Buffer.alloc(1024 * 1024 - 100).toString('base64') } });
    await expect(ends(pod.write(documentOf(1, 'completed')), 3000)).rejects.toMatchObject({
      code: 'CLUSTER',
      message: expect.stringContaining('a Secret holds 1 MiB in all'),
    });
  });
});

describe('an API server that fails', () => {
  test('for 30 s holds up the last save, and loses nothing', async () => {
    const pod = world.pod('a');
    await pod.lock();
    const back = down();
    const saving = pod.write(documentOf(1, 'completed'));
    await world.clock.advance(30_000);
    back();
    await ends(saving, 5000);
    expect(world.document()).toEqual(documentOf(1, 'completed'));
  });

  test('holds up a save on the way for 10 s, and no longer', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await pod.write(documentOf(1));
    down();
    const start = world.clock.now();
    await expect(settles(pod.write(documentOf(2)))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(world.clock.now() - start).toBeLessThanOrEqual(12_000);
  });

  test('holds up the first save for a minute: without it nothing starts', async () => {
    const pod = world.pod('a');
    await pod.lock();
    const back = down();
    const saving = pod.write(documentOf(1));
    await world.clock.advance(50_000);
    back();
    await ends(saving, 5000);
  });

  test.each([
    ['refuses for a moment what it permits', 'forbidden' as const],
    ['does not know the pod for a moment', 'unauthorized' as const],
    ['is overloaded', { status: 429 }],
    ['has a fault', { status: 500 }],
  ])('and %s gets the last save a little later', async (_, fault) => {
    const pod = world.pod('a');
    await pod.lock();
    world.cluster.fail({ verb: 'patch', times: 3 }, fault);
    await ends(pod.write(documentOf(1, 'completed')), 5000);
    expect(world.document()).toEqual(documentOf(1, 'completed'));
  });

  test('and refuses for good ends the last save with that', async () => {
    const pod = world.pod('a');
    await pod.lock();
    world.cluster.fail({ verb: 'patch' }, 'forbidden');
    await expect(settles(pod.write(documentOf(1, 'completed')))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is given up on earlier by a pod that was told to stop', async () => {
    const pod = world.pod('a');
    await pod.lock();
    down();
    const saving = pod.write(documentOf(1, 'completed'));
    await world.clock.advance(40_000);
    pod.abort.abort();
    await expect(ends(saving, 50_000)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  test('gets the last save of a pod whose calls end by themselves when it is told to stop', async () => {
    const { cluster, clock } = world;
    const abort = new AbortController();
    const always = <T extends { signal?: AbortSignal }>(options?: T) => ({ signal: abort.signal, ...options });
    const pod = world.pod('a', {
      cluster: {
        get: (where, options) => cluster.get(where, always(options)),
        patch: (where, patch, options) => cluster.patch(where, patch, always(options)),
      },
    });
    const unlock = await pod.lock();
    abort.abort(new Error('told to stop'));
    await pod.write(documentOf(1, 'interrupted'));
    await clock.advance(0);
    await unlock();
    expect(world.document()).toEqual(documentOf(1, 'interrupted'));
    expect(world.annotation('heartbeat')).toBeUndefined();
  });

  test('and loses an answer does not make a save fail, nor happen twice', async () => {
    const pod = world.pod('a');
    await pod.lock();
    world.cluster.fail({ verb: 'patch', times: 1, late: true }, { status: 409, reason: 'Conflict' });
    await ends(pod.write(documentOf(1)), 1000);
    expect(world.document()).toEqual(documentOf(1));
    expect(world.cluster.calls.filter(({ verb }) => verb === 'patch').length).toBe(2);
    expect(pod.lines).toEqual([]);
  });

  test('and loses the answer to a save that is then edited gets it again', async () => {
    const pod = world.pod('a');
    await pod.lock();
    world.cluster.fail({ verb: 'patch', times: 1, late: true }, async () => {
      await world.fill('spec: []');
      throw new KubeError(409, 'Conflict', 'the object has been modified');
    });
    await ends(pod.write(documentOf(1)), 1000);
    expect(world.document()).toEqual(documentOf(1));
  });

  test('between a conflict and a second look does not end a save', async () => {
    const pod = world.pod('a');
    await pod.lock();
    await world.change({ metadata: { labels: { mine: 'yes' } } });
    world.cluster.fail({ verb: 'get', times: 1 }, 'network');
    await ends(pod.write(documentOf(1)), 3000);
    expect(world.document()).toEqual(documentOf(1));
  });

  test('says a word of heartbeats once', async () => {
    const pod = world.pod('a');
    await pod.lock();
    down();
    await world.clock.advance(60_000);
    expect(pod.lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('the role of the writer could not be renewed'),
    ]);
  });

  test('cannot keep a pod from ending', async () => {
    const unlock = await world.pod('a').lock();
    down();
    await ends(unlock(), 1000);
  });
});

describe('contents that are no document of ours', () => {
  const old =
    'spec:\n- task: http\nresult:\n  startTime: 2023-01-11T14:43:45Z\n  numLoops: 1\n  numCompletedTasks: 1\n  failure: false\n';
  test.each([
    ['cut off', 'spec:\n- task: "http'],
    ['something else', 'hello'],
    ['of the 0.13 line', old],
    ['written by hand', 'spec:\n- task: http\n'],
  ])('(%s) are kept under another key, with a word and a note', async (_, text) => {
    await world.fill(text);
    const pod = world.pod('a');
    await pod.lock();
    expect(await pod.read()).toBeUndefined();
    expect(world.text()).toBe(text);
    await pod.write(documentOf(1));
    expect(world.text('experiment.yaml.before')).toBe(text);
    expect(world.document()).toEqual(documentOf(1));
    const said = expect.stringContaining('what was there is kept under the key experiment.yaml.before');
    expect(pod.lines).toEqual([said]);
    expect(pod.notes()).toEqual([{ kind: 'info', subject: 'result', message: said }]);
  });

  test('are kept once: who takes that key away is rid of it', async () => {
    await world.fill('hello');
    const pod = world.pod('a');
    await pod.lock();
    await pod.read();
    await pod.write(documentOf(1));
    await world.change({ data: { 'experiment.yaml.before': null } });
    await settles(pod.write(documentOf(2)));
    expect(world.text('experiment.yaml.before')).toBeUndefined();
  });

  test('are kept, bytes and all, where they are no text', async () => {
    await world.change({ data: { 'experiment.yaml': '//4A' } });
    const pod = world.pod('a');
    await pod.lock();
    expect(await pod.read()).toBeUndefined();
    await pod.write(documentOf(1));
    expect(world.cluster.peek(ref)?.data).toMatchObject({ 'experiment.yaml.before': '//4A' });
  });

  test('are kept as far as there is room, and told to be cut', async () => {
    await world.fill(`hello${' '.repeat(900_000)}`);
    const pod = world.pod('a');
    await pod.lock();
    await pod.read();
    await pod.write(documentOf(1));
    expect(world.text('experiment.yaml.before')?.length).toBe(448 * 1024);
    expect(pod.lines).toEqual([expect.stringContaining('the first 448 KiB of it')]);
  });

  test('are kept though the first save fails', async () => {
    await world.fill('hello');
    const pod = world.pod('a');
    await pod.lock();
    await pod.read();
    const back = down();
    await expect(settles(pod.write(documentOf(1)))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    back();
    await settles(pod.write(documentOf(2)));
    expect(world.text('experiment.yaml.before')).toBe('hello');
  });

  test('are an error to readers, who leave them alone', async () => {
    await world.fill('hello');
    await expect(reader().read()).rejects.toMatchObject({
      code: 'DOCUMENT_CORRUPT',
      message: expect.stringContaining('experiment.yaml of Secret hello in namespace test cannot be read'),
    });
    expect(world.text()).toBe('hello');
  });
});

describe('a reader', () => {
  // A writer that is killed: its heartbeat stays.
  async function killed(): Promise<void> {
    const pod = world.pod('a');
    await pod.lock();
    pod.kill();
  }

  test('finds no document in a Secret without one', async () => {
    expect(await reader().read()).toBeUndefined();
  });

  test('finds no group where there is no Secret', async () => {
    await world.cluster.delete(ref);
    await expect(reader().read()).rejects.toMatchObject({
      code: 'GROUP',
      message: 'there is no experiment group hello in namespace test',
    });
  });

  test('does not take an error for «not there»', async () => {
    world.cluster.fail({ verb: 'get', times: 1 }, { status: 500 });
    await expect(reader().read()).rejects.toBeInstanceOf(KubeError);
  });

  test('finds a writer while the role is held', async () => {
    const unlock = await world.pod('a').lock();
    expect(await reader().writer()).toEqual({ host: 'a' });
    await unlock();
    expect(await reader().writer()).toBeUndefined();
  });

  test('goes by the pod where it can look at pods', async () => {
    await world.pod('a').lock();
    expect(await reader(async () => true).writer()).toBeUndefined();
    await world.clock.advance(10_000);
    expect(await reader(async ({ name, uid }) => name !== 'a' || uid !== 'uid-of-a').writer()).toEqual({ host: 'a' });
  });

  test('takes a heartbeat for stopped after it was watched for 30 s', async () => {
    await killed();
    const looks = reader();
    for (let i = 0; i < 6; i++) {
      expect(await looks.writer()).toBeDefined();
      await world.clock.advance(5000);
    }
    expect(await looks.writer()).toBeUndefined();
  });

  test('proves nothing by two looks with a gap between', async () => {
    await killed();
    const looks = reader();
    expect(await looks.writer()).toBeDefined();
    await world.clock.advance(60_000);
    expect(await looks.writer()).toBeDefined();
  });

  test('that looks once takes a heartbeat of long ago for stopped', async () => {
    await killed();
    await world.clock.advance(9 * 60_000);
    expect(await reader().writer()).toBeDefined();
    await world.clock.advance(2 * 60_000);
    expect(await reader().writer()).toBeUndefined();
  });
});

function reader(podEnded?: (pod: { name: string; uid: string }) => Promise<boolean | undefined>) {
  const { cluster, clock } = world;
  return secretStore({ cluster, clock, ...place, ...(podEnded === undefined ? {} : { podEnded }) });
}
