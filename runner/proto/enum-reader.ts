import type protobuf from 'protobufjs';
import { didYouMean } from '../model/suggest.ts';
import { shownValue } from './faults.ts';
import type { Read } from './read.ts';
import { isClosed } from './write-set.ts';

// Names or numbers.
export function enumReader(one: protobuf.Enum): Read {
  const numbers = new Map(Object.entries(one.values));
  const names = [...numbers.keys()];
  const name = one.fullName.slice(1);
  const closed = isClosed(one);
  const known = new Set(numbers.values());
  return (value, faults) => {
    if (typeof value === 'string') {
      const number = numbers.get(value);
      if (number !== undefined) return number;
      return faults.add(
        `${name} has no value ${value}, only ${names.slice(0, 30).join(', ')}${didYouMean(value, names)}`,
      );
    }
    if (typeof value === 'number' && (value | 0) === value) {
      if (closed && !known.has(value)) return faults.add(`${name} has no value with the number ${value}`);
      return value;
    }
    if (value === null && name === 'google.protobuf.NullValue') return 0;
    return faults.add(`must be a value of ${name}: ${names.slice(0, 30).join(', ')}; is ${shownValue(value)}`);
  };
}
