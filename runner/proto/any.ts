import type protobuf from 'protobufjs';
import { type Faults, shownValue } from './faults.ts';
import { isObject, type Read, type ReaderOf } from './read.ts';

const ownForm =
  /^\.google\.protobuf\.(?:Timestamp|Duration|FieldMask|Value|Struct|ListValue|Any|Empty|(?:Double|Float|U?Int(?:64|32)|Bool|String|Bytes)Value)$/;

// {"@type": "type.googleapis.com/pkg.Message", ...its fields}, or its own JSON form under `value`.
export function anyReader({ root }: protobuf.Type, readerOf: ReaderOf): Read {
  return (value, faults) => {
    if (!isObject(value)) return faults.add(`must be an object with @type, is ${shownValue(value)}`);
    const { '@type': url, ...fields } = value;
    if (url === undefined && Object.keys(fields).length === 0) return {};
    if (typeof url !== 'string' || !url.includes('/'))
      return faults.addAt('@type', `must name the message, such as "type.googleapis.com/package.Message"`);
    const name = url.slice(url.lastIndexOf('/') + 1);
    const type = typeIn(root, name);
    if (type === undefined) return faults.addAt('@type', `there is no message ${name} in what is described`);
    const own = ownForm.test(type.fullName);
    if (own)
      for (const key of Object.keys(fields))
        if (key !== 'value') faults.addAt(key, `${name} has no fields here, its JSON is the value`);
    const inner = own
      ? within('value', faults, () => readerOf(type)(fields.value ?? {}, faults))
      : readerOf(type)(fields, faults);
    return inner === undefined ? undefined : { type_url: url, value: type.encode(inner as object).finish() };
  };
}

function within<T>(key: string, faults: Faults, read: () => T): T {
  faults.enter(key);
  const result = read();
  faults.leave();
  return result;
}

function typeIn(root: protobuf.Root, name: string): protobuf.Type | undefined {
  try {
    const type = root.lookupType(name);
    return type.fullName === `.${name}` ? type : undefined;
  } catch {
    return undefined;
  }
}
