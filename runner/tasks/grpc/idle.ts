// Inputs that were given and do nothing, so that nobody waits for what they would do elsewhere.
import type { GrpcLoad } from '../../model/task.ts';
import { type GrpcLevels, pickFrom } from './levels.ts';
import type { EndpointPlan } from './plan.ts';

export function onlyForGhz(levels: GrpcLevels): string[] {
  const pick = pickFrom(levels);
  return (['cpus', 'debug', 'output', 'format'] as const).filter((name) => pick(name) !== undefined);
}

type Given = Pick<EndpointPlan, 'onlyForGhz' | 'stream' | 'eachMessage' | 'call'>;

export function idleWords(
  { onlyForGhz: ghz, stream, eachMessage, call }: Given,
  streams: GrpcLoad['streams'],
): string[] {
  const sending = [
    ...(stream.intervalMs > 0 ? ['stream-interval'] : []),
    ...(eachMessage ? ['stream-dynamic-messages'] : []),
  ];
  const ending = [
    ...(stream.count > 0 ? ['stream-call-count'] : []),
    ...(stream.durationMs > 0 ? ['stream-call-duration'] : []),
  ];
  const words = ghz.length === 0 ? [] : [`${list(ghz)} without effect: only ghz knows what to do with it`];
  if (streams.client) return words;
  const idle = streams.server ? sending : [...sending, ...ending];
  const why = streams.server ? 'sends one message a request' : 'is unary, one message each way';
  return idle.length === 0 ? words : [...words, `${list(idle)} without effect: ${call} ${why}`];
}

function list(names: readonly string[]): string {
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;
}
