// The template actions of call data that users of ghz know, and what they give for a call.
import type { Chance } from './chance.ts';
import { randomInt, randomString, uuid } from './chance.ts';

// What is the same for all calls of a load.
export interface MethodNames {
  FullyQualifiedName: string;
  MethodName: string;
  ServiceName: string;
  InputName: string;
  OutputName: string;
  IsClientStreaming: string;
  IsServerStreaming: string;
}

// What a call is rendered with.
export interface RenderedCall {
  request: number; // 0-based, over the whole load
  worker: string;
  now: number; // epoch, msec
  uuid?: string; // of this call, once it was asked for
}

type Render = (call: RenderedCall, chance: Chance) => string;

export const fixedNames = [
  'FullyQualifiedName',
  'MethodName',
  'ServiceName',
  'InputName',
  'OutputName',
  'IsClientStreaming',
  'IsServerStreaming',
] as const satisfies readonly (keyof MethodNames)[];

export const variables: Readonly<Record<string, Render>> = {
  RequestNumber: ({ request }) => String(request),
  WorkerID: ({ worker }) => worker,
  UUID(call, chance) {
    call.uuid ??= uuid(chance);
    return call.uuid;
  },
  Timestamp: ({ now }) => `${new Date(now).toISOString().slice(0, 19)}Z`,
  TimestampUnix: ({ now }) => String(Math.floor(now / 1000)),
  TimestampUnixMilli: ({ now }) => String(Math.floor(now)),
  TimestampUnixNano: ({ now }) => `${Math.floor(now)}${String(Math.floor((now % 1) * 1e6)).padStart(6, '0')}`,
};

interface TemplateFunction {
  usage: string;
  compile(numbers: readonly number[]): Render | undefined; // undefined: not with these
}

export const functions: Readonly<Record<string, TemplateFunction>> = {
  newUUID: {
    usage: 'newUUID',
    compile: (numbers) => (numbers.length === 0 ? (_, chance) => uuid(chance) : undefined),
  },
  // At least min, less than max.
  randomInt: {
    usage: 'randomInt, or randomInt min max with min < max',
    compile(numbers) {
      if (numbers.length !== 0 && numbers.length !== 2) return undefined;
      const [min = 0, max = 2 ** 31] = numbers;
      const least = Math.max(0, min);
      return max <= least ? undefined : (_, chance) => randomInt(least, max, chance);
    },
  },
  randomString: {
    usage: 'randomString, or randomString length',
    compile([length = 0, ...more]) {
      return more.length > 0 || length > 1_000_000 ? undefined : (_, chance) => randomString(length, chance);
    },
  },
};
