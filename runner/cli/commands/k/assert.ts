import { assertDetails, assertFlags, assertWith } from '../../asserting.ts';
import type { Command } from '../../command.ts';
import { type Changes, changesOf } from '../../k/changes.ts';
import { clusterFlags, clusterOf, groupFlag, groupOf } from '../../k/kube-flags.ts';
import { lookAt, patient } from '../../k/sight.ts';

export const kAssert: Command = {
  name: 'k assert',
  describe: 'Check that the result of an experiment in the cluster meets conditions',
  details: `${assertDetails}
With a timeout it waits, also for a group that is not there yet, and for the next loops of one that is scheduled.`,
  flags: [groupFlag, ...assertFlags, ...clusterFlags],
  examples: [
    {
      describe: 'gate a pipeline on the result',
      command: 'iter8 k assert -c completed -c nofailure -c slos --timeout 120s',
    },
    { describe: 'of another group and namespace', command: 'iter8 k assert -g my-test -n staging -c completed,slos' },
  ],
  async run(call) {
    const cluster = await clusterOf(call);
    const group = groupOf(call);
    let changes: Changes | undefined;
    try {
      return await assertWith(call, {
        look: patient(lookAt(cluster, group, call.flags.text('timeout') !== '0')),
        change(atMostMs, signal) {
          changes ??= changesOf(cluster, group, call.log);
          return changes.next(atMostMs, signal);
        },
      });
    } finally {
      changes?.close();
    }
  },
};
