// A watch goes on, whatever happens to its connections.
import { steadily } from '../../test/steady.ts';
import type { Cluster, KubeObject, WatchEvent } from '../model/cluster.ts';
import { connectCluster } from './connect.ts';
import { cutOff, json, lines, never, scriptedServer, status } from './scripted-server.fixture.ts';

const type = { group: '', version: 'v1', resource: 'secrets' };
const timing = { deadlineMs: 2000, backoffMs: 5, maxBackoffMs: 20, watchSeconds: 1, stallMs: 200 };

let server: Awaited<ReturnType<typeof scriptedServer>>;
let cluster: Cluster;
let abort: AbortController;
beforeEach(async () => {
  server = await scriptedServer();
  cluster = await connectCluster({ apiserver: `http://127.0.0.1:${server.port}`, env: {}, timing });
  abort = new AbortController();
});
afterEach(() => {
  abort.abort();
  return server.close();
});

const object = (name: string, resourceVersion: string, uid = name): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, uid, resourceVersion },
});
const list = (resourceVersion: string, ...items: KubeObject[]) => page({ resourceVersion }, ...items);
const page = (metadata: { resourceVersion: string; continue?: string }, ...items: KubeObject[]) =>
  json({ kind: 'SecretList', apiVersion: 'v1', metadata, items });
const event = (kind: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK', ...about: Parameters<typeof object>) => ({
  type: kind,
  object: object(...about),
});
const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' } };
const short = (told: WatchEvent) =>
  told.type === 'synced'
    ? `synced ${told.resourceVersion}`
    : `${told.type} ${told.object.metadata.name}@${told.object.metadata.resourceVersion}`;

// The first so many events; then the watch is left.
async function take(count: number): Promise<string[]> {
  const events: string[] = [];
  for await (const told of cluster.watch(type, { namespace: 'test' }, abort.signal)) {
    events.push(short(told));
    if (events.length === count) break;
  }
  return events;
}
const versions = () => server.seen.map(({ url }) => url.searchParams.get('resourceVersion'));

test('begins with a list, and goes on from its version', async () => {
  server.script(list('5', object('a', '3')), lines([event('MODIFIED', 'a', '6'), event('ADDED', 'b', '7')]));
  expect(await take(4)).toEqual(['added a@3', 'synced 5', 'modified a@6', 'added b@7']);
  const query = server.seen[1]?.url.searchParams;
  expect(Object.fromEntries(query ?? [])).toEqual({
    watch: 'true',
    resourceVersion: '5',
    allowWatchBookmarks: 'true',
    timeoutSeconds: '1',
  });
});

test.each(['is cut off', 'ends'] as const)('a connection that %s is taken up where it was', async (then) => {
  server.script(list('5'), lines([event('ADDED', 'a', '6')], then), lines([event('MODIFIED', 'a', '7')]));
  expect(await take(3)).toEqual(['synced 5', 'added a@6', 'modified a@7']);
  expect(versions()).toEqual([null, '5', '6']);
});

test('a bookmark says from where to go on', async () => {
  server.script(list('5'), lines([event('BOOKMARK', '', '99')], 'ends'), lines([event('ADDED', 'a', '100')]));
  expect(await take(2)).toEqual(['synced 5', 'added a@100']);
  expect(versions()).toEqual([null, '5', '99']);
});

test.each([
  ['as an event', lines([gone], 'ends')],
  ['as a status', status(410, 'Expired')],
])('a version that expired, told %s, leads to a new list and to what changed meanwhile', async (_, expired) => {
  server.script(
    list('5', object('same', '1'), object('changed', '2'), object('gone', '3'), object('anew', '4', 'old')),
    expired,
    list('9', object('same', '1'), object('changed', '7'), object('anew', '8', 'new'), object('more', '9')),
    lines([event('ADDED', 'last', '10')]),
  );
  expect((await take(11)).slice(4)).toEqual([
    'synced 5',
    'modified changed@7',
    'deleted anew@4',
    'added anew@8',
    'added more@9',
    'deleted gone@3',
    'added last@10',
  ]);
});

test('a list of many pages is told page by page, and is whole when it is synced', async () => {
  const first = page({ resourceVersion: '5', continue: 'more' }, object('a', '1'), object('b', '2'));
  const last = page({ resourceVersion: '5' }, object('c', '3'));
  server.script(first, last, lines([event('ADDED', 'd', '6')]));
  expect(await take(5)).toEqual(['added a@1', 'added b@2', 'added c@3', 'synced 5', 'added d@6']);
  expect(server.seen[1]?.url.searchParams.get('continue')).toBe('more');
});

test('a list whose pages expire is begun anew: nothing is told twice, and nothing is missed', async () => {
  const first = page({ resourceVersion: '5', continue: 'more' }, object('a', '1'), object('b', '2'));
  server.script(first, status(410, 'Expired'), list('9', object('b', '2'), object('c', '7')), lines([]));
  expect(await take(5)).toEqual(['added a@1', 'added b@2', 'added c@7', 'deleted a@1', 'synced 9']);
});

test('what was told already is not told again', async () => {
  const repeated = [event('ADDED', 'a', '5'), event('MODIFIED', 'a', '5'), event('DELETED', 'never-there', '6')];
  server.script(list('5', object('a', '5')), lines([...repeated, event('DELETED', 'a', '7')]));
  expect(await take(3)).toEqual(['added a@5', 'synced 5', 'deleted a@7']);
});

test.each([
  ['an event that is torn', lines(['{"type":"ADDED","object":{"metadata":{"na'], 'is cut off')],
  ['an event that is no JSON', lines(['<html>\n'])],
  ['an error of the server', lines([{ type: 'ERROR', object: { code: 500, reason: 'InternalError' } }])],
  ['a server error', status(503, 'ServiceUnavailable')],
  ['too many requests', status(429, 'TooManyRequests')],
  ['a connection that is cut off at once', cutOff],
])('%s does not end it', async (_, broken) => {
  server.script(list('5'), broken, lines([event('ADDED', 'a', '6')]));
  expect(await take(2)).toEqual(['synced 5', 'added a@6']);
});

test('a connection on which nothing comes for longer than was asked for is left', async () => {
  server.script(list('5'), lines([]), lines([event('ADDED', 'a', '6')]));
  const begin = performance.now();
  expect(await take(2)).toEqual(['synced 5', 'added a@6']);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(1150);
});

test('a server that is away for longer than a deadline does not end it', async () => {
  const impatient = { ...timing, deadlineMs: 100 };
  cluster = await connectCluster({ apiserver: `http://127.0.0.1:${server.port}`, env: {}, timing: impatient });
  await steadily(30, async () => {
    abort = new AbortController();
    setTimeout(abort.abort.bind(abort), 5000).unref(); // a list that came too late leaves the script out of step
    server.script(
      list('5'),
      lines([event('ADDED', 'a', '6')], 'is cut off'),
      ...Array(6).fill(never),
      lines([event('ADDED', 'b', '7')]),
    );
    expect(await take(3)).toEqual(['synced 5', 'added a@6', 'added b@7']);
  });
});

test('a server that cannot be reached in the beginning is said', async () => {
  server.script(never);
  const impatient = { ...timing, deadlineMs: 100 };
  cluster = await connectCluster({ apiserver: `http://127.0.0.1:${server.port}`, env: {}, timing: impatient });
  await expect(take(1)).rejects.toMatchObject({ code: 'UNREACHABLE' });
});

test('a permission that is missing, or taken away, ends it', async () => {
  server.script(list('5'), status(403, 'Forbidden'));
  await expect(take(2)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('watch secrets in namespace test'),
  });
});

test('it ends with its signal at any time, without an error', async () => {
  for (const script of [[never], [list('5'), never], [list('5'), lines([])], [list('5'), cutOff]]) {
    server.script(...script);
    abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const begin = performance.now();
    await take(9);
    expect(performance.now() - begin).toBeLessThan(1000);
  }
});

test('whoever leaves it closes its connection', async () => {
  const closed = new Promise<void>((resolve) => {
    server.script(list('5'), (request, response) => {
      response.on('close', resolve);
      lines([event('ADDED', 'a', '6')])(request, response);
    });
  });
  await take(2);
  await closed;
});

test('whoever reads slowly slows the server down', async () => {
  let sent = 0;
  const big = `${JSON.stringify({ type: 'ADDED', object: { ...object('a', '6'), data: 'x'.repeat(100_000) } })}\n`;
  server.script(list('5'), (_, response) => {
    response.writeHead(200);
    const more = () => {
      while (sent < 1000 && !response.destroyed) {
        sent++;
        if (!response.write(big)) return void response.once('drain', more);
      }
    };
    more();
  });
  const events = cluster.watch(type, { namespace: 'test' }, abort.signal)[Symbol.asyncIterator]();
  await events.next();
  await events.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sent).toBeLessThan(300);
});
