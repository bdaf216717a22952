// Who one is to an API server, as an entry of `users` says it: what goes into the headers and into the handshake.
import type { TlsMaterial } from './access.ts';
import { mapOf, pathOf, pemOf, textOf } from './entry-fields.ts';
import { impersonationIn } from './impersonation.ts';
import type { Entry } from './kubeconfig.ts';
import { bearer, readMaterial } from './material.ts';

export interface Identity {
  headers: Readonly<Record<string, string | string[]>>;
  tls: Pick<TlsMaterial, 'cert' | 'key'>;
}

// `fresh`: what was had before was not accepted.
export type Identify = (fresh: boolean) => Promise<Identity>;

export function identityOf(user: Entry): Identify {
  const authorize = authorizationOf(user);
  const impersonation = impersonationIn(user);
  const cert = pemFrom(user, 'client-certificate');
  const key = pemFrom(user, 'client-key');
  return async (fresh) => {
    const { headers, tls } = await authorize(fresh);
    const [certPem, keyPem] = [await cert(), await key()];
    const own = {
      ...(certPem === undefined ? {} : { cert: certPem }),
      ...(keyPem === undefined ? {} : { key: keyPem }),
    };
    return { headers: { ...headers, ...impersonation }, tls: { ...own, ...tls } };
  };
}

// As kubectl: a token of a file before a token, and both before a password and before what a command gives.
function authorizationOf(user: Entry): Identify {
  const tokenFile = pathOf(user, 'user', 'tokenFile');
  if (tokenFile !== undefined) return tokenFromFile(tokenFile);
  const token = textOf(user, 'user', 'token');
  if (token !== undefined)
    return async () => ({ headers: bearer(token, `${user.file}, the user "${user.name}"`), tls: {} });
  const name = textOf(user, 'user', 'username');
  if (name !== undefined) {
    const basic = Buffer.from(`${name}:${textOf(user, 'user', 'password') ?? ''}`).toString('base64');
    return async () => ({ headers: { authorization: `Basic ${basic}` }, tls: {} });
  }
  if (mapOf(user, 'user', 'exec') === undefined && mapOf(user, 'user', 'auth-provider') === undefined)
    return async () => ({ headers: {}, tls: {} });
  let plugin: Identify | undefined;
  return async (fresh) => {
    plugin ??= (await import('./plugin.ts')).identityOfPlugin(user);
    return plugin(fresh);
  };
}

// As it is in the file now: service accounts get a new one from time to time.
export function tokenFromFile(file: string): Identify {
  return async () => ({ headers: bearer(await readMaterial(file, 'the token'), file), tls: {} });
}

function pemFrom(user: Entry, field: string): () => Promise<string | undefined> {
  const data = pemOf(user, 'user', `${field}-data`);
  const file = pathOf(user, 'user', field);
  return async () => data ?? (file === undefined ? undefined : readMaterial(file, `the ${field} of "${user.name}"`));
}
