// The API server as a pod sees it: its service account is mounted, its address stands in the environment.
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import type { Env, Target } from './target.ts';
import { tokenFromFile } from './user.ts';

const mounted = '/var/run/secrets/kubernetes.io/serviceaccount';

// Nothing where this is no pod, or one without a service account.
export async function inCluster(env: Env, folder = mounted): Promise<Target | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !port) return undefined;
  const token = path.join(folder, 'token');
  if ((await read(token)) === undefined) return undefined;
  const caFile = path.join(folder, 'ca.crt');
  const namespace = env.POD_NAMESPACE || (await read(path.join(folder, 'namespace')))?.trim();
  return {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    tls: {},
    ca: async () => read(caFile),
    identify: tokenFromFile(token),
    ...(namespace ? { namespace } : {}),
  };
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
