// From flags, kubeconfig or pod to a Cluster. Nothing is sent before the first call.
import { createSecureContext } from 'node:tls';
import type { Cluster } from '../model/cluster.ts';
import { Iter8Error, messageOf } from '../model/errors.ts';
import type { Access, Credentials } from './access.ts';
import { createClient } from './client.ts';
import { type Target, type TargetOptions, targetOf } from './target.ts';
import { defaultTiming, type Timing } from './timing.ts';

interface ConnectOptions extends TargetOptions {
  namespace?: string | undefined;
  signal?: AbortSignal | undefined; // of calls that have none of their own
  timing?: Partial<Timing> | undefined;
  proxyFor?(server: URL): URL | undefined; // where the kubeconfig names none
}

export async function connectCluster(options: ConnectOptions): Promise<Cluster> {
  options.signal?.throwIfAborted();
  const target = await targetOf(options);
  const timing = { ...defaultTiming, ...options.timing };
  const url = urlOf(target.server);
  const proxy = target.proxy === undefined ? options.proxyFor?.(url) : proxyUrl(target.proxy);
  const access: Access = {
    server: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    namespace: options.namespace || target.namespace || 'default',
    ...(proxy === undefined ? {} : { proxy }),
    credentials: remembered((fresh) => credentialsOf(target, fresh), timing.rereadMs),
  };
  return createClient(access, timing, options.signal);
}

async function credentialsOf({ tls, ca, identify }: Target, fresh: boolean): Promise<Credentials> {
  const identity = await identify(fresh);
  const authority = await ca();
  const material = { ...(authority === undefined ? {} : { ca: authority }), ...tls, ...identity.tls };
  try {
    // All connections use the one: hundreds of watches would have as many copies of the certificates.
    return { headers: identity.headers, tls: { ...material, secureContext: createSecureContext(material) } };
  } catch (error) {
    throw new Iter8Error('KUBECONFIG', `the certificates or keys cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

// Files are read again from time to time. What cannot be read for a moment does not make what was read before worse.
function remembered(load: Access['credentials'], rereadMs: number): Access['credentials'] {
  let last: { credentials: Credentials; at: number } | undefined;
  return async (fresh) => {
    if (!fresh && last !== undefined && performance.now() - last.at < rereadMs) return last.credentials;
    try {
      last = { credentials: await load(fresh), at: performance.now() };
    } catch (error) {
      if (last === undefined || fresh) throw error;
    }
    return last.credentials;
  };
}

function urlOf(server: string): URL {
  const text = server.includes('://') ? server : `https://${server}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Iter8Error('KUBECONFIG', `the server ${JSON.stringify(server)} is no http or https URL`);
  return url;
}

function proxyUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Iter8Error('KUBECONFIG', 'proxy-url of the cluster is no http or https proxy');
  return url;
}
