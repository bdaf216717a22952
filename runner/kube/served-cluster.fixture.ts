// A FakeCluster behind HTTP, as an API server would serve it: what the real client is held to without a real cluster.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { KubeError, type KubeObject, type ResourceType } from '../model/cluster.ts';
import { Iter8Error } from '../model/errors.ts';
import type { fakeCluster } from './fake/fake-cluster.fixture.ts';

type Fake = ReturnType<typeof fakeCluster>;

interface Target {
  type: ResourceType;
  namespace: string;
  name: string;
  isLog: boolean;
}

const pageSize = 2; // smaller than anybody asks for, so that there are pages

export function serve(fake: Fake): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const url = new URL(request.url ?? '', 'http://server');
    const target = targetOf(url.pathname);
    try {
      if (target === undefined) throw new KubeError(404, 'NotFound', '');
      await answer(target, url.searchParams, request, response);
    } catch (error) {
      refuse(error, target, response);
    }
  };

  async function answer(target: Target, query: URLSearchParams, request: IncomingMessage, response: ServerResponse) {
    const { type, namespace, name } = target;
    const ref = { ...type, namespace, name };
    const send = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const body = await bodyOf(request);
    if (target.isLog) return sendLog(target, query, response);
    if (request.method === 'POST')
      return send(await fake.create({ ...ref, name: nameIn(body) }, body as KubeObject), 201);
    if (request.method === 'PATCH') return send(await patch());
    if (request.method === 'DELETE') return send(await remove());
    if (query.get('watch') === 'true') return sendWatch(target, query, response);
    if (name === '') return send(await page(target, query));
    const object = await fake.get(ref);
    if (object === undefined) throw new KubeError(404, 'NotFound', `${type.resource} "${name}" not found`);
    return send(object);

    function patch(): Promise<KubeObject> {
      if (request.headers['content-type'] === 'application/merge-patch+json')
        return fake.patch(ref, { type: 'merge', body });
      const [manager, force] = [query.get('fieldManager') ?? '', query.get('force') === 'true'];
      return fake.patch(ref, { type: 'apply', body, manager, force });
    }

    async function remove(): Promise<unknown> {
      const { preconditions } = body as { preconditions?: { uid?: string } };
      const present = await fake.get(ref);
      if (present === undefined) throw new KubeError(404, 'NotFound', `${type.resource} "${name}" not found`);
      if ((preconditions?.uid ?? present.metadata.uid) !== present.metadata.uid)
        throw new KubeError(409, 'Conflict', 'the UID in the precondition does not match the UID in record');
      await fake.delete(ref);
      return { kind: 'Status', apiVersion: 'v1', status: 'Success' };
    }
  }

  async function page({ type, namespace }: Target, query: URLSearchParams): Promise<unknown> {
    const { items, resourceVersion } = await fake.list(type, selectionOf(namespace, query));
    const from = Number(query.get('continue') ?? 0);
    const more = from + pageSize < items.length ? { continue: String(from + pageSize) } : {};
    return {
      kind: `${fakeKind(items)}List`,
      apiVersion: items[0]?.apiVersion ?? 'v1',
      metadata: { resourceVersion, ...more },
      items: items.slice(from, from + pageSize).map(({ kind: _, apiVersion: __, ...item }) => item),
    };
  }

  async function sendWatch({ type, namespace }: Target, query: URLSearchParams, response: ServerResponse) {
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    await fake.list(type, { namespace: 'none' });
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    const since = query.get('resourceVersion') ?? '';
    for await (const event of fake.watchSince(type, selectionOf(namespace, query), since, abort.signal)) {
      if (event.type === 'synced') continue;
      response.write(`${JSON.stringify({ type: event.type.toUpperCase(), object: event.object })}\n`);
    }
    response.end();
  }

  async function sendLog({ namespace, name }: Target, query: URLSearchParams, response: ServerResponse) {
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    const tail = query.get('tailLines');
    const options = { namespace, pod: name, follow: query.get('follow') === 'true' };
    const lines = tail === null ? {} : { tailLines: Number(tail) };
    for await (const chunk of fake.logs({ ...options, ...lines }, abort.signal)) response.write(chunk);
    response.end();
  }
}

function targetOf(pathname: string): Target | undefined {
  const parts = pathname.split('/').slice(1).map(decodeURIComponent);
  const isCore = parts[0] === 'api';
  if (!isCore && parts[0] !== 'apis') return undefined;
  const [group, version, ...rest] = isCore ? ['', ...parts.slice(1)] : parts.slice(1);
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = isNamespaced ? (rest[1] ?? '') : '';
  const [resource, name = '', sub] = isNamespaced ? rest.slice(2) : rest;
  if (group === undefined || version === undefined || resource === undefined) return undefined;
  return { type: { group, version, resource }, namespace, name, isLog: sub === 'log' };
}

function selectionOf(namespace: string, query: URLSearchParams) {
  const [labels, fields] = [query.get('labelSelector'), query.get('fieldSelector')];
  return {
    ...(namespace === '' ? {} : { namespace }),
    ...(labels === null ? {} : { labels }),
    ...(fields === null ? {} : { fields }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

function refuse(error: unknown, target: Target | undefined, response: ServerResponse): void {
  const isUnknown = error instanceof Iter8Error && error.code === 'CLUSTER';
  if (target === undefined || (isUnknown && target.type.group !== '')) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    return;
  }
  const { status, reason, message } = isUnknown
    ? new KubeError(404, 'NotFound', 'the server could not find the requested resource')
    : error instanceof KubeError
      ? error
      : new KubeError(500, 'InternalError', String(error));
  const details = status === 404 && !isUnknown ? { name: target.name, kind: target.type.resource } : {};
  const said = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, details, code: status };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
}

function nameIn(body: Record<string, unknown>): string {
  return (body as unknown as KubeObject).metadata.name;
}

function fakeKind(items: readonly KubeObject[]): string {
  return items[0]?.kind ?? 'Object';
}
