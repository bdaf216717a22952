import type protobuf from 'protobufjs';
import { didYouMean } from '../model/suggest.ts';
import { shownValue } from './faults.ts';
import type { Read } from './read.ts';

// Names or numbers.
export function enumReader(one: protobuf.Enum): Read {
  const numbers = new Map(Object.entries(one.values));
  const names = [...numbers.keys()];
  const name = one.fullName.slice(1);
  return (value, faults) => {
    if (typeof value === 'string') {
      const number = numbers.get(value);
      if (number !== undefined) return number;
      return faults.add(
        `${name} has no value ${value}, only ${names.slice(0, 30).join(', ')}${didYouMean(value, names)}`,
      );
    }
    // Numbers that it does not name may well be sent.
    if (typeof value === 'number' && (value | 0) === value) return value;
    if (value === null && name === 'google.protobuf.NullValue') return 0;
    return faults.add(`must be a value of ${name}: ${names.slice(0, 30).join(', ')}; is ${shownValue(value)}`);
  };
}
