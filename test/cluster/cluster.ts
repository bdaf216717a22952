// A cluster for the end-to-end suites: the user's own (E2E_KUBECONFIG), one that kind makes (E2E_CLUSTER=kind), or else
// the one of cluster.sh.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { kindCluster } from './kind.ts';
import { localCluster } from './local.ts';
import { run } from './run.ts';

export interface TestCluster {
  kubeconfig: string;
  path: string; // a PATH with kubectl
  loadImage(archive: string): Promise<void>;
  apiServer?: { stop(): Promise<void>; start(): Promise<void> }; // where it can be stopped
  hostAddress?: string; // of this machine, as pods reach it
  close(): Promise<void>;
}

export async function provideCluster(env: NodeJS.ProcessEnv = process.env): Promise<TestCluster> {
  if (env.E2E_KUBECONFIG) return ownCluster(env.E2E_KUBECONFIG, env);
  switch (env.E2E_CLUSTER ?? 'local') {
    case 'local':
      return localCluster(env);
    case 'kind':
      return kindCluster(env);
    default:
      throw new Error(`E2E_CLUSTER is "kind" or left out, not ${JSON.stringify(env.E2E_CLUSTER)}`);
  }
}

function ownCluster(file: string, env: NodeJS.ProcessEnv): TestCluster {
  const kubeconfig = path.resolve(file);
  try {
    accessSync(kubeconfig, constants.R_OK);
  } catch (cause) {
    throw new Error(`E2E_KUBECONFIG=${file} cannot be read`, { cause });
  }
  return {
    kubeconfig,
    path: env.PATH ?? '',
    ...(env.E2E_HOST ? { hostAddress: env.E2E_HOST } : {}),
    async loadImage(archive) {
      if (env.E2E_LOAD) await run('sh', ['-c', `${env.E2E_LOAD} "$1"`, 'sh', archive], env);
      else if (!env.E2E_IMAGE)
        throw new Error(
          'how does the image get into your cluster? E2E_LOAD is a command that takes the archive ("k3s ctr images import"); E2E_IMAGE names an image that is there already, or can be pulled',
        );
    },
    close: async () => {},
  };
}
