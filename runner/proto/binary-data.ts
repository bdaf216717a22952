// Binary call data: messages one after the other, each with its length (a varint) before it; else it is one message.
import protobuf from 'protobufjs';
import type { Descriptors } from './descriptors.ts';
import type { Outcome } from './outcome.ts';

export function splitBinaryData(
  { root }: Descriptors,
  typeName: string,
  bytes: Uint8Array,
  path: string,
): Outcome<Uint8Array[]> {
  const type = root.lookupType(`.${typeName}`);
  if (bytes.length === 0) return { value: [new Uint8Array(0)] };
  const delimited = delimitedIn(bytes);
  if (delimited?.every((message) => isMessage(type, message))) return { value: delimited };
  if (isMessage(type, bytes)) return { value: [bytes] };
  return {
    problems: [
      { path, message: `is neither one message of type ${typeName}, nor a list of them with the length before each` },
    ],
  };
}

function delimitedIn(bytes: Uint8Array): Uint8Array[] | undefined {
  const reader = protobuf.Reader.create(bytes);
  const messages: Uint8Array[] = [];
  try {
    while (reader.pos < reader.len) messages.push(new Uint8Array(reader.bytes()));
  } catch {
    return undefined;
  }
  return messages;
}

function isMessage(type: protobuf.Type, bytes: Uint8Array): boolean {
  try {
    type.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
