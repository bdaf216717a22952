// What the client does with a server that fails, in every way a server can.
import { createServer } from 'node:net';
import { steadily } from '../../test/steady.ts';
import type { Cluster, KubeObject, ObjectRef } from '../model/cluster.ts';
import { connectCluster } from './connect.ts';
import { cutOff, json, never, page, scriptedServer, status, torn } from './scripted-server.fixture.ts';

const ref: ObjectRef = { group: '', version: 'v1', resource: 'secrets', namespace: 'test', name: 's' };
const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'test' } };
const notFound = status(404, 'NotFound', { details: { name: 's', kind: 'secrets' } });
const merge = (body: Record<string, unknown>) => ({ type: 'merge', body }) as const;
const timing = { deadlineMs: 10_000, connectMs: 5000, backoffMs: 5, maxBackoffMs: 20 };

let server: Awaited<ReturnType<typeof scriptedServer>>;
let cluster: Cluster;
beforeEach(async () => {
  server = await scriptedServer();
  cluster = await connectCluster({ apiserver: `http://127.0.0.1:${server.port}`, env: {}, timing });
});
afterEach(() => server.close());

async function failureOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return { ...Object(error), message: Object(error).message };
  }
  throw new Error('the call succeeded');
}

describe('a read', () => {
  test.each([
    ['429', status(429, 'TooManyRequests')],
    ['500', status(500, 'InternalError')],
    ['503 of a proxy', page('<html>no upstream</html>', 503)],
    ['a connection that is cut off', cutOff],
    ['an answer that is torn', torn],
  ])('is tried again after %s', async (_, broken) => {
    server.script(broken, broken, json(secret));
    expect(await cluster.get(ref)).toEqual(secret);
    expect(server.seen).toHaveLength(3);
  });

  test('waits for as long as Retry-After says', async () => {
    server.script(status(429, 'TooManyRequests', {}, { 'retry-after': '1' }), json(secret));
    const begin = performance.now();
    await cluster.get(ref);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(995);
  });

  test('does not begin to wait for longer than its deadline', async () => {
    server.script(status(429, 'TooManyRequests', {}, { 'retry-after': '60' }));
    const begin = performance.now();
    expect(await failureOf(cluster.get(ref))).toMatchObject({ status: 429, reason: 'TooManyRequests' });
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  test('is given up at its deadline with what the server said last', async () => {
    await steadily(50, async () => {
      server.script(status(500, 'InternalError'));
      const [begin, before] = [performance.now(), server.seen.length];
      const failure = await failureOf(cluster.get(ref, { deadlineMs: 300 }));
      expect(failure).toMatchObject({ status: 500, message: 'the server says InternalError' });
      expect(performance.now() - begin).toBeLessThan(1500);
      expect(server.seen.length - before).toBeGreaterThan(5);
    });
  });

  test('of a server that does not answer ends at its deadline', async () => {
    server.script(never);
    const failure = await failureOf(cluster.get(ref, { deadlineMs: 300 }));
    expect(failure.code).toBe('UNREACHABLE');
    expect(failure.message).toMatch(/no answer to get secrets "s" in namespace test within 300ms|does not answer/);
  });

  test('of a server that does not answer is tried again before the deadline', async () => {
    await steadily(100, async () => {
      server.script(never, json(secret));
      expect(await cluster.get(ref, { deadlineMs: 1000 })).toEqual(secret);
    });
  });

  test('ends with its signal, and with its reason', async () => {
    server.script(never);
    const abort = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => abort.abort(reason), 50);
    await expect(cluster.get(ref, { signal: abort.signal })).rejects.toBe(reason);
  });

  test('ends with its signal while it waits to try again', async () => {
    await steadily(100, async () => {
      server.script(status(429, 'TooManyRequests', {}, { 'retry-after': '1' }));
      const abort = new AbortController();
      const reason = new Error('enough');
      setTimeout(() => abort.abort(reason), 100);
      const begin = performance.now();
      await expect(cluster.get(ref, { signal: abort.signal })).rejects.toBe(reason);
      expect(performance.now() - begin).toBeLessThan(900);
    });
  });

  test.each([
    ['200', page('<html>please log in</html>')],
    ['302', page('', 302)],
    ['200', json({ some: 'JSON' })],
    ['200', json([1, 2])],
    ['400', page('<html>bad gateway</html>', 400)],
    ['403', page('<html>blocked</html>', 403)],
    ['404', page('<html>no such page</html>', 404)],
  ])('with %s of what is no API server says so, at once', async (code, broken) => {
    server.script(broken);
    const failure = await failureOf(cluster.get(ref));
    expect(failure).toMatchObject({ code: 'UNREACHABLE' });
    expect(failure.message).toMatch(`answered ${code} with what no API server says`);
    expect(server.seen).toHaveLength(1);
  });

  test('is not there only if the server says so of the object', async () => {
    server.script(notFound);
    expect(await cluster.get(ref)).toBeUndefined();
  });

  test.each([
    ['a page', page('404 page not found\n', 404)],
    ['a Status that names nothing', status(404, 'NotFound', { details: {} })],
    ['a Status without details', status(404, 'NotFound')],
  ])('with 404 as %s is of a type that is not known', async (_, broken) => {
    server.script(broken);
    expect(await failureOf(cluster.get(ref))).toMatchObject({
      code: 'CLUSTER',
      message: 'this cluster does not know the type secrets (v1)',
    });
  });

  test('that is forbidden says what is, and where', async () => {
    server.script(status(403, 'Forbidden'));
    const type = { group: 'apps', version: 'v1', resource: 'deployments' };
    const failure = await failureOf(cluster.get({ ...type, namespace: 'shop', name: 'web' }));
    expect(failure).toMatchObject({
      code: 'FORBIDDEN',
      message: 'it is not permitted to get deployments.apps "web" in namespace shop: the server says Forbidden',
    });
  });

  test('of more than 64 MiB is given up', async () => {
    server.script((_, response) => {
      const block = Buffer.alloc(1024 * 1024, 'x');
      let left = 80;
      response.writeHead(200);
      const more = () => {
        while (left-- > 0) if (!response.write(block)) return void response.once('drain', more);
        response.end();
      };
      more();
    });
    const failure = await failureOf(cluster.get(ref, { deadlineMs: 20_000 }));
    expect(failure).toMatchObject({ code: 'CLUSTER', message: expect.stringContaining('larger than 64 MiB') });
    expect(server.seen).toHaveLength(1);
  });

  test.each(['', '..', 'a/b', 'a%2fb'])('of the name %j is refused before it is sent', async (name) => {
    expect(await failureOf(cluster.get({ ...ref, name }))).toMatchObject({ status: 400 });
    expect(server.seen).toHaveLength(0);
  });

  test('uses the connection of the one before', async () => {
    // One that has no answer for half of the deadline is asked over another.
    await steadily(100, async () => {
      const ports = new Set<number | undefined>();
      server.script((request, response) => {
        ports.add(request.socket.remotePort);
        json(secret)(request, response);
      });
      for (let n = 0; n < 5; n++) await cluster.get(ref);
      expect(ports.size).toBe(1);
    });
  });
});

describe('a list', () => {
  const selection = { namespace: 'test', labels: 'a in (b,c)', fields: 'metadata.name=x' };
  const pageOf = (names: string[], more: Record<string, unknown> = {}) =>
    json({
      kind: 'SecretList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '7', ...more },
      items: names.map((name) => ({ metadata: { name } })),
    });
  const names = async () => (await cluster.list(ref, selection)).items.map(({ metadata }) => metadata.name);

  test('has all pages, and items that say what they are', async () => {
    server.script(pageOf(['a', 'b'], { continue: 'next one' }), pageOf(['c']));
    expect(await cluster.list(ref, selection)).toEqual({
      resourceVersion: '7',
      items: ['a', 'b', 'c'].map((name) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } })),
    });
    const [first, second] = server.seen.map(({ url }) => url);
    expect(first?.pathname).toBe('/api/v1/namespaces/test/secrets');
    expect(first?.searchParams.get('labelSelector')).toBe('a in (b,c)');
    expect(first?.searchParams.get('fieldSelector')).toBe('metadata.name=x');
    expect(second?.searchParams.get('continue')).toBe('next one');
  });

  test('begins anew where the version of its pages has expired', async () => {
    server.script(
      pageOf(['a'], { continue: 'n' }),
      status(410, 'Expired'),
      pageOf(['b'], { continue: 'n' }),
      pageOf(['c']),
    );
    expect(await names()).toEqual(['b', 'c']);
  });

  test('does not begin anew for ever', async () => {
    server.script(status(410, 'Expired'));
    expect(await failureOf(names())).toMatchObject({ status: 410 });
    expect(server.seen).toHaveLength(4);
  });

  test('of null items is empty', async () => {
    server.script(json({ kind: 'SecretList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items: null }));
    expect(await names()).toEqual([]);
  });
});

describe('a create', () => {
  test('sends the object to where its type and namespace are', async () => {
    server.script(json(secret, 201));
    await cluster.create({ ...ref, group: 'batch', resource: 'jobs' }, secret);
    expect(server.seen[0]).toMatchObject({ method: 'POST', body: JSON.stringify(secret) });
    expect(server.seen[0]?.url.pathname).toBe('/apis/batch/v1/namespaces/test/jobs');
  });

  test('that is refused at its first attempt is refused', async () => {
    server.script(status(409, 'AlreadyExists'));
    expect(await failureOf(cluster.create(ref, secret))).toMatchObject({ status: 409, reason: 'AlreadyExists' });
    expect(server.seen).toHaveLength(1);
  });

  const mine = { ...secret, data: { k: 'bWluZQ==' } };

  test('whose answer was lost is done if the object is there as it was asked for', async () => {
    server.script(cutOff, status(409, 'AlreadyExists'), json({ ...mine, type: 'Opaque' }));
    const created = await cluster.create(ref, { ...secret, stringData: { k: 'mine' } });
    expect(created).toEqual({ ...mine, type: 'Opaque' });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });

  test('whose answer was lost is refused if somebody else’s object is there', async () => {
    server.script(cutOff, status(409, 'AlreadyExists'), json({ ...secret, data: { k: 'dGhlaXJz' } }));
    expect(await failureOf(cluster.create(ref, mine))).toMatchObject({ status: 409, reason: 'AlreadyExists' });
  });
});

describe('a patch', () => {
  const conditional = merge({ metadata: { resourceVersion: '7' }, data: { k: 'eA==', gone: null } });

  test('is sent as what it is', async () => {
    server.script(json(secret));
    await cluster.patch(ref, conditional);
    await cluster.patch(ref, { type: 'apply', body: { ...secret }, manager: 'me', force: true });
    const [first, second] = server.seen;
    expect(first?.headers['content-type']).toBe('application/merge-patch+json');
    expect(second?.headers['content-type']).toBe('application/apply-patch+yaml');
    expect(second?.url.search).toBe('?fieldManager=me&force=true');
  });

  test('that conflicts at its first attempt is refused', async () => {
    server.script(status(409, 'Conflict'));
    expect(await failureOf(cluster.patch(ref, conditional))).toMatchObject({ status: 409, reason: 'Conflict' });
    expect(server.seen).toHaveLength(1);
  });

  test('whose answer was lost is done if the object is as it was asked for', async () => {
    const done = { ...secret, metadata: { ...secret.metadata, resourceVersion: '8' }, data: { k: 'eA==' } };
    server.script(status(504, 'Timeout'), status(409, 'Conflict'), json(done));
    expect(await cluster.patch(ref, conditional)).toEqual(done);
  });

  test('whose answer was lost is refused if the object is otherwise', async () => {
    server.script(cutOff, status(409, 'Conflict'), json({ ...secret, data: { k: 'eA==', gone: 'eA==' } }));
    expect(await failureOf(cluster.patch(ref, conditional))).toMatchObject({ status: 409, reason: 'Conflict' });
  });
});

describe('a delete', () => {
  const gone = json({ kind: 'Status', apiVersion: 'v1', status: 'Success' });

  test('takes what the object owns with it, unless it is told otherwise', async () => {
    server.script(gone);
    await cluster.delete(ref);
    await cluster.delete(ref, { propagation: 'Orphan', uid: 'u' });
    expect(server.seen.map(({ body }) => JSON.parse(body))).toMatchObject([
      { propagationPolicy: 'Background' },
      { propagationPolicy: 'Orphan', preconditions: { uid: 'u' } },
    ]);
  });

  test('with a uid is tried again, and has been done where the object is gone then', async () => {
    server.script(cutOff, notFound);
    expect(await cluster.delete(ref, { uid: 'u' })).toBe('deleted');
  });

  test('of what was not there at its first attempt deleted nothing', async () => {
    server.script(notFound);
    expect(await cluster.delete(ref)).toBe('absent');
  });

  test('without a uid is tried again after what did not reach the server', async () => {
    server.script(status(429, 'TooManyRequests'), gone);
    expect(await cluster.delete(ref)).toBe('deleted');
  });

  test('without a uid is not done twice: another object may have taken the name', async () => {
    server.script(cutOff, json(secret));
    expect(await failureOf(cluster.delete(ref))).toMatchObject({ code: 'UNREACHABLE' });
    expect(server.seen.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
  });

  test.each([
    ['gone', notFound],
    ['going', json({ ...secret, metadata: { ...secret.metadata, deletionTimestamp: '2024-01-01T00:00:00Z' } })],
  ])('without a uid whose answer was lost is done if the object is %s', async (_, left) => {
    server.script(status(500, 'InternalError'), left);
    expect(await cluster.delete(ref)).toBe('deleted');
  });
});

describe('a server that cannot be reached', () => {
  const failing = async (apiserver: string) => {
    const away = await connectCluster({ apiserver, env: {}, timing: { ...timing, deadlineMs: 100 } });
    return failureOf(away.get(ref));
  };

  test('refuses the connection', async () => {
    await server.close();
    await steadily(30, async () => {
      const failure = await failing(`http://127.0.0.1:${server.port}`);
      expect(failure.code).toBe('UNREACHABLE');
      expect(failure.message).toMatch(
        /127\.0\.0\.1:\d+ cannot be reached: the connection was refused \(tried for 100ms\)/,
      );
    });
  });

  test('speaks no HTTP', async () => {
    const other = createServer((socket) => void socket.on('error', () => {}).end('SSH-2.0-none\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await steadily(30, async () =>
      expect((await failing(`http://127.0.0.1:${port}`)).message).toMatch('its answer is no HTTP'),
    );
    other.close();
  });

  test('is told of by the attempt before the one that the deadline cut off', async () => {
    await steadily(50, async () => {
      server.script(cutOff, never);
      const failure = await failureOf(cluster.get(ref, { deadlineMs: 200 }));
      expect(failure.message).toMatch(/the connection was closed before the answer was complete|it does not answer/);
    });
  });

  test('is reached again when it is back', async () => {
    await server.close();
    const call = cluster.get(ref);
    const back = await listenAgain(server.port);
    expect(await call).toEqual(secret);
    back.close();
    back.closeAllConnections();
  });

  test('is asked for a delete again when it is back: nothing has reached it', async () => {
    await server.close();
    const call = cluster.delete(ref);
    const back = await listenAgain(server.port);
    expect(await call).toBe('deleted');
    back.close();
    back.closeAllConnections();
  });
});

test('calls without a signal of their own end with that of the connection', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  const apiserver = `http://127.0.0.1:${server.port}`;
  const ending = await connectCluster({ apiserver, env: {}, timing, signal: abort.signal });
  server.script(never);
  setTimeout(() => abort.abort(reason), 50);
  await expect(ending.get(ref)).rejects.toBe(reason);
});

async function listenAgain(port: number) {
  const { createServer: createHttpServer } = await import('node:http');
  const again = createHttpServer((request, response) => json(secret)(request, response));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', resolve));
  return again;
}

describe('logs', () => {
  const pod = { namespace: 'test', pod: 'p' };
  const { signal } = new AbortController();
  const textOf = async (bytes: AsyncIterable<Uint8Array>) => {
    let all = '';
    for await (const chunk of bytes) all += new TextDecoder().decode(chunk);
    return all;
  };

  test('are asked for as they are wanted', async () => {
    server.script(page('a\nb\n'));
    expect(await textOf(cluster.logs({ ...pod, container: 'c', tailLines: 5 }, signal))).toBe('a\nb\n');
    expect(server.seen[0]?.url.href).toBe('http://server/api/v1/namespaces/test/pods/p/log?container=c&tailLines=5');
  });

  test('that are followed may have nothing to say for as long as they like', async () => {
    server.script((_, response) => void setTimeout(() => response.writeHead(200).end('late'), 300));
    const impatient = { ...timing, deadlineMs: 100 };
    const away = await connectCluster({ apiserver: `http://127.0.0.1:${server.port}`, env: {}, timing: impatient });
    expect(await textOf(away.logs({ ...pod, follow: true }, signal))).toBe('late');
  });

  test('end with the signal', async () => {
    const abort = new AbortController();
    server.script((_, response) => void response.writeHead(200).write('a'));
    let all = '';
    for await (const chunk of cluster.logs({ ...pod, follow: true }, abort.signal)) {
      all += new TextDecoder().decode(chunk);
      setTimeout(() => abort.abort(), 50);
    }
    expect(all).toBe('a');
  });

  test('of a container that has not begun say why', async () => {
    server.script(status(400, 'BadRequest', { message: 'container "c" in pod "p" is waiting to start' }));
    expect(await failureOf(textOf(cluster.logs(pod, signal)))).toMatchObject({
      status: 400,
      message: 'container "c" in pod "p" is waiting to start',
    });
  });

  test('that break off are no end', async () => {
    server.script(torn);
    expect(await failureOf(textOf(cluster.logs(pod, signal)))).toMatchObject({ code: 'UNREACHABLE' });
  });
});
