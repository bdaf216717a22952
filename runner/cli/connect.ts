// A cluster as this process reaches it, loaded when it is needed.
import type { connectCluster } from '../kube/connect.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Context } from './command.ts';

type Options = Omit<Parameters<typeof connectCluster>[0], 'env' | 'signal' | 'proxyFor'>;

export async function connect({ env, signal }: Context, options: Options = {}): Promise<Cluster> {
  const [{ connectCluster }, { proxyFor }] = await Promise.all([
    import('../kube/connect.ts'),
    import('../fetch/proxy.ts'),
  ]);
  return connectCluster({ ...options, env, signal, proxyFor: (server) => proxyFor(server, env) });
}
