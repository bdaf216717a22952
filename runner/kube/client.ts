// A Cluster over HTTP: each call as the request it is, and its answer as what it means.
import {
  type Cluster,
  KubeError,
  type KubeObject,
  type ObjectRef,
  type Patch,
  type RequestOptions,
} from '../model/cluster.ts';
import { isMap } from '../model/maps.ts';
import type { Access } from './access.ts';
import { type Answer, bodyOf, isAboutObject } from './answer.ts';
import type { Call, Verb } from './call.ts';
import { noApiServer } from './errors.ts';
import { includes } from './includes.ts';
import { createList, createPages } from './list.ts';
import { createLogs } from './logs.ts';
import { collectionPath, objectPath } from './path.ts';
import { createRequests, UnknownOutcome } from './requests.ts';
import type { Timing } from './timing.ts';
import { createWatch } from './watch.ts';

const json = 'application/json';
const fieldManager = 'iter8';

// `signal`: of calls that have none of their own.
export function createClient(access: Access, timing: Timing, signal?: AbortSignal): Cluster {
  const { server, namespace } = access;
  const requests = createRequests(access, timing, signal);
  const pages = createPages(requests, server);
  const list = createList(pages, timing);

  async function get(ref: ObjectRef, options: RequestOptions = {}): Promise<KubeObject | undefined> {
    const call = callOf('get', ref);
    const { answer } = await requests.ask({ method: 'GET', path: objectPath(ref), call }, options);
    if (answer.status === 404 && isAboutObject(answer, call)) return undefined;
    return objectOf(answer, call);
  }

  function objectOf(answer: Answer, call: Call): KubeObject {
    const body = bodyOf(answer, server, call);
    if (!isMap(body.metadata) || typeof body.metadata.name !== 'string') throw noApiServer(server, answer.status);
    return body as KubeObject;
  }

  // After an attempt without an answer a refusal may be of what that attempt has done: then the object is as it was asked for.
  async function settle(refused: Error, ref: ObjectRef, asked: unknown, options: RequestOptions): Promise<KubeObject> {
    const object = await get(ref, options).catch(() => undefined);
    if (object === undefined || !includes(object, asked)) throw refused;
    return object;
  }

  async function write(
    question: Parameters<typeof requests.ask>[0],
    { ref, asked }: { ref: ObjectRef; asked: unknown },
    options: RequestOptions,
  ): Promise<KubeObject> {
    const { answer, uncertain } = await requests.ask(question, options);
    try {
      return objectOf(answer, question.call);
    } catch (error) {
      if (uncertain && error instanceof KubeError && error.status === 409) return settle(error, ref, asked, options);
      throw error;
    }
  }

  return {
    server,
    namespace,
    get,
    list,
    watch: createWatch(requests, pages, timing),
    logs: createLogs(requests, server),
    async create(ref, object, options = {}) {
      const { status: _, ...asked } = object;
      const metadata = {
        ...object.metadata,
        name: ref.name,
        ...(ref.namespace === '' ? {} : { namespace: ref.namespace }),
      };
      const text = JSON.stringify({ ...object, metadata });
      const path = collectionPath(ref, ref.namespace, { fieldManager });
      const question = { method: 'POST', path, body: { type: json, text }, call: callOf('create', ref) } as const;
      return write(question, { ref, asked: { ...asked, metadata } }, options);
    },
    async patch(ref, patch, options = {}) {
      const question = { method: 'PATCH', ...patchOf(ref, patch), call: callOf('patch', ref) } as const;
      const { metadata, ...rest } = patch.body;
      const { resourceVersion: _, ...kept } = isMap(metadata) ? metadata : {};
      return write(question, { ref, asked: { ...rest, metadata: kept } }, options);
    },
    async delete(ref, { propagation = 'Background', uid } = {}, options = {}) {
      const call = callOf('delete', ref);
      const preconditions = uid === undefined ? {} : { preconditions: { uid } };
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: propagation, ...preconditions };
      const asked = { type: json, text: JSON.stringify(body) };
      const question = { method: 'DELETE', path: objectPath(ref), body: asked, call, once: uid === undefined } as const;
      try {
        const { answer, uncertain } = await requests.ask(question, options);
        const isGone = (answer.status === 404 && isAboutObject(answer, call)) || isOfAnotherUid(answer, uid);
        if (isGone) return uncertain ? 'deleted' : 'absent';
        bodyOf(answer, server, call);
        return 'deleted';
      } catch (error) {
        if (!(error instanceof UnknownOutcome)) throw error;
        const left = await get(ref, options).catch(() => 'unknown' as const);
        if (left === undefined || (left !== 'unknown' && left.metadata.deletionTimestamp !== undefined))
          return 'deleted';
        throw error.last;
      }
    },
  };
}

function callOf(verb: Verb, { group, version, resource, namespace, name }: ObjectRef): Call {
  return { verb, type: { group, version, resource }, namespace, name };
}

function patchOf(ref: ObjectRef, patch: Patch): { path: string; body: { type: string; text: string } } {
  const text = JSON.stringify(patch.body);
  if (patch.type === 'merge')
    return { path: objectPath(ref, { fieldManager }), body: { type: 'application/merge-patch+json', text } };
  const query = { fieldManager: patch.manager, force: patch.force };
  return { path: objectPath(ref, query), body: { type: 'application/apply-patch+yaml', text } };
}

// The one that was meant is gone; another has its name.
function isOfAnotherUid({ status, text }: Answer, uid: string | undefined): boolean {
  return uid !== undefined && status === 409 && /\buid\b/i.test(text);
}
