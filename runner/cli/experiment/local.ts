// A run on this machine: the result in the working folder, secrets from the environment or a file beside it.
import { randomUUID } from 'node:crypto';
import type { Document, TaskEntry } from '../../model/document.ts';
import { type ExitCode, exitCodes } from '../../model/exit-codes.ts';
import type { Store } from '../../model/store.ts';
import type { Call } from '../command.ts';
import { connect } from '../connect.ts';
import { documentName } from '../document-file.ts';
import { execute } from './execute.ts';
import { failedRun } from './failed-run.ts';
import { secretLookup } from './secrets.ts';
import { worldOf } from './world.ts';

interface LocalRun {
  store: Store;
  entries: readonly TaskEntry[];
  document?: Document; // a result to add a loop to
}

// Each launch is an experiment of its own; what was edited is another one, too.
export async function runLocally(call: Call, { store, entries, document }: LocalRun): Promise<ExitCode> {
  const { context, log } = call;
  const world = worldOf(context, entries);
  const { details } = await execute(call, {
    world,
    store,
    where: documentName,
    entries,
    lookup: await secretLookup(context),
    cluster: () => connect(context),
    document,
    checkpointMs: 1000,
    owner: document?.details?.identity.owner ?? randomUUID(),
    signal: context.signal,
  });
  if (details?.state === 'failed') throw failedRun(details);
  if (details?.state !== 'interrupted') return exitCodes.ok;
  log.warn(`interrupted: what was measured until then is kept in ${documentName}`);
  return exitCodes.interrupted;
}
