// The loads of one step: those of all its endpoints, one after the other.
import { counted } from '../../model/counted.ts';
import type { Note } from '../../model/document.ts';
import { formatDuration } from '../../model/duration.ts';
import { Iter8Error, messageOf } from '../../model/errors.ts';
import type { LoadMeasurement } from '../../model/measurement.ts';
import type { Capabilities, Emit, LoadRequest, Measurement } from '../../model/task.ts';
import type { EndpointLoad, Loads } from './endpoint-load.ts';
import { stoppedNote } from './notes.ts';
import { createProgress, type OneProgress } from './progress.ts';
import { askedOf } from './rate.ts';
import type { Reading } from './reading.ts';

interface Prepared {
  request: LoadRequest;
  target: string; // may be shown
  words: string; // for the debug log
}

// What a protocol adds.
export interface LoadProtocol<E extends EndpointLoad> {
  prepare(endpoint: E): Promise<Prepared>;
  reading?(endpoint: E): Record<string, unknown>; // what its metrics depend on beside percentiles and arrival
  inputs: { maxDuration: string; rate: string }; // as users know them
  notes(measurement: Measurement, endpoint: E): Note[];
  failure?(error: unknown, endpoint: E): unknown; // the same in words that may be shown
}

// The trouble of one endpoint keeps no other from being measured; it is told at the end. Only abortOn, which says that
// the load is too much, ends them all.
export async function runLoads<E extends EndpointLoad>(
  plan: Loads<E>,
  protocol: LoadProtocol<E>,
  capabilities: Capabilities,
  emit: Emit,
): Promise<void> {
  const troubles: { provider: string; error: unknown }[] = [];
  const progress = createProgress(plan, emit);
  for (const endpoint of plan.endpoints) {
    const { provider } = endpoint;
    try {
      const keep = plan.kind === 'measure';
      const aborted = await runOne(endpoint, protocol, capabilities, keep ? emit : null, progress.of(endpoint));
      if (capabilities.signal.aborted) return;
      if (aborted === undefined) continue;
      troubles.push({ provider, error: new Iter8Error('STEP', aborted) });
      break;
    } catch (error) {
      if (capabilities.signal.aborted) return;
      troubles.push({ provider, error: protocol.failure?.(error, endpoint) ?? error });
    }
  }
  const [first, ...others] = troubles;
  if (first === undefined) return;
  const bug = troubles.find(({ error }) => !(error instanceof Iter8Error));
  if (bug !== undefined) throw bug.error;
  if (plan.endpoints.length === 1) throw first.error;
  const words = troubles.map(({ provider, error }) => wordsOf(provider, error));
  const code = others.length === 0 && first.error instanceof Iter8Error ? first.error.code : 'STEP';
  throw new Iter8Error(code, words.join('; '), { cause: first.error });
}

// One line for each endpoint, whatever its problems: their paths say where they are.
function wordsOf(provider: string, error: unknown): string {
  const problems = error instanceof Iter8Error && error.code === 'INPUT' ? error.problems : [];
  if (problems.length === 0) return `${provider}: ${messageOf(error)}`;
  return `${provider}: ${problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}`;
}

// Answers with the reason where the load was aborted. Without `emit` nothing of it is kept.
async function runOne<E extends EndpointLoad>(
  endpoint: E,
  protocol: LoadProtocol<E>,
  { load, signal, log }: Capabilities,
  emit: Emit | null,
  progress: OneProgress,
): Promise<string | undefined> {
  const { request, target, words } = await protocol.prepare(endpoint);
  if (signal.aborted) return undefined;
  const measured = (soFar: LoadMeasurement, partial: boolean): Measurement => ({
    provider: endpoint.provider,
    version: 0,
    target,
    asked: askedOf(endpoint.rate, endpoint.connections),
    load: soFar,
    partial,
    reading: { ...readingOfPlan(endpoint), ...protocol.reading?.(endpoint) },
  });
  log.debug(`${endpoint.provider}: ${words}`);
  const { measurement, stopped } = await load.run(request, {
    signal,
    progress(soFar, elapsedMs) {
      progress.tell(soFar, elapsedMs);
      emit?.measurement(measured(soFar, true));
    },
  });
  progress.done(measurement);
  if (emit === null) return undefined;
  const final = measured(measurement, stopped !== undefined);
  emit.measurement(final);
  for (const note of protocol.notes(final, endpoint)) emit.note(note);
  if (stopped === undefined) return undefined;
  const abort = abortWords(endpoint);
  emit.note(
    stoppedNote(stopped, final, { abort, longest: formatDuration(endpoint.maxDurationMs), inputs: protocol.inputs }),
  );
  return stopped === 'abortOn'
    ? `the load was stopped after ${counted(measurement.sent)} requests: ${abort}`
    : undefined;
}

function readingOfPlan({ percentiles, rate: { arrival } }: EndpointLoad): Reading {
  return { percentiles, arrival };
}

function abortWords({ abortOn }: EndpointLoad): string {
  if (abortOn === null) return 'too many errors';
  return `more than ${Number((abortOn.errorRate * 100).toPrecision(4))} % of the requests failed for ${formatDuration(abortOn.forMs)}`;
}
