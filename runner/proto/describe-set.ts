// From the bytes of a FileDescriptorSet to descriptors: a protoset, what a server says of itself, what crosses a thread.
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { messageOf } from '../model/errors.ts';
import { commonFile } from './common-files.ts';
import type { Descriptors } from './descriptors.ts';
import type { Outcome } from './outcome.ts';
import { unresolvedIn } from './unresolved.ts';
import { writeSet } from './write-set.ts';

// `from` names the bytes in messages.
export function describeSet(bytes: Uint8Array, from: string): Outcome<Descriptors> {
  let set: descriptor.IFileDescriptorSet;
  try {
    set = decode(bytes);
  } catch (error) {
    return wrong(`${from} is no protoset (${messageOf(error)})${looksLike(bytes)}`);
  }
  if (set.file.length === 0 || set.file.some(({ name = '' }) => name === ''))
    return wrong(`${from} is no protoset${bytes.length === 0 ? ': it is empty' : looksLike(bytes)}`);
  const unresolved = unresolvedIn(withCommon(set));
  if (unresolved.length > 0) {
    const more = unresolved.length > 10 ? ` and ${unresolved.length - 10} more` : '';
    return wrong(
      `${from} lacks types that it uses: ${unresolved.slice(0, 10).join(', ')}${more}; write it with --include_imports`,
    );
  }
  try {
    const root = protobuf.Root.fromDescriptor(set, { keepCase: true });
    return { value: { root, bytes: () => bytes } };
  } catch (error) {
    return wrong(`${from} cannot be used: ${messageOf(error)}`);
  }
}

function wrong<T>(message: string): Outcome<T> {
  return { problems: [{ path: '', message }] };
}

function decode(bytes: Uint8Array): descriptor.IFileDescriptorSet {
  return descriptor.FileDescriptorSet.decode(bytes) as object as descriptor.IFileDescriptorSet;
}

function looksLike(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (/^\s*(?:\/\/|\/\*|syntax\s*=|package\s|import\s|edition\s*=)/.test(start))
    return ': it looks like a .proto text, which goes into proto';
  if (/^\s*</.test(start)) return ': it is HTML or XML';
  return ': write one with protoc --include_imports --descriptor_set_out';
}

// Some sets and servers leave out the files of protobuf itself.
function withCommon(set: descriptor.IFileDescriptorSet): descriptor.IFileDescriptorSet {
  const has = new Set(set.file.map(({ name }) => name));
  const missing = new Set(set.file.flatMap(({ dependency }) => (dependency ?? []) as string[]));
  for (const name of missing) {
    const file = has.has(name) || !name.startsWith('google/protobuf/') ? undefined : commonFile(name);
    if (file === undefined || !('text' in file)) continue;
    const { root } = protobuf.parse(file.text, { keepCase: true });
    root.resolveAll();
    const written = decode(writeSet(root));
    set.file.push(...written.file.map((one) => ({ ...one, name })));
  }
  return set;
}
