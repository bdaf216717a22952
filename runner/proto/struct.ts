// Struct, Value and ListValue: JSON itself, as a message.
import { type Faults, shownValue } from './faults.ts';
import { readString } from './scalars.ts';

const mostDepth = 100;

export function toValue(value: unknown, faults: Faults): unknown {
  if (value === null) return { null_value: 0 };
  if (typeof value === 'boolean') return { bool_value: value };
  if (typeof value === 'string') return { string_value: readString(value, faults) };
  if (typeof value === 'bigint') return { number_value: Number(value) };
  if (typeof value === 'number')
    return Number.isFinite(value) ? { number_value: value } : faults.add(`${shownValue(value)} is no number of JSON`);
  if (faults.depth() > mostDepth) return faults.add(`is nested more than ${mostDepth} deep`);
  if (Array.isArray(value)) return { list_value: toList(value, faults) };
  if (typeof value === 'object') return { struct_value: toStruct(value as Record<string, unknown>, faults) };
  return faults.add(`${shownValue(value)} is no value of JSON`);
}

export function toList(list: readonly unknown[], faults: Faults): { values: unknown[] } {
  const values = list.map((value, index) => {
    faults.enter(index);
    const read = toValue(value, faults);
    faults.leave();
    return read;
  });
  return { values };
}

export function toStruct(object: Record<string, unknown>, faults: Faults): { fields: Record<string, unknown> } {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(object)) {
    faults.enter(key);
    readString(key, faults);
    fields[key] = toValue(value, faults);
    faults.leave();
  }
  return { fields };
}
