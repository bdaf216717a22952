import { fileStore } from '../../store/file.ts';
import { readSettled } from '../../store/settled.ts';
import type { Command } from '../command.ts';
import { documentName, documentPath, missingDocument } from '../document-file.ts';
import { fileChange } from '../file-change.ts';
import { follow, watchDetails, watchFlags } from '../watch/follow.ts';

export const watch: Command = {
  name: 'watch',
  describe: 'Watch an experiment while it runs',
  details: `${watchDetails}\nIt reads experiment.yaml of the working folder, and may be started before the experiment.`,
  flags: watchFlags,
  examples: [
    { describe: 'in a second terminal, in the same folder', command: 'iter8 watch' },
    {
      describe: 'in a pipeline: a log line for each change',
      command: 'iter8 watch --timeout 30s && iter8 assert -c slos',
    },
  ],
  async run(call) {
    const file = documentPath(call.context);
    const store = fileStore(file);
    return follow(call, () => ({
      subject: `${documentName} in ${call.context.cwd}`,
      look: async () => ({ document: await readSettled(store), missing: missingDocument(call.context) }),
      change: (atMostMs, signal) => fileChange(file, atMostMs, signal),
      end: ['all of it: iter8 report', 'as a page with charts: iter8 report -o html > report.html'],
    }));
  },
};
