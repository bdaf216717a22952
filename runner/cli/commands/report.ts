import { exitCodes } from '../../model/exit-codes.ts';
import type { Command } from '../command.ts';
import { readDocument } from '../document-file.ts';
import { reporterFor, reportFlags } from '../reporting.ts';

export const report: Command = {
  name: 'report',
  describe: 'Print what an experiment measured and whether its SLOs are satisfied',
  details: 'The report of experiment.yaml in the working folder goes to stdout; also of one that is still running.',
  flags: reportFlags,
  examples: [
    { describe: 'for people', command: 'iter8 report' },
    { describe: 'with service times, generator lag, drops, bytes', command: 'iter8 report --all' },
    { describe: 'for the test page of a CI system', command: 'iter8 report -o junit > iter8.xml' },
    { describe: 'for the comment of a pull request', command: 'iter8 report -o markdown' },
    { describe: 'with charts, in the browser', command: 'iter8 report --open' },
    { describe: 'with charts, as one file to keep or to send', command: 'iter8 report -o html > report.html' },
    { describe: 'for programs', command: 'iter8 report -o json | jq .' },
    { describe: 'in a format of your own', command: 'iter8 report -o template --template summary.hbs' },
  ],
  async run(call) {
    const report = await reporterFor(call);
    await report(await readDocument(call.context));
    return exitCodes.ok;
  },
};
