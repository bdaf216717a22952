import { fileStore } from '../../store/file.ts';
import { readSettled } from '../../store/settled.ts';
import { assertDetails, assertFlags, assertWith } from '../asserting.ts';
import type { Command } from '../command.ts';
import { documentPath, missingDocument } from '../document-file.ts';
import { fileChange } from '../file-change.ts';

export const assert: Command = {
  name: 'assert',
  describe: 'Check that the result of an experiment meets conditions',
  details: assertDetails,
  flags: assertFlags,
  examples: [
    { describe: 'gate a pipeline on the result', command: 'iter8 assert -c completed -c nofailure -c slos' },
    {
      describe: 'wait for an experiment that runs elsewhere in this folder',
      command: 'iter8 assert -c completed,nofailure,slos --timeout 120s',
    },
  ],
  async run(call) {
    const file = documentPath(call.context);
    const store = fileStore(file);
    return assertWith(call, {
      look: async () => ({ document: await readSettled(store), missing: missingDocument(call.context) }),
      change: (atMostMs, signal) => fileChange(file, atMostMs, signal),
    });
  },
};
