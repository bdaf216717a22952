import { exitCodes } from '../../../model/exit-codes.ts';
import type { Command } from '../../command.ts';
import { clusterFlags, clusterOf, groupFlag, groupOf } from '../../k/kube-flags.ts';
import { lookAt } from '../../k/sight.ts';
import { reporterFor, reportFlags } from '../../reporting.ts';

export const kReport: Command = {
  name: 'k report',
  describe: 'Print what an experiment in the cluster measured and whether its SLOs are satisfied',
  details: 'The report of the group goes to stdout; also of an experiment that is still running.',
  flags: [groupFlag, ...reportFlags, ...clusterFlags],
  examples: [
    { describe: 'for people', command: 'iter8 k report' },
    { describe: 'of another group and namespace', command: 'iter8 k report -g my-test -n staging' },
    { describe: 'with charts, as one file to keep or to send', command: 'iter8 k report -o html > report.html' },
    { describe: 'for the comment of a pull request', command: 'iter8 k report -o markdown > report.md' },
  ],
  async run(call) {
    const report = await reporterFor(call, `group ${groupOf(call)}`);
    const { document, older, why, missing } = await lookAt(await clusterOf(call), groupOf(call), false)();
    const shown = document ?? older;
    if (shown === undefined) throw missing;
    if (document === undefined) call.log.warn(`${missing.message}; this is the result of what was installed before`);
    else if (shown.details?.state === 'aborted' && why !== undefined) call.log.warn(why);
    await report(shown);
    return exitCodes.ok;
  },
};
