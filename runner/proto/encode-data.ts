// Call data to bytes: one message, or a list of them.
import type protobuf from 'protobufjs';
import { messageOf, type Problem } from '../model/errors.ts';
import type { Descriptors } from './descriptors.ts';
import { parseExactJson } from './exact-json.ts';
import { createFaults, type Faults } from './faults.ts';
import { createReaders } from './message-reader.ts';
import type { Outcome } from './outcome.ts';

// `path` names the data in problems: data[2].location.latitude.
interface Encoder {
  value(data: unknown, path: string): Outcome<Uint8Array[]>;
  text(json: string, path: string): Outcome<Uint8Array[]>;
}

export function createEncoder({ root }: Descriptors, typeName: string): Encoder {
  const type = root.lookupType(`.${typeName}`);
  const read = createReaders()(type);

  let faults: Faults | undefined; // kept while there are none

  const encode = (data: unknown, path: string): Outcome<Uint8Array[]> => {
    if (data === undefined || data === null) return { value: [new Uint8Array(0)] };
    if (faults?.base !== path || faults.problems.length > 0) faults = createFaults(path);
    const isList = Array.isArray(data) && type.fullName !== '.google.protobuf.ListValue';
    const messages: unknown[] = [];
    for (const [index, item] of (isList ? data : [data]).entries()) {
      if (isList) faults.enter(index);
      messages.push(read(item, faults));
      if (isList) faults.leave();
      if (faults.full) break;
    }
    return faults.problems.length > 0 ? { problems: faults.problems } : bytesOf(type, messages, path);
  };
  return {
    value: encode,
    text(json, path) {
      if (json.trim() === '') return encode(undefined, path);
      let data: unknown;
      try {
        data = parseExactJson(json);
      } catch (error) {
        return { problems: [{ path, message: `is no JSON: ${messageOf(error)}` }] };
      }
      return encode(data, path);
    },
  };
}

function bytesOf(type: protobuf.Type, messages: readonly unknown[], path: string): Outcome<Uint8Array[]> {
  try {
    // Copied: what the library gives lies in memory that it shares among messages.
    return { value: messages.map((message) => new Uint8Array(type.encode(message as object).finish())) };
  } catch (error) {
    const problem: Problem = { path, message: `cannot be encoded as ${type.fullName.slice(1)}: ${messageOf(error)}` };
    return { problems: [problem] };
  }
}
