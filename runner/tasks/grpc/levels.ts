// What was said for one endpoint, and what for all of them. An endpoint's own word wins over what it would inherit, and
// inputs that exclude each other are inherited together or not at all.
import { type Levels, levelsIn } from '../common/endpoint-levels.ts';
import type { EndpointInputs, GrpcInputs } from './inputs.ts';

export type GrpcLevels = Levels<EndpointInputs>;

// Of the inputs of a group a level gives one.
export const groups = {
  types: ['proto', 'protoURL', 'protoset'],
  data: ['data', 'data-file', 'dataURL', 'binary-file', 'binaryDataURL'],
  metadata: ['metadata', 'metadata-file', 'metadataURL'],
} as const satisfies Record<string, readonly (keyof EndpointInputs)[]>;

export const shapeInputs = {
  load: ['load-start', 'load-end', 'load-step', 'load-step-duration', 'load-max-duration'],
  concurrency: [
    'concurrency-start',
    'concurrency-end',
    'concurrency-step',
    'concurrency-step-duration',
    'concurrency-max-duration',
  ],
} as const satisfies Record<string, readonly (keyof EndpointInputs)[]>;

export function levelsOf({ endpoints, warmup: _, ...base }: GrpcInputs): GrpcLevels[] {
  return levelsIn('grpc', base, {}, endpoints);
}

export function pickFrom({ own, base }: GrpcLevels): <K extends keyof EndpointInputs>(name: K) => EndpointInputs[K] {
  return (name) => own[name] ?? base[name];
}

// Where what is wrong with an input of an endpoint is to be corrected: where it was said, if it was.
export function placeOf({ path: prefix, own, base }: GrpcLevels, path: string): string {
  const input = path.split(/[.[]/)[0] as keyof EndpointInputs;
  return own[input] === undefined && base[input] !== undefined ? path : prefix + path;
}

// The level that gives any input of the group, its own first.
export function giverOf(
  { own, base }: GrpcLevels,
  group: readonly (keyof EndpointInputs)[],
): EndpointInputs | undefined {
  return [own, base].find((level) => group.some((name) => level[name] !== undefined));
}

// A rate or a concurrency of the endpoint's own wins over a schedule that it would inherit.
export function scheduleKind({ own, base }: GrpcLevels, kind: 'load' | 'concurrency'): 'const' | 'step' | 'line' {
  const plain = kind === 'load' ? own.rps : own.concurrency;
  return own[`${kind}-schedule`] ?? (plain === undefined ? base[`${kind}-schedule`] : undefined) ?? 'const';
}

export function usesTls(levels: GrpcLevels): boolean {
  const pick = pickFrom(levels);
  const asked = pick('insecure');
  return asked === undefined
    ? pick('cacert') !== undefined || pick('cert') !== undefined || pick('skipTLS') === true
    : !asked;
}
