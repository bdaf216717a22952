// Where the API server keeps things: /api/v1 for the core group, /apis/GROUP/VERSION for the others.
import { KubeError, type LogOptions, type ObjectRef, type ResourceType } from '../model/cluster.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function objectPath(ref: ObjectRef, query: Query = {}): string {
  return `${base(ref, ref.namespace)}/${segment(ref.name)}${queryOf(query)}`;
}

// Every namespace where none is given.
export function collectionPath(type: ResourceType, namespace: string | undefined, query: Query = {}): string {
  return `${base(type, namespace ?? '')}${queryOf(query)}`;
}

export function logPath({ namespace, pod, container, follow, tailLines }: LogOptions): string {
  const pods = { group: '', version: 'v1', resource: 'pods' };
  return `${base(pods, namespace)}/${segment(pod)}/log${queryOf({ container, follow, tailLines })}`;
}

function base({ group, version, resource }: ResourceType, namespace: string): string {
  const api = group === '' ? `/api/${segment(version)}` : `/apis/${segment(group)}/${segment(version)}`;
  return `${api}${namespace === '' ? '' : `/namespaces/${segment(namespace)}`}/${segment(resource)}`;
}

// What Kubernetes itself takes for a part of a path. An empty name would ask for the whole collection.
function segment(text: string): string {
  if (text === '' || text === '.' || text === '..' || /[/%]/.test(text))
    throw new KubeError(400, 'BadRequest', `${JSON.stringify(text)} cannot be the name of anything in a cluster`);
  return encodeURIComponent(text);
}

function queryOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
