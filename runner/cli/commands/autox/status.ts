import { readInstallations } from '../../../autox/status/installations.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { parseYamlFile } from '../../../values/yaml-file.ts';
import { statusOf } from '../../autox/status.ts';
import { statusJson } from '../../autox/status-json.ts';
import { statusText } from '../../autox/status-text.ts';
import type { Command } from '../../command.ts';
import { clusterFlags, clusterOfUser } from '../../k/kube-flags.ts';

export const autoxStatus: Command = {
  name: 'autox status',
  describe: 'Show groups, triggers, releases, experiments and their verdicts at a glance',
  details: `A line for each release; below it what is wrong (!) or waited for (-), and what to do. The verdict on the SLOs is that of
\`iter8 k assert\`. What you may not read is said in its place. Exits 0 whatever the verdicts are, 6 where nothing can be read.`,
  flags: [
    { name: 'all-namespaces', short: 'A', kind: 'switch', describe: 'every AutoX of the cluster' },
    {
      name: 'output',
      short: 'o',
      kind: 'text',
      value: 'format',
      describe: 'text, or json for programs',
      default: 'text',
      choices: ['text', 'json'],
    },
    ...clusterFlags.map((flag) =>
      flag.name === 'namespace'
        ? { ...flag, describe: 'the namespace of the autox chart; else that of the kubeconfig' }
        : flag,
    ),
  ],
  examples: [
    { describe: 'of the AutoX in a namespace', command: 'iter8 autox status -n iter8' },
    { describe: 'of every AutoX', command: 'iter8 autox status -A' },
    {
      describe: 'the releases whose SLOs are violated',
      command: `iter8 autox status -o json | jq -r '.installations[].releases[] | select(.experiment.slos == "violated") | .release'`,
    },
  ],
  async run(call) {
    const { context, flags, log } = call;
    const cluster = await clusterOfUser(call);
    const namespace = flags.on('all-namespaces') ? undefined : cluster.namespace;
    const installations = await readInstallations(cluster, namespace, {
      parseYaml: (text) => parseYamlFile(new TextEncoder().encode(text), 'values'),
      readConfigFile: (text) => parseYamlFile(new TextEncoder().encode(text), 'config.yaml'),
    });
    if (installations.length === 0) {
      const where = namespace === undefined ? 'this cluster' : `namespace ${namespace}`;
      log.info(`there is no AutoX in ${where}: install the autox chart, or look elsewhere with -n or -A`);
    }
    const all = [];
    for (const one of installations) all.push(await statusOf(cluster, one, { now: () => Date.now() }));
    context.stdout.write(flags.text('output') === 'json' ? statusJson(all) : statusText(all));
    return exitCodes.ok;
  },
};
