import { startController } from '../../../autox/controller.ts';
import { lead } from '../../../autox/lease.ts';
import { parseDuration } from '../../../model/duration.ts';
import { Iter8Error } from '../../../model/errors.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import type { Command } from '../../command.ts';
import { clusterFlags, clusterOfPod } from '../../k/kube-flags.ts';
import { configOf, contender, podFlags, podOf, steady } from './in-pod.ts';

const lookMs = 500;

export const autoxRemove: Command = {
  name: 'autox remove',
  describe: 'Remove all that AutoX has installed by helm, in its pod',
  details: `This is what the autox chart does before it is uninstalled, with installer=helm: the controller is told to end, and every
release of every group is uninstalled. With Argo CD nothing has to be done: the chart's Secret owns all Applications.`,
  flags: [
    ...podFlags,
    {
      name: 'timeout',
      kind: 'text',
      value: 'duration',
      describe: 'how long it may take; what is left then is told',
      default: '4m',
    },
    { name: 'lenient', kind: 'switch', describe: 'end with 0 also where something is left' },
    ...clusterFlags,
  ],
  examples: [{ describe: 'as the chart does', command: 'iter8 autox remove --lease autox --timeout 4m --lenient' }],
  async run(call) {
    const { context, flags, log } = call;
    const timeoutMs = parseDuration(flags.text('timeout') ?? '');
    if (timeoutMs === undefined) throw new Iter8Error('USAGE', '--timeout is a duration such as 90s or 4m');
    const given = await configOf(call);
    if (given.installer !== 'helm') {
      log.info('installer is argocd: Argo CD removes what is installed when the chart is uninstalled');
      return exitCodes.ok;
    }
    const config = { ...given, groups: [], problems: [], leftOut: new Set<string>(), isWhole: true };
    const cluster = await clusterOfPod(call);
    const abort = new AbortController();
    const end = () => abort.abort();
    const timer = setTimeout(end, timeoutMs);
    context.signal.addEventListener('abort', end, { once: true });
    let left: readonly string[] | undefined; // undefined: nobody knows
    try {
      await lead({ ...contender(call, cluster), signal: abort.signal, takesOver: true }, async (signal, ours) => {
        const pod = podOf(call, cluster.namespace);
        const tools = { cluster: ours, clock: steady, random: Math.random, log };
        const controller = startController({ config, pod, signal, ...tools });
        while (!signal.aborted && left?.length !== 0) {
          await steady.sleep(lookMs, signal).catch(() => undefined);
          left = (await controller.left()) ?? left;
        }
        if (left?.length === 0) end();
        await controller.done;
      });
    } finally {
      clearTimeout(timer);
      context.signal.removeEventListener('abort', end);
    }
    context.signal.throwIfAborted();
    if (left?.length === 0) {
      log.info('nothing is left of what AutoX has installed');
      return exitCodes.ok;
    }
    const what = left === undefined ? 'what AutoX has installed could not be read' : `${left.join(', ')}: not removed`;
    const message = `${what} within ${flags.text('timeout')}`;
    log[flags.on('lenient') ? 'warn' : 'error'](message);
    return flags.on('lenient') ? exitCodes.ok : exitCodes.timedOut;
  },
};
