// What a reader of the result should know about one load, in words, with what to do.
import { counted } from '../../model/counted.ts';
import type { Note } from '../../model/document.ts';
import { hintFor, inWordsOf, type Protocol } from '../../model/failure.ts';
import type { LoadMeasurement } from '../../model/measurement.ts';
import type { Measurement } from '../../model/task.ts';
import { doubtsOf } from './doubt.ts';
import { whyWithoutLatency } from './metrics.ts';

const mostPeersShown = 5;
const unevenFactor = 2;

export function failureNotes({ provider: subject, load }: Measurement, protocol: Protocol): Note[] {
  const kinds = Object.entries(load.failures).sort(([, a], [, b]) => b - a);
  return kinds.map(([kind, n]) => {
    const none = n === load.sent && load.answered === 0;
    const amount = none
      ? `no request was answered: all ${counted(n)}`
      : `${counted(n)} of ${counted(load.sent)} requests`;
    const example = load.failureExamples[kind];
    const message = `${amount} failed (${kind})${example === undefined ? '' : `: ${inWordsOf(protocol, example)}`}`;
    return { kind: 'failures', subject, message, hint: hintFor(kind, protocol) };
  });
}

// What the inputs of a protocol are called, in hints.
interface DroppedWords {
  none: string; // of what none was free
  hint: string;
}

export function droppedNote({ provider: subject, load }: Measurement, { none, hint }: DroppedWords): Note[] {
  if (load.dropped === 0) return [];
  const due = load.sent + load.dropped;
  const message = `${counted(load.dropped)} of ${counted(due)} requests were due and never sent: ${none} was free`;
  return [{ kind: 'dropped', subject, message, hint }];
}

export function doubtNotes(measurement: Measurement): Note[] {
  const hint = 'give the load generator more CPU, or ask for a lower rate; until then no latency SLO is satisfied';
  return doubtsOf(measurement).map(({ kind, message }) => ({ kind, subject: measurement.provider, message, hint }));
}

export function peerNote({ provider: subject, load: { peers: by } }: Measurement, hint: string): Note[] {
  const sorted = Object.entries(by).sort(([, a], [, b]) => b - a);
  const total = sorted.reduce((sum, [, n]) => sum + n, 0);
  const [most = 0, least = 0] = [sorted[0]?.[1], sorted.at(-1)?.[1]];
  if (sorted.length < 2 || total === 0) return [];
  const shown = sorted.slice(0, mostPeersShown).map(([peer, n]) => `${peer} ${Math.round((100 * n) / total)} %`);
  const more = sorted.length > mostPeersShown ? ', …' : '';
  const message = `requests went to ${sorted.length} addresses: ${shown.join(', ')}${more}`;
  const uneven = most > unevenFactor * least;
  return [{ kind: 'peers', subject, message, ...(uneven ? { hint } : {}) }];
}

// Why a load ended before its end; `why` is the engine's word.
export function stoppedNote(
  why: string,
  { provider: subject, load, asked }: Measurement,
  limits: { abort: string; longest: string; inputs: { maxDuration: string; rate: string } },
): Note {
  const of = asked.requests === undefined ? '' : ` of ${counted(asked.requests)}`;
  const sent = `after ${counted(load.sent)}${of} requests`;
  if (why === 'interrupted') return { kind: 'interrupted', subject, message: `interrupted ${sent}` };
  if (why === 'abortOn') {
    return { kind: 'aborted', subject, message: `stopped ${sent}: ${limits.abort} (abortOn)`, hint: whyAborted(load) };
  }
  const { maxDuration, rate } = limits.inputs;
  const hint = `raise ${maxDuration} or ${rate}, or send fewer requests`;
  return { kind: 'aborted', subject, message: `stopped ${sent}: it took ${limits.longest} (${maxDuration})`, hint };
}

function whyAborted(load: LoadMeasurement): string {
  const why = whyWithoutLatency(load);
  return why === '' ? 'see the statuses and errors of this load' : `requests without an answer: ${why}`;
}
