// Types with a JSON form of their own.
import type protobuf from 'protobufjs';
import { anyReader } from './any.ts';
import { shownValue } from './faults.ts';
import { isObject, type Read, type ReaderOf } from './read.ts';
import { scalarReaders } from './scalars.ts';
import { toList, toStruct, toValue } from './struct.ts';
import { readDuration, readTimestamp } from './times.ts';

const wrapped: Record<string, string> = {
  DoubleValue: 'double',
  FloatValue: 'float',
  Int64Value: 'int64',
  UInt64Value: 'uint64',
  Int32Value: 'int32',
  UInt32Value: 'uint32',
  BoolValue: 'bool',
  StringValue: 'string',
  BytesValue: 'bytes',
};

export function wellKnownReader(type: protobuf.Type, readerOf: ReaderOf): Read | undefined {
  const [, name] = /^\.google\.protobuf\.(\w+)$/.exec(type.fullName) ?? [];
  if (name === undefined) return undefined;
  const inner = Object.hasOwn(wrapped, name) ? scalarReaders[wrapped[name] ?? ''] : undefined;
  if (inner !== undefined) return wrapperReader(inner);
  switch (name) {
    case 'Timestamp':
      return readTimestamp;
    case 'Duration':
      return readDuration;
    case 'FieldMask':
      return readFieldMask;
    case 'Value':
      return (value, faults) => toValue(value, faults);
    case 'Struct':
      return (value, faults) =>
        isObject(value) ? toStruct(value, faults) : faults.add(`must be an object, is ${shownValue(value)}`);
    case 'ListValue':
      return (value, faults) =>
        Array.isArray(value) ? toList(value, faults) : faults.add(`must be a list, is ${shownValue(value)}`);
    case 'Any':
      return anyReader(type, readerOf);
    default:
      return undefined;
  }
}

function wrapperReader(inner: Read): Read {
  return (value, faults) => {
    const read = inner(value, faults);
    return read === undefined ? undefined : { value: read };
  };
}

const readFieldMask: Read = (value, faults) => {
  if (typeof value !== 'string') return faults.add(`must be a string of field paths, is ${shownValue(value)}`);
  if (value.includes('_')) return faults.add('must have its paths in lowerCamelCase');
  const snake = (path: string) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { paths: value === '' ? [] : value.split(',').map(snake) };
};
