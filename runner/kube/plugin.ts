// Credentials that a command or an identity provider gives: what the kubeconfig calls exec and auth-provider. Loaded only
// where a user has one: the package is large.
import type { RequestOptions } from 'node:https';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { Iter8Error, messageOf } from '../model/errors.ts';
import { mapOf, textOf } from './entry-fields.ts';
import type { Entry } from './kubeconfig.ts';
import type { Identify, Identity } from './user.ts';

const askAgainMs = 300_000; // what has not expired by then is given again

export function identityOfPlugin(user: Entry): Identify {
  let config = configOf(user);
  let last: { identity: Identity; at: number } | undefined;
  return async (fresh) => {
    if (!fresh && last !== undefined && performance.now() - last.at < askAgainMs) return last.identity;
    // The old one remembers the credentials that were not accepted.
    if (fresh) config = configOf(user);
    last = { identity: await ask(user, config), at: performance.now() };
    return last.identity;
  };
}

function configOf(user: Entry): KubeConfig {
  const [exec, authProvider] = [mapOf(user, 'user', 'exec'), mapOf(user, 'user', 'auth-provider')];
  const config = new KubeConfig();
  const { name } = user;
  config.loadFromOptions({
    clusters: [{ name, server: 'https://none.invalid', skipTLSVerify: false }],
    users: [{ name, ...(exec === undefined ? { authProvider } : { exec: runnable(user, exec) }) }],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  });
  return config;
}

async function ask(user: Entry, config: KubeConfig): Promise<Identity> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const why = messageOf(error).trim() || 'the command failed';
    throw new Iter8Error('UNAUTHORIZED', `there are no credentials for the user "${user.name}": ${why}`, {
      cause: error,
    });
  }
  const headers = Object.entries(options.headers ?? {});
  const authorization = headers.find(([header]) => header.toLowerCase() === 'authorization')?.[1];
  return {
    headers: authorization === undefined ? {} : { authorization: String(authorization) },
    tls: {
      ...(options.cert ? { cert: String(options.cert) } : {}),
      ...(options.key ? { key: String(options.key) } : {}),
    },
  };
}

// A command with a slash in it lies beside the kubeconfig. It is told what it is asked for, and that nobody can type.
function runnable(user: Entry, exec: Record<string, unknown>): Record<string, unknown> {
  const entry = { ...user, fields: exec };
  const command = textOf(entry, 'user', 'command') ?? '';
  const isPath = /[/\\]/.test(command);
  const apiVersion = textOf(entry, 'user', 'apiVersion') ?? 'client.authentication.k8s.io/v1';
  const info = JSON.stringify({ kind: 'ExecCredential', apiVersion, spec: { interactive: false } });
  const env = Array.isArray(exec.env) ? exec.env : [];
  return {
    ...exec,
    command: isPath ? path.resolve(path.dirname(user.file), command) : command,
    env: [{ name: 'KUBERNETES_EXEC_INFO', value: info }, ...env],
  };
}
