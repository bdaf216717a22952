import { entriesOf } from '../../experiment/entries.ts';
import { fileStore } from '../../store/file.ts';
import type { Command } from '../command.ts';
import { documentName, documentPath, missingDocument } from '../document-file.ts';
import { checkedEntries, secretsApart } from '../experiment/entries.ts';
import { runLocally } from '../experiment/local.ts';

export const run: Command = {
  name: 'run',
  describe: 'Run the experiment that experiment.yaml describes',
  details: `${documentName} comes from iter8 launch --dry, from an earlier run, or from your editor; the result is written into it.
Exits 0 whatever the SLOs say, and 3 when a task failed.`,
  flags: [
    {
      name: 'reuseResult',
      kind: 'switch',
      describe: 'add a loop to the result that is there, instead of starting a new one',
    },
  ],
  examples: [
    { describe: 'run what launch --dry wrote', command: 'iter8 launch -f values.yaml --dry && iter8 run' },
    { describe: 'measure once more, and keep what was measured before', command: 'iter8 run --reuseResult' },
  ],
  async run(call) {
    const store = fileStore(documentPath(call.context));
    const unlock = await store.lock();
    try {
      const document = await store.read();
      if (document === undefined) throw missingDocument(call.context);
      const entries = await secretsApart(call, await checkedEntries(call, entriesOf(document)));
      return await runLocally(call, { store, entries, ...(call.flags.on('reuseResult') ? { document } : {}) });
    } finally {
      await unlock();
    }
  },
};
