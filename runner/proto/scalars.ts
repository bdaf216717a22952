// Numbers, texts, bytes and booleans of JSON, as the encoder takes them.
import { type Faults, shownValue } from './faults.ts';
import type { Read } from './read.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export const scalarReaders: Readonly<Record<string, Read>> = {
  int32: smallInteger(-(2 ** 31), 2 ** 31 - 1),
  sint32: smallInteger(-(2 ** 31), 2 ** 31 - 1),
  sfixed32: smallInteger(-(2 ** 31), 2 ** 31 - 1),
  uint32: smallInteger(0, 2 ** 32 - 1),
  fixed32: smallInteger(0, 2 ** 32 - 1),
  int64: largeInteger(-(2n ** 63n), 2n ** 63n - 1n),
  sint64: largeInteger(-(2n ** 63n), 2n ** 63n - 1n),
  sfixed64: largeInteger(-(2n ** 63n), 2n ** 63n - 1n),
  uint64: largeInteger(0n, 2n ** 64n - 1n),
  fixed64: largeInteger(0n, 2n ** 64n - 1n),
  float: floating(true),
  double: floating(false),
  bool: (value, faults) =>
    typeof value === 'boolean' ? value : faults.add(`must be true or false, is ${shownValue(value)}`),
  string: readString,
  bytes: readBytes,
};

function smallInteger(least: number, most: number): Read {
  return (value, faults) => {
    const number = typeof value === 'number' ? value : numberFrom(value);
    if (!Number.isInteger(number)) return faults.add(`must be an integer, is ${shownValue(value)}`);
    if (number < least || number > most) return outOfRange(value, least, most, faults);
    return number;
  };
}

function largeInteger(least: bigint, most: bigint): Read {
  return (value, faults) => {
    let number: bigint;
    if (typeof value === 'bigint') number = value;
    else if (typeof value === 'string' && /^[+-]?\d{1,40}$/.test(value)) number = BigInt(value.replace('+', ''));
    else {
      const double = typeof value === 'number' ? value : numberFrom(value);
      if (!Number.isInteger(double)) return faults.add(`must be an integer, is ${shownValue(value)}`);
      if (!Number.isSafeInteger(double))
        return faults.add(`${shownValue(value)} is too large for an exact number: give it as a string of digits`);
      if (double >= least && double <= most) return longOf(double);
      return outOfRange(value, least, most, faults);
    }
    return number < least || number > most ? outOfRange(value, least, most, faults) : longOfBig(number);
  };
}

// Both halves, as the encoder wants them.
function longOf(number: number): { low: number; high: number; unsigned: boolean } {
  return { low: number | 0, high: Math.floor(number / 2 ** 32) | 0, unsigned: false };
}

function longOfBig(number: bigint): { low: number; high: number; unsigned: boolean } {
  return { low: Number(BigInt.asIntN(32, number)), high: Number(BigInt.asIntN(32, number >> 32n)), unsigned: false };
}

function floating(isSingle: boolean): Read {
  return (value, faults) => {
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
    const number = typeof value === 'number' ? value : numberFrom(value);
    if (typeof value !== 'number' && Number.isNaN(number))
      return faults.add(`must be a number, is ${shownValue(value)}`);
    const fits = Number.isNaN(number) || Number.isFinite(isSingle ? Math.fround(number) : number);
    if (!fits) return faults.add(`${shownValue(value)} is too large; what is infinite is "Infinity", as a string`);
    return number;
  };
}

function numberFrom(value: unknown): number {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && decimal.test(value) ? Number(value) : Number.NaN;
}

function outOfRange(value: unknown, least: unknown, most: unknown, faults: Faults): undefined {
  return faults.add(`${shownValue(value)} is out of range: ${least} to ${most}`);
}

export function readString(value: unknown, faults: Faults): string | undefined {
  if (typeof value !== 'string') return faults.add(`must be a string, is ${shownValue(value)}`);
  if (/\p{Surrogate}/u.test(value)) return faults.add('holds half of a surrogate pair, which is no text');
  return value;
}

function readBytes(value: unknown, faults: Faults): Uint8Array | undefined {
  if (typeof value !== 'string') return faults.add(`must be bytes as a base64 string, is ${shownValue(value)}`);
  const plain = value
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return faults.add(`${shownValue(value)} is no base64`);
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}
