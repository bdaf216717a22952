// What `assert` and `k assert` share: look at the result each time it changes, until the conditions hold, no longer can, or
// time is up.
import type { Document } from '../model/document.ts';
import { parseDuration } from '../model/duration.ts';
import { Iter8Error } from '../model/errors.ts';
import { type ExitCode, exitCodes } from '../model/exit-codes.ts';
import { type Assertion, assertConditions } from '../report/assert.ts';
import { type Condition, conditions, parseConditions } from '../report/conditions.ts';
import type { Call } from './command.ts';
import type { Flag } from './flags.ts';

export const assertFlags: readonly Flag[] = [
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
];

export const assertDetails = `Conditions: completed (every task ran), nofailure (no task failed), slos (every SLO is satisfied).
Exits 0 when all of them hold, 4 when not, 5 when the timeout passed before that was certain.`;

interface Watched {
  look(): Promise<Sight>;
  change(atMostMs: number, signal: AbortSignal): Promise<void>; // resolves early rather than late
}

export interface Sight {
  document: Document | undefined;
  why?: string; // there is no document, or an unfinished one
  over?: boolean; // there will be none, or none that is finished
  more?: boolean; // further loops are to come
  missing: Iter8Error; // what to say where nothing was there
}

export async function assertWith(call: Call, watched: Watched): Promise<ExitCode> {
  const { context, flags, log } = call;
  const wanted = parseConditions(flags.list('condition'));
  const timeoutMs = timeoutOf(flags.text('timeout') ?? '0');
  const deadline = performance.now() + timeoutMs;
  let waitingFor = '';
  for (let looked = 0; ; looked++) {
    context.signal.throwIfAborted();
    const left = deadline - performance.now();
    const sight = await watched.look();
    const outcome = judged(sight, wanted);
    if (outcome?.satisfied || isFinal(sight, outcome) || left <= 0) {
      return conclude(call, sight, outcome, timeoutMs);
    }
    if (looked === 0) log.info(`waiting up to ${flags.text('timeout')} for ${wanted.join(', ')}`);
    if (sight.why !== undefined && sight.why !== waitingFor) log.info(sight.why);
    waitingFor = sight.why ?? waitingFor;
    await watched.change(left, context.signal);
  }
}

function isFinal({ over, more }: Sight, outcome: Assertion | undefined): boolean {
  return over === true || (outcome?.final === true && more !== true);
}

function judged({ document, why }: Sight, wanted: readonly Condition[]): Assertion | undefined {
  if (document === undefined) return undefined;
  const outcome = assertConditions(document, wanted);
  if (outcome.satisfied || document.details?.state !== 'aborted') return outcome;
  const message = `the run ended without finishing: ${why ?? 'its process is gone'}`;
  return { ...outcome, lines: [{ level: 'warn' as const, message }, ...outcome.lines] };
}

function conclude({ log }: Call, sight: Sight, outcome: Assertion | undefined, timeoutMs: number): ExitCode {
  if (outcome === undefined && (timeoutMs === 0 || sight.over)) throw sight.missing;
  for (const { level, message } of outcome?.lines ?? []) log[level](message);
  if (outcome?.satisfied) return exitCodes.ok;
  if (timeoutMs > 0 && !isFinal(sight, outcome)) {
    log.error(outcome === undefined ? `timed out: ${sight.missing.message}` : 'timed out waiting for the conditions');
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
