// A list, page by page.
import {
  KubeError,
  type KubeObject,
  type ObjectList,
  type RequestOptions,
  type ResourceType,
  type Selection,
} from '../model/cluster.ts';
import { isMap } from '../model/maps.ts';
import { bodyOf } from './answer.ts';
import type { Call } from './call.ts';
import { noApiServer } from './errors.ts';
import { collectionPath } from './path.ts';
import type { Requests } from './requests.ts';
import type { Timing } from './timing.ts';

type List = (type: ResourceType, selection: Selection, options?: RequestOptions) => Promise<ObjectList>;
// The last page has the version of them all. `options` are asked for anew before each.
export type Pages = (
  type: ResourceType,
  selection: Selection,
  options: () => RequestOptions,
) => AsyncGenerator<ObjectList>;

const pageSize = 100; // what an Application of Argo CD says of itself are 10 KB, and far more in memory
const maxRestarts = 3;

export function createList(pages: Pages, timing: Timing): List {
  return async (type, selection, { signal, deadlineMs = timing.deadlineMs } = {}) => {
    const ends = performance.now() + deadlineMs;
    const options = () => ({
      deadlineMs: Math.max(1, ends - performance.now()),
      ...(signal === undefined ? {} : { signal }),
    });
    for (let restarts = 0; ; restarts++) {
      try {
        const items: KubeObject[] = [];
        let resourceVersion = '';
        for await (const page of pages(type, selection, options)) {
          for (const item of page.items) items.push(item);
          resourceVersion = page.resourceVersion;
        }
        return { items, resourceVersion };
      } catch (error) {
        // The version that the pages were of is gone: the rest of it cannot be had.
        if (!(error instanceof KubeError && error.status === 410) || restarts === maxRestarts) throw error;
      }
    }
  };
}

export function createPages(requests: Requests, server: string): Pages {
  return async function* pages(type, selection, options) {
    let next: string | undefined;
    do {
      const page = await onePage(type, selection, next, options());
      next = page.next;
      yield page;
    } while (next !== undefined);
  };

  async function onePage(
    type: ResourceType,
    selection: Selection,
    next: string | undefined,
    options: RequestOptions,
  ): Promise<ObjectList & { next: string | undefined }> {
    const call = callOf('list', type, selection);
    const path = collectionPath(type, selection.namespace, { ...queryOf(selection), limit: pageSize, continue: next });
    const { answer } = await requests.ask({ method: 'GET', path, call }, options);
    const { kind, apiVersion, metadata, items } = bodyOf(answer, server, call);
    const about = isMap(metadata) ? metadata : {};
    if (!Array.isArray(items ?? []) || typeof about.resourceVersion !== 'string')
      throw noApiServer(server, answer.status);
    // The items of built-in types do not say what they are.
    const what = { apiVersion: String(apiVersion), kind: String(kind).replace(/List$/, '') };
    const whole = ((items ?? []) as KubeObject[]).map((item) => ({ ...what, ...item }));
    const token = about.continue;
    return {
      items: whole,
      resourceVersion: about.resourceVersion,
      next: typeof token === 'string' && token !== '' ? token : undefined,
    };
  }
}

export function callOf(verb: 'list' | 'watch', type: ResourceType, { namespace }: Selection): Call {
  const { group, version, resource } = type;
  return { verb, type: { group, version, resource }, ...(namespace === undefined ? {} : { namespace }) };
}

export function queryOf({ labels, fields }: Selection): { labelSelector?: string; fieldSelector?: string } {
  return {
    ...(labels === undefined ? {} : { labelSelector: labels }),
    ...(fields === undefined ? {} : { fieldSelector: fields }),
  };
}
