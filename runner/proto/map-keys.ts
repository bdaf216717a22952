// Keys of maps: texts in JSON, whatever they are in the message.
import { type Faults, shownValue } from './faults.ts';
import { readString, scalarReaders } from './scalars.ts';

export function mapKeyReader(type: string): (key: string, faults: Faults) => string | undefined {
  if (type === 'string') return readString;
  if (type === 'bool')
    return (key, faults) =>
      key === 'true' || key === 'false' ? key : faults.add(`a key must be true or false, is ${shownValue(key)}`);
  return (key, faults) => {
    if (!/^-?\d{1,20}$/.test(key)) return faults.add(`a key must be an integer, is ${shownValue(key)}`);
    const fits = scalarReaders[type]?.(key, faults) !== undefined;
    return fits ? String(BigInt(key)) : undefined;
  };
}
