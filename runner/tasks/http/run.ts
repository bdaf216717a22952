import { formatDuration } from '../../model/duration.ts';
import { Iter8Error, messageOf } from '../../model/errors.ts';
import type { LoadMeasurement } from '../../model/measurement.ts';
import { shownUrl } from '../../model/shown-url.ts';
import type { Capabilities, Emit, Measurement, Step } from '../../model/task.ts';
import { notesOf, stoppedNote } from './notes.ts';
import { askedOf, type DownloadPlan, type EndpointPlan, type HttpPlan, type LoadPlan } from './plan.ts';
import { createProgress, type OneProgress } from './progress.ts';
import { planReading } from './reading.ts';
import { buildRequest } from './request.ts';

export async function run(step: Step, capabilities: Capabilities, emit: Emit): Promise<void> {
  const plan = step.plan as HttpPlan;
  if (plan.kind === 'download') await download(plan, capabilities);
  else await sendAll(plan, capabilities, emit);
}

async function download({ url, key }: DownloadPlan, { download: get, scratch, signal }: Capabilities): Promise<void> {
  scratch.set(key, await get(url, { signal }));
}

// One endpoint after the other. The trouble of one keeps no other from being measured; it is told at the end. Only
// abortOn, which says that the load is too much, ends them all.
async function sendAll(plan: LoadPlan, capabilities: Capabilities, emit: Emit): Promise<void> {
  const troubles: { provider: string; error: unknown }[] = [];
  const progress = createProgress(plan, emit);
  for (const endpoint of plan.endpoints) {
    const { provider } = endpoint;
    try {
      const aborted = await sendOne(endpoint, plan, capabilities, emit, progress.of(endpoint));
      if (capabilities.signal.aborted) return;
      if (aborted === undefined) continue;
      troubles.push({ provider, error: new Iter8Error('STEP', aborted) });
      break;
    } catch (error) {
      if (capabilities.signal.aborted) return;
      troubles.push({ provider, error });
    }
  }
  const [first, ...others] = troubles;
  if (first === undefined) return;
  const bug = troubles.find(({ error }) => !(error instanceof Iter8Error));
  if (bug !== undefined) throw bug.error;
  if (plan.endpoints.length === 1) throw first.error;
  const words = troubles.map(({ provider, error }) => `${provider}: ${messageOf(error)}`);
  const code = others.length === 0 && first.error instanceof Iter8Error ? first.error.code : 'STEP';
  throw new Iter8Error(code, words.join('; '), { cause: first.error });
}

// Answers with the reason where the load was aborted.
async function sendOne(
  endpoint: EndpointPlan,
  plan: LoadPlan,
  { files, scratch, load, signal, log }: Capabilities,
  emit: Emit,
  progress: OneProgress,
): Promise<string | undefined> {
  const request = await buildRequest(endpoint, { files, scratch });
  if (signal.aborted) return undefined;
  const measured = (soFar: LoadMeasurement, partial: boolean): Measurement => ({
    provider: endpoint.provider,
    version: 0,
    target: shownUrl(request.url),
    asked: askedOf(endpoint.rate, endpoint.connections),
    load: soFar,
    partial,
    reading: planReading(endpoint),
  });
  const keep = plan.kind === 'measure';
  log.debug(`${endpoint.provider}: ${request.method} ${shownUrl(request.url)}`);
  const { measurement, stopped } = await load.run(request, {
    signal,
    progress(soFar, elapsedMs) {
      progress.tell(soFar, elapsedMs);
      if (keep) emit.measurement(measured(soFar, true));
    },
  });
  progress.done(measurement);
  if (!keep) return undefined;
  const final = measured(measurement, stopped !== undefined);
  emit.measurement(final);
  for (const note of notesOf(final, endpoint.errorRanges)) emit.note(note);
  if (stopped === undefined) return undefined;
  const abort = abortWords(endpoint);
  emit.note(stoppedNote(stopped, final, { abort, longest: formatDuration(endpoint.maxDurationMs) }));
  return stopped === 'abortOn' ? `the load was stopped after ${measurement.sent} requests: ${abort}` : undefined;
}

function abortWords({ abortOn }: EndpointPlan): string {
  if (abortOn === null) return 'too many errors';
  return `more than ${Number((abortOn.errorRate * 100).toPrecision(4))} % of the requests failed for ${formatDuration(abortOn.forMs)}`;
}
