// A .proto text as what a server needs of it: its service, and its descriptor for those who ask by reflection.
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { type Method, type NamespaceBase, parse, type Root, Service, type Type } from 'protobufjs';
import { FileDescriptorProto, type IDescriptorProto, type IFileDescriptorProto } from 'protobufjs/ext/descriptor.js';

export interface Interface {
  file: string;
  service: ServiceDefinition;
  serviceName: string;
  symbols: ReadonlySet<string>; // full names of all that the file defines
  descriptor: Uint8Array;
}

export function readInterface({ name, text }: { name: string; text: string }): Interface {
  const { root, package: scope = '' } = parse(text, { keepCase: true });
  root.resolveAll();
  const space = root.lookup(scope) as NamespaceBase;
  const service = space.nestedArray.find((entry) => entry instanceof Service);
  if (service === undefined) throw new Error(`${name} has no service`);
  const serviceName = service.fullName.slice(1);
  return {
    file: name,
    serviceName,
    service: Object.fromEntries(service.methodsArray.map((method) => [method.name, definitionOf(method, serviceName)])),
    symbols: new Set(symbolsOf(space)),
    descriptor: descriptorOf(root, space, name),
  };
}

function definitionOf(method: Method, service: string): MethodDefinition<object, object> {
  const [request, response] = [method.resolvedRequestType, method.resolvedResponseType];
  if (request === null || response === null) throw new Error(`${method.fullName} has no types`);
  return {
    path: `/${service}/${method.name}`,
    originalName: `${method.name.charAt(0).toLowerCase()}${method.name.slice(1)}`,
    requestStream: method.requestStream === true,
    responseStream: method.responseStream === true,
    requestSerialize: (value) => encode(request, value),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (value) => encode(response, value),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}

function encode(type: Type, value: object): Buffer {
  const bytes = type.encode(value).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function symbolsOf(space: NamespaceBase): string[] {
  return space.nestedArray.flatMap((entry) => [
    entry.fullName.slice(1),
    ...(entry instanceof Service
      ? entry.methodsArray.map((method) => `${entry.fullName.slice(1)}.${method.name}`)
      : []),
    ...('nestedArray' in entry ? symbolsOf(entry as NamespaceBase) : []),
  ]);
}

// protobufjs names types as near as it can; compilers and those who read their output expect full names.
function descriptorOf(root: Root, space: NamespaceBase, name: string): Uint8Array {
  const [file] = root.toDescriptor('proto3').file as IFileDescriptorProto[];
  if (file === undefined) throw new Error(`${name} is empty`);
  file.name = name;
  for (const message of file.messageType ?? [])
    qualifyFields(message, space.lookup(message.name ?? '') as NamespaceBase);
  for (const { method } of file.service ?? []) {
    for (const entry of method ?? []) {
      entry.inputType = fullName(entry.inputType ?? '', space);
      entry.outputType = fullName(entry.outputType ?? '', space);
    }
  }
  return FileDescriptorProto.encode(file).finish();
}

function qualifyFields(message: IDescriptorProto, scope: NamespaceBase): void {
  for (const field of message.field ?? []) {
    if (field.typeName) field.typeName = fullName(field.typeName, scope);
  }
}

function fullName(name: string, scope: NamespaceBase): string {
  return scope.lookup(name)?.fullName ?? name;
}
