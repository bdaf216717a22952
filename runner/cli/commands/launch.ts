import { newDocument } from '../../experiment/entries.ts';
import { Iter8Error } from '../../model/errors.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { fileStore } from '../../store/file.ts';
import type { Call, Command } from '../command.ts';
import { documentName, documentPath } from '../document-file.ts';
import { entriesFromValues, secretsApart } from '../experiment/entries.ts';
import { runLocally } from '../experiment/local.ts';
import { valueFlags, valuesOf } from '../experiment/value-flags.ts';

export const launch: Command = {
  name: 'launch',
  describe: 'Launch an experiment from values and run it on this machine',
  details: `The experiment and its result are kept in ${documentName} in the working folder; one that is there is replaced.
Exits 0 whatever the SLOs say (iter8 assert is the gate), and 3 when a task failed.`,
  flags: [
    ...valueFlags,
    { name: 'dry', kind: 'switch', describe: `write ${documentName} and run nothing; iter8 run runs it` },
    {
      name: 'chartName',
      short: 'c',
      kind: 'text',
      value: 'name',
      describe: 'for launches in a cluster; here only iter8',
      default: 'iter8',
    },
    { name: 'localChart', kind: 'switch', describe: 'for launches in a cluster; no effect here' },
  ],
  examples: [
    {
      describe: 'load a service, and check two objectives',
      command: `iter8 launch --set "tasks={http,assess}" --set http.url=http://127.0.0.1:8080/get \\
  --set assess.SLOs.upper.http/latency-mean=50 --set assess.SLOs.upper.http/error-count=0`,
    },
    { describe: 'values from a file, one of them changed', command: 'iter8 launch -f values.yaml --set http.qps=50' },
    { describe: 'see what would run', command: 'iter8 launch -f values.yaml --dry && cat experiment.yaml' },
  ],
  async run(call) {
    checkChart(call);
    const { context, flags, log } = call;
    const given = await entriesFromValues(call, await valuesOf(call));
    const store = fileStore(documentPath(context));
    await store.read(); // what cannot be understood is not written over
    const unlock = await store.lock();
    try {
      const entries = await secretsApart(call, given);
      if (flags.on('dry')) {
        await store.write(newDocument(entries));
        log.info(`created ${documentName} file`);
        return exitCodes.ok;
      }
      log.info('starting local experiment');
      const code = await runLocally(call, { store, entries });
      if (code === exitCodes.ok) log.info('experiment launched. Happy Iter8ing!');
      return code;
    } finally {
      await unlock();
    }
  },
};

function checkChart({ flags, log }: Call): void {
  const chart = flags.text('chartName');
  if (chart !== 'iter8') {
    throw new Iter8Error(
      'USAGE',
      `another chart (${chart}) can be launched in a cluster only; without a cluster, experiments are those of the iter8 chart`,
    );
  }
  if (flags.on('localChart')) log.warn('--localChart has no effect without a cluster: no chart is used');
}
