// From JSON to messages as the encoder of protobufjs takes them, by the JSON mapping of proto3. Compiled once a type.
// proto-loader's serialiser (fromObject of protobufjs) is no such mapping: it leaves out fields and enum values that it does
// not know, makes 0 of what is no number, wraps what is out of range, and sends both of a oneof. The library's protojson
// refuses all that, but stops at the first fault, without its place.
import protobuf from 'protobufjs';
import { didYouMean } from '../model/suggest.ts';
import { enumReader } from './enum-reader.ts';
import { type Faults, shownValue } from './faults.ts';
import { mapKeyReader } from './map-keys.ts';
import { isObject, type Read, type ReaderOf } from './read.ts';
import { scalarReaders } from './scalars.ts';
import { wellKnownReader } from './well-known.ts';

const mostDepth = 100;

interface FieldReader {
  name: string; // in the message
  oneof: string | undefined;
  takesNull: boolean;
  read: Read;
}

export function createReaders(): ReaderOf {
  const compiled = new Map<protobuf.Type, Read>();
  return function readerOf(type) {
    const known = compiled.get(type);
    if (known !== undefined) return known;
    // Types may hold themselves: whoever asks meanwhile is led to what comes out of this.
    let reader: Read | undefined;
    compiled.set(type, (value, faults) => reader?.(value, faults));
    reader = wellKnownReader(type, readerOf) ?? messageReader(type, readerOf);
    compiled.set(type, reader);
    return reader;
  };
}

function messageReader(type: protobuf.Type, readerOf: ReaderOf): Read {
  const { fields, names } = fieldsOf(type, readerOf);
  const required = type.fieldsArray.filter((field) => field.required).map(({ name }) => name);
  return (value, faults) => {
    if (!isObject(value)) return faults.add(`must be an object (${type.fullName.slice(1)}), is ${shownValue(value)}`);
    if (faults.depth() > mostDepth) return faults.add(`is nested more than ${mostDepth} deep`);
    const message: Record<string, unknown> = {};
    let oneofs: Record<string, string> | undefined;
    for (const key of Object.keys(value)) {
      const field = fields.get(key);
      if (field === undefined) {
        faults.addAt(key, unknownField(key, type, names, fields));
        continue;
      }
      const given = value[key];
      if (given === null && !field.takesNull) continue;
      faults.enter(key);
      const read = field.read(given, faults);
      if (Object.hasOwn(message, field.name)) faults.add('is given twice, by both of its names');
      if (field.oneof !== undefined) {
        oneofs ??= {};
        const other = oneofs[field.oneof];
        if (other !== undefined) faults.add(`only one of ${field.oneof} can be set, and ${other} is`);
        oneofs[field.oneof] = key;
      }
      faults.leave();
      if (read !== undefined) message[field.name] = read;
    }
    for (const name of required) if (!Object.hasOwn(message, name)) missing(name, faults);
    return message;
  };
}

function missing(name: string, faults: Faults): void {
  if (!faults.full) faults.addAt(name, 'is required');
}

function unknownField(
  key: string,
  type: protobuf.Type,
  names: readonly string[],
  fields: ReadonlyMap<string, FieldReader>,
): string {
  const known = names.length === 0 ? 'it has no fields' : `known are ${names.slice(0, 30).join(', ')}`;
  return `${type.fullName.slice(1)} has no such field; ${known}${didYouMean(key, [...fields.keys()])}`;
}

function fieldsOf(type: protobuf.Type, readerOf: ReaderOf): { fields: Map<string, FieldReader>; names: string[] } {
  const fields = new Map<string, FieldReader>();
  const names: string[] = [];
  for (const field of type.fieldsArray) {
    const { name, partOf, declaringField } = field;
    const compiled: FieldReader = {
      name,
      oneof: partOf === null || partOf.isProto3Optional ? undefined : partOf.name,
      takesNull: takesNull(field),
      read: fieldReader(field, readerOf),
    };
    const written = declaringField ? `[${declaringField.fullName.slice(1)}]` : (field.protoName ?? name);
    fields.set(written, compiled);
    names.push(written);
  }
  // One field's name in JSON may be another one's own name, which then wins.
  for (const { name, protoName, jsonName } of type.fieldsArray) {
    const compiled = fields.get(protoName ?? name);
    if (compiled !== undefined && !fields.has(jsonName)) fields.set(jsonName, compiled);
  }
  return { fields, names };
}

// For these, null is a value; for all others it is the same as leaving the field out.
function takesNull({ resolvedType, repeated, map }: protobuf.Field): boolean {
  const name = resolvedType?.fullName;
  return !repeated && !map && (name === '.google.protobuf.Value' || name === '.google.protobuf.NullValue');
}

function fieldReader(field: protobuf.Field, readerOf: ReaderOf): Read {
  const read = valueReader(field, readerOf);
  if (field.map) return mapReader(field as object as protobuf.MapField, read);
  return field.repeated ? listReader(read) : read;
}

function valueReader({ type, resolvedType }: protobuf.Field, readerOf: ReaderOf): Read {
  if (resolvedType instanceof protobuf.Enum) return enumReader(resolvedType);
  if (resolvedType instanceof protobuf.Type) {
    const message = resolvedType;
    let reader: Read | undefined;
    return (value, faults) => {
      reader ??= readerOf(message);
      return reader(value, faults);
    };
  }
  return scalarReaders[type] ?? ((_, faults) => faults.add(`has the unknown type ${type}`));
}

function listReader(read: Read): Read {
  return (value, faults) => {
    if (!Array.isArray(value)) return faults.add(`must be a list, is ${shownValue(value)}`);
    const list: unknown[] = [];
    for (const [index, item] of value.entries()) {
      faults.enter(index);
      list.push(read(item, faults));
      faults.leave();
      if (faults.full) break;
    }
    return list;
  };
}

function mapReader({ keyType }: protobuf.MapField, read: Read): Read {
  const readKey = mapKeyReader(keyType);
  return (value, faults) => {
    if (!isObject(value)) return faults.add(`must be an object (a map), is ${shownValue(value)}`);
    const map: Record<string, unknown> = Object.create(null);
    for (const [given, item] of Object.entries(value)) {
      faults.enter(given);
      const key = readKey(given, faults);
      const content = read(item, faults);
      if (key !== undefined && key in map) faults.add('is the same key as another one');
      if (key !== undefined) map[key] = content;
      faults.leave();
    }
    return map;
  };
}
