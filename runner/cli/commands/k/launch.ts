import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Iter8Error } from '../../../model/errors.ts';
import { type ExitCode, exitCodes } from '../../../model/exit-codes.ts';
import { replaceFile } from '../../../store/replace-file.ts';
import type { Call, Command } from '../../command.ts';
import { valueFlags, valuesOf } from '../../experiment/value-flags.ts';
import { helm, helmFailed } from '../../k/helm.ts';
import { clusterFlags, groupFlag, groupOf, helmArguments } from '../../k/kube-flags.ts';

const manifestName = 'manifest.yaml';

export const kLaunch: Command = {
  name: 'k launch',
  describe: 'Launch an experiment in a Kubernetes cluster',
  details: `Installs the iter8 chart with helm, or upgrades the release that is there: a new revision starts a new result.
The chart comes with this program; helm 3.8 or newer has to be on PATH.`,
  flags: [
    groupFlag,
    ...valueFlags,
    { name: 'dry', kind: 'switch', describe: `write ${manifestName} and launch nothing` },
    {
      name: 'chartName',
      short: 'c',
      kind: 'text',
      value: 'chart',
      describe: 'another chart: a name as helm takes it, or with --localChart a folder or archive',
      default: 'iter8',
    },
    { name: 'localChart', kind: 'switch', describe: '--chartName is a folder or an archive on this machine' },
    ...clusterFlags,
  ],
  examples: [
    {
      describe: 'load a service of the cluster once, and check two objectives',
      command: `iter8 k launch --set "tasks={ready,http,assess}" --set ready.service=httpbin --set http.url=http://httpbin.default/get \\
  --set assess.SLOs.upper.http/latency-mean=50 --set assess.SLOs.upper.http/error-count=0 --set runner=job`,
    },
    {
      describe: 'every ten minutes, under a name of its own',
      command: 'iter8 k launch -g nightly -f values.yaml --set runner=cronjob --set cronjobSchedule="*/10 * * * *"',
    },
    { describe: 'see what helm would install', command: 'iter8 k launch -f values.yaml --dry && cat manifest.yaml' },
  ],
  async run(call) {
    const { flags, log } = call;
    const group = groupOf(call);
    const chart = await chartOf(call);
    log.info('inited Helm config');
    const runner = await runnerOf(call);
    const { args, env } = helmArguments(flags);
    const given = [...valueArguments(call), ...args];
    if (flags.on('dry')) return dry(call, [chart, ...given], env);
    if (runner === undefined || runner === 'none') {
      log.warn('runner is not set, so that nothing will run: --set runner=job runs the experiment once');
    }
    const outcome = await helm(call.context, ['upgrade', '--install', group, chart, ...given], env);
    if (outcome.code !== 0) throw helmFailed(`experiment group ${group} cannot be launched`, outcome);
    log.info('experiment launched. Happy Iter8ing!');
    return exitCodes.ok;
  },
};

async function dry(call: Call, given: readonly string[], env: Record<string, string>): Promise<ExitCode> {
  const outcome = await helm(call.context, ['template', groupOf(call), ...given], env);
  if (outcome.code !== 0) throw helmFailed('the chart cannot be rendered', outcome);
  // It may hold the literals of sensitive inputs.
  await replaceFile(path.join(call.context.cwd, manifestName), outcome.stdout, 0o600);
  call.log.info(`created ${manifestName} file`);
  return exitCodes.ok;
}

// Stdin can be read once only, and that is helm's.
async function runnerOf(call: Call): Promise<unknown> {
  if (call.flags.list('values').includes('-')) return 'unknown';
  return (await valuesOf(call)).runner;
}

// As they were given: helm reads them once more, and in the same way.
function valueArguments({ flags }: Call): string[] {
  return valueFlags.flatMap(({ name }) => flags.list(name).flatMap((value) => [`--${name}`, value]));
}

async function chartOf({ flags, context }: Call): Promise<string> {
  const name = flags.text('chartName') ?? 'iter8';
  if (flags.on('localChart')) return path.resolve(context.cwd, name);
  if (name.startsWith('-')) throw new Iter8Error('USAGE', `--chartName is a chart, not ${JSON.stringify(name)}`);
  if (name !== 'iter8') return name;
  const folder = fileURLToPath(new URL('./charts/', import.meta.url)); // beside this bundle
  const packaged = (await readdir(folder).catch(() => [])).find((file) => /^iter8-\d.*\.tgz$/.test(file));
  if (packaged !== undefined) return path.join(folder, packaged);
  throw new Iter8Error(
    'HELM',
    'the iter8 chart did not come with this program: name one with --chartName --localChart',
  );
}
