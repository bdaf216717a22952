// Acting as somebody else, as `as` of a kubeconfig and --kube-as-user ask for it.
import { Iter8Error } from '../model/errors.ts';
import { isMap } from '../model/maps.ts';
import { mapOf, textOf, textsOf } from './entry-fields.ts';
import type { Entry } from './kubeconfig.ts';

type Headers = Record<string, string | string[]>;

export function impersonationIn(user: Entry): Headers {
  const [name, uid] = [textOf(user, 'user', 'as'), textOf(user, 'user', 'as-uid')];
  const headers = impersonation(name, textsOf(user, 'user', 'as-groups'));
  if (uid !== undefined) headers['impersonate-uid'] = uid;
  const extra = mapOf(user, 'user', 'as-user-extra');
  for (const [key, values] of Object.entries(isMap(extra) ? extra : {}))
    headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = [values].flat().map(String);
  return headers;
}

export function impersonation(user: string | undefined, groups: readonly string[]): Headers {
  if (!user && groups.length > 0)
    throw new Iter8Error('USAGE', 'acting as a group needs a user to act as: --kube-as-user');
  return {
    ...(user ? { 'impersonate-user': user } : {}),
    ...(groups.length > 0 ? { 'impersonate-group': [...groups] } : {}),
  };
}
