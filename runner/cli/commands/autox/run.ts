import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { type Config, readConfig } from '../../../autox/config.ts';
import { type Controller, startController } from '../../../autox/controller.ts';
import { lead } from '../../../autox/lease.ts';
import { metricsText } from '../../../autox/metrics.ts';
import { serveHealth } from '../../../autox/server.ts';
import { Iter8Error, messageOf } from '../../../model/errors.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { isMap } from '../../../model/maps.ts';
import type { Clock } from '../../../model/task.ts';
import { readError } from '../../../store/file-errors.ts';
import type { Values } from '../../../values/value-tree.ts';
import { parseYamlFile } from '../../../values/yaml-file.ts';
import type { Call, Command } from '../../command.ts';
import { readFileBytes } from '../../experiment/read-bytes.ts';
import { clusterFlags, clusterOfPod } from '../../k/kube-flags.ts';

export const autoxRun: Command = {
  name: 'autox run',
  describe: 'Run the AutoX controller, in its pod',
  details: `This is what the pods of the autox chart do: watch the triggers of all groups, and launch, relaunch and delete their
releases as Applications of Argo CD. Of several pods one works; a Lease says which.`,
  flags: [
    {
      name: 'config',
      kind: 'text',
      value: 'file',
      describe: 'the groups, as the autox chart writes them',
      default: '/etc/iter8/autox/config.yaml',
      completesFiles: true,
    },
    { name: 'lease', kind: 'text', value: 'name', describe: 'the Lease that only one holds', default: 'autox' },
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
    const config = await configIn(call, flags.text('config') ?? '');
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
      await lead(
        {
          cluster,
          namespace: cluster.namespace,
          name: flags.text('lease') ?? '',
          identity: `${context.env.POD_NAME || 'iter8'}-${process.pid}-${Date.now().toString(36)}`,
          clock: steady,
          log,
          signal: context.signal,
        },
        async (signal) => {
          controller = startController({ config, cluster, clock: steady, random: Math.random, log, signal });
          await controller.done;
          controller = undefined;
        },
      );
    } finally {
      server.close();
      server.closeAllConnections();
    }
    return exitCodes.ok;
  },
};

// What happens to the machine's clock does not happen to waits.
const steady: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

// A long-running process that does little need not leave garbage lie for speed: without this it holds 60 MB more.
function keepSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

async function configIn({ context }: Call, file: string): Promise<Config> {
  const bytes = await readFileBytes(path.resolve(context.cwd, file), context.signal).catch((error: unknown) => {
    context.signal.throwIfAborted();
    throw readError(file, error);
  });
  const parseYaml = (text: string) => parseYamlFile(new TextEncoder().encode(text), 'values');
  const config = readConfig(jsonIn(bytes) ?? parseYamlFile(bytes, file), { parseYaml });
  if (config.installer === 'argocd') return config;
  throw new Iter8Error('VALUES', `installer: ${JSON.stringify(config.installer)} is not known; it is argocd`);
}

// The chart writes large configurations in JSON, which is parsed with a tenth of the memory that YAML takes.
function jsonIn(bytes: Uint8Array): Values | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isMap(value) ? value : undefined;
  } catch {
    return undefined; // whatever is wrong with it, the parser of YAML says better
  }
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
