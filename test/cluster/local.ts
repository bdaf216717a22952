// The cluster of cluster.sh, held by a session: it is taken down when its stdin ends, also where this process was killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TestCluster } from './cluster.ts';
import { run } from './run.ts';

const script = path.resolve(__dirname, 'cluster.sh');

export async function localCluster(env: NodeJS.ProcessEnv): Promise<TestCluster> {
  // Detached: the Ctrl-C that ends the tests must not end the clearing up.
  const session = spawn('bash', [script, 'session'], { env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(session, 'exit');
  const { kubeconfig, path: folders } = await Promise.race([firstLine(session.stdout), ended.then(notUp)]);
  return {
    kubeconfig,
    path: `${folders}:${env.PATH ?? ''}`,
    hostAddress: '10.200.0.1',
    async loadImage(archive) {
      await run('bash', [script, 'load', archive], env);
    },
    apiServer: {
      stop: async () => void (await run('bash', [script, 'stop-apiserver'], env)),
      start: async () => void (await run('bash', [script, 'start-apiserver'], env)),
    },
    async close() {
      session.stdin.end();
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<{ kubeconfig: string; path: string }> {
  const [line] = await once(createInterface({ input: stream }), 'line');
  return JSON.parse(line);
}

function notUp(): never {
  throw new Error(`the cluster did not start: see above, or run ${script} up`);
}
