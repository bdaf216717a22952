import { parseDuration } from '../../model/duration.ts';
import { Iter8Error } from '../../model/errors.ts';
import { type ExitCode, exitCodes } from '../../model/exit-codes.ts';
import type { Store } from '../../model/store.ts';
import { type Assertion, assertConditions } from '../../report/assert.ts';
import { type Condition, conditions, parseConditions } from '../../report/conditions.ts';
import { fileStore } from '../../store/file.ts';
import { readSettled } from '../../store/settled.ts';
import type { Call, Command } from '../command.ts';
import { documentName, documentPath, missingDocument } from '../document-file.ts';
import { fileChange } from '../file-change.ts';

export const assert: Command = {
  name: 'assert',
  describe: 'Check that the result of an experiment meets conditions',
  details: `Conditions: completed (every task ran), nofailure (no task failed), slos (every SLO is satisfied).
Exits 0 when all of them hold, 4 when not, 5 when the timeout passed before that was certain.`,
  flags: [
    {
      name: 'condition',
      short: 'c',
      kind: 'list',
      value: 'condition',
      describe: `what has to hold: ${conditions.join(', ')}`,
      choices: conditions,
    },
    {
      name: 'timeout',
      kind: 'text',
      value: 'duration',
      describe: 'how long to wait for the conditions to hold, such as 90s; 0 checks once',
      default: '0',
    },
  ],
  examples: [
    { describe: 'gate a pipeline on the result', command: 'iter8 assert -c completed -c nofailure -c slos' },
    {
      describe: 'wait for an experiment that runs elsewhere in this folder',
      command: 'iter8 assert -c completed,nofailure,slos --timeout 120s',
    },
  ],
  async run(call) {
    const wanted = parseConditions(call.flags.list('condition'));
    const timeoutMs = timeoutOf(call.flags.text('timeout') ?? '0');
    return watchUntilCertain(call, wanted, timeoutMs);
  },
};

// Looks at the document each time it changes, until the conditions hold, no longer can, or time is up.
async function watchUntilCertain(call: Call, wanted: readonly Condition[], timeoutMs: number): Promise<ExitCode> {
  const { context, log } = call;
  const store = fileStore(documentPath(context));
  const deadline = performance.now() + timeoutMs;
  for (let looked = 0; ; looked++) {
    context.signal.throwIfAborted();
    const left = deadline - performance.now();
    const outcome = await look(store, wanted);
    if (outcome?.satisfied || outcome?.final || left <= 0) return conclude(call, outcome, timeoutMs);
    if (looked === 0) log.info(`waiting up to ${call.flags.text('timeout')} for ${wanted.join(', ')}`);
    await fileChange(documentPath(context), left, context.signal);
  }
}

async function look(store: Store, wanted: readonly Condition[]): Promise<Assertion | undefined> {
  const document = await readSettled(store);
  if (document === undefined) return undefined;
  const outcome = assertConditions(document, wanted);
  if (outcome.satisfied || document.details?.state !== 'aborted') return outcome;
  const gone = { level: 'warn' as const, message: 'the run ended without finishing: its process is gone' };
  return { ...outcome, lines: [gone, ...outcome.lines] };
}

function conclude({ context, log }: Call, outcome: Assertion | undefined, timeoutMs: number): ExitCode {
  if (outcome === undefined && timeoutMs === 0) throw missingDocument(context);
  for (const { level, message } of outcome?.lines ?? []) log[level](message);
  if (outcome?.satisfied) return exitCodes.ok;
  if (timeoutMs > 0 && !outcome?.final) {
    log.error(
      outcome === undefined ? `timed out: there is still no ${documentName}` : 'timed out waiting for the conditions',
    );
    return exitCodes.timedOut;
  }
  log.error('assert conditions failed');
  return exitCodes.assertionFailed;
}

function timeoutOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new Iter8Error('USAGE', `--timeout is a duration such as 90s or 2m, not ${JSON.stringify(text)}`);
}
