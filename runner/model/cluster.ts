// The Kubernetes API as everything but kube/ sees it. Read errors are never «not there»: whatever is not a plain 404 of
// the object itself is thrown.

// apps/v1 deployments; the core group is ''.
export interface ResourceType {
  group: string;
  version: string;
  resource: string; // plural: deployments
}

export interface ObjectRef extends ResourceType {
  namespace: string;
  name: string;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectList {
  items: KubeObject[];
  resourceVersion: string;
}

export interface Selection {
  namespace?: string; // every namespace where it is left out
  labels?: string; // a label selector: a=b,c in (d)
  fields?: string; // a field selector: metadata.name=x
}

// `synced` comes once, after the objects that were there when the watch began. One that was `deleted` is not always told
// whole: what it was may be known no longer.
export type WatchEvent =
  | { type: 'added' | 'modified' | 'deleted'; object: KubeObject }
  | { type: 'synced'; resourceVersion: string };

// merge: RFC 7386, null deletes; a metadata.resourceVersion in it makes it conditional. apply: server-side.
export type Patch =
  | { type: 'merge'; body: Record<string, unknown> }
  | { type: 'apply'; body: Record<string, unknown>; manager: string; force?: boolean };

export interface DeleteOptions {
  propagation?: 'Foreground' | 'Background' | 'Orphan';
  uid?: string; // delete this one only, not one that was made anew under its name
}

export interface LogOptions {
  namespace: string;
  pod: string;
  container?: string;
  follow?: boolean;
  tailLines?: number;
}

export interface Cluster {
  namespace: string; // of the pod, of the kubeconfig's context, or as --namespace said
  server: string; // for messages
  get(ref: ObjectRef, options?: RequestOptions): Promise<KubeObject | undefined>; // undefined: the server says 404
  list(type: ResourceType, selection: Selection, options?: RequestOptions): Promise<ObjectList>; // all pages
  // What is there, then `synced`, then every change, across lost connections and expired versions, until the signal.
  watch(type: ResourceType, selection: Selection, signal: AbortSignal): AsyncIterable<WatchEvent>;
  create(ref: ObjectRef, object: KubeObject, options?: RequestOptions): Promise<KubeObject>;
  patch(ref: ObjectRef, patch: Patch, options?: RequestOptions): Promise<KubeObject>;
  delete(ref: ObjectRef, how?: DeleteOptions, options?: RequestOptions): Promise<'deleted' | 'absent'>;
  logs(options: LogOptions, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface RequestOptions {
  signal?: AbortSignal;
  deadlineMs?: number; // over all attempts; 30 s where nothing is said
}

// What the API server answered, for whoever can act on it; `Iter8Error`s are for the user.
export class KubeError extends Error {
  readonly status: number; // 409, 403, …
  readonly reason: string; // Conflict, AlreadyExists, Forbidden, …

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = 'KubeError';
    this.status = status;
    this.reason = reason;
  }
}
