// What the API server says of the Secret: what may pass, and the rest in words.
import { KubeError, type ObjectRef } from '../model/cluster.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { nameOf } from './secret-object.ts';

export function statusOf(error: unknown): number | undefined {
  return error instanceof KubeError ? error.status : undefined;
}

// The client has tried again already, to its deadline. An API server that starts refuses, too, what it permits a moment
// later: it has not read its Roles yet.
export function mayPass(error: unknown): boolean {
  if (error instanceof Iter8Error) {
    return error.code === 'UNREACHABLE' || error.code === 'FORBIDDEN' || error.code === 'UNAUTHORIZED';
  }
  const status = statusOf(error);
  return (
    status !== undefined && (status === 401 || status === 403 || status === 408 || status === 429 || status >= 500)
  );
}

// The Secret is not there, or this pod may not change it, or its account is gone.
export function isTaken(error: unknown): boolean {
  if (error instanceof Iter8Error) return error.code === 'FORBIDDEN' || error.code === 'UNAUTHORIZED';
  const status = statusOf(error);
  return status === 401 || status === 403 || status === 404;
}

export function explained(error: unknown, ref: ObjectRef): unknown {
  if (!(error instanceof KubeError)) return error;
  const large = error.status === 413 || /too (?:long|large)/i.test(error.message);
  const hint = large ? '; a Secret holds 1 MiB in all: take away keys that are not of Iter8' : '';
  return new Iter8Error('CLUSTER', `${nameOf(ref)} cannot be changed: ${messageOf(error)}${hint}`, { cause: error });
}

export function noSuchGroup({ namespace, name }: ObjectRef): Iter8Error {
  return new Iter8Error('GROUP', `there is no experiment group ${name} in namespace ${namespace}`);
}
