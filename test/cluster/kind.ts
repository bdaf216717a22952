import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestCluster } from './cluster.ts';
import { run } from './run.ts';

export async function kindCluster(env: NodeJS.ProcessEnv): Promise<TestCluster> {
  await run('kind', ['version'], env).catch((cause: unknown) => {
    throw new Error('E2E_CLUSTER=kind needs kind on PATH: https://kind.sigs.k8s.io', { cause });
  });
  const name = `iter8-e2e-${process.pid}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'iter8-kind-'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  const close = async () => {
    await run('kind', ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig], env);
    await rm(folder, { recursive: true });
  };
  try {
    await run('kind', ['create', 'cluster', '--name', name, '--kubeconfig', kubeconfig, '--wait', '180s'], env);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kubeconfig,
    path: env.PATH ?? '',
    async loadImage(archive) {
      await run('kind', ['load', 'image-archive', archive, '--name', name], env);
    },
    close,
  };
}
