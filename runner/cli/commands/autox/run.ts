import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { type Controller, startController } from '../../../autox/controller.ts';
import { lead } from '../../../autox/lease.ts';
import { metricsText } from '../../../autox/metrics.ts';
import { serveHealth } from '../../../autox/server.ts';
import { Iter8Error, messageOf } from '../../../model/errors.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import type { Command } from '../../command.ts';
import { clusterFlags, clusterOfPod } from '../../k/kube-flags.ts';
import { configOf, contender, podFlags, podOf, steady } from './in-pod.ts';

export const autoxRun: Command = {
  name: 'autox run',
  describe: 'Run the AutoX controller, in its pod',
  details: `This is what the pods of the autox chart do: watch the triggers of all groups, and launch, relaunch and delete their
releases as Applications of Argo CD, or by Jobs that run helm. Of several pods one works; a Lease says which.`,
  flags: [
    ...podFlags,
    {
      name: 'port',
      kind: 'text',
      value: 'number',
      describe: 'where /metrics, /healthz and /readyz are served',
      default: '8080',
    },
    ...clusterFlags,
  ],
  examples: [
    {
      describe: 'as the pods of the chart do',
      command: 'iter8 autox run --config /etc/iter8/autox/config.yaml --lease autox',
    },
  ],
  async run(call) {
    const { context, flags, log } = call;
    keepSmall();
    const port = portOf(flags.text('port') ?? '');
    const config = await configOf(call);
    const cluster = await clusterOfPod(call);
    let controller: Controller | undefined; // while this process leads
    const server = serveHealth({
      isHealthy: () => true,
      isReady: () => controller?.state().isSynced ?? true,
      metrics: () =>
        metricsText({ groups: config.groups.length, leftOut: config.leftOut.size, state: controller?.state() }),
    });
    await listening(server, port);
    try {
      await lead({ ...contender(call, cluster), signal: context.signal }, async (signal, ours) => {
        const pod = podOf(call, cluster.namespace);
        controller = startController({ config, cluster: ours, clock: steady, random: Math.random, log, pod, signal });
        await controller.done;
        controller = undefined;
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
    return exitCodes.ok;
  },
};

// A process that runs for long and does little need not leave garbage lie for speed: without this it holds 70 MB more.
function keepSmall(): void {
  setFlagsFromString('--optimize-for-size');
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new Iter8Error('USAGE', `--port is a number of at most 65535, not ${JSON.stringify(text)}`);
}

async function listening(server: ReturnType<typeof serveHealth>, port: number): Promise<void> {
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Iter8Error('USAGE', `--port: nothing can be served at ${port}: ${messageOf(error)}`, { cause: error });
  }
}
