import type protobuf from 'protobufjs';
import type { Faults } from './faults.ts';

// Gives what goes into the message, or undefined where the value does not fit, which the faults then tell.
export type Read = (value: unknown, faults: Faults) => unknown;

export type ReaderOf = (type: protobuf.Type) => Read;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
