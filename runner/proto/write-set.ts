// Descriptors as bytes of a FileDescriptorSet. Files of any syntax become edition 2023, in which every field says for
// itself what proto2 and proto3 leave to the syntax; the library's own writer has one syntax for all files.
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { objectsIn } from './resolve-names.ts';

type Plain = Record<string, unknown>;

const basicTypes: Record<string, number> = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
};
const [optional, repeated] = [1, 3];
const [messageType, enumType] = [11, 14];

export function writeSet(root: protobuf.Root): Uint8Array {
  const set = descriptor.FileDescriptorSet.fromObject({ file: [...filesOf(root)] });
  return new Uint8Array(descriptor.FileDescriptorSet.encode(set).finish());
}

// One file a package.
function* filesOf(scope: protobuf.NamespaceBase): Iterable<Plain> {
  const name = scope.fullName.slice(1);
  const content = contentOf(scope.nestedArray);
  if (Object.values(content).some((list) => list.length > 0)) {
    const edition = { syntax: 'editions', edition: 'EDITION_2023' };
    const dependency = [...new Set(usedIn(scope).map(packageOf))].filter((used) => used !== scope).map(fileName);
    yield {
      name: fileName(scope),
      dependency,
      ...(name === '' ? {} : { package: name }),
      ...edition,
      ...content,
    };
  }
  for (const nested of scope.nestedArray) if (isPackage(nested)) yield* filesOf(nested);
}

function fileName({ fullName }: protobuf.ReflectionObject): string {
  return `${fullName.slice(1) || 'default'}.proto`;
}

function usedIn(scope: protobuf.NamespaceBase): protobuf.ReflectionObject[] {
  const used: (protobuf.ReflectionObject | null | undefined)[] = [];
  for (const { object } of objectsIn(scope)) {
    if (packageOf(object) !== scope) continue;
    if (object instanceof protobuf.Field) used.push(object.resolvedType, object.extensionField?.parent);
    else if (object instanceof protobuf.Method) used.push(object.resolvedRequestType, object.resolvedResponseType);
  }
  return used.filter((one) => one !== null && one !== undefined);
}

function packageOf(object: protobuf.ReflectionObject): protobuf.ReflectionObject {
  const { parent } = object;
  return parent === null || isPackage(object) ? object : packageOf(parent);
}

function isPackage(object: protobuf.ReflectionObject): object is protobuf.Namespace {
  return (
    object instanceof protobuf.Namespace && !(object instanceof protobuf.Type) && !(object instanceof protobuf.Service)
  );
}

function contentOf(objects: readonly protobuf.ReflectionObject[]): Record<string, Plain[]> {
  return {
    messageType: objects.filter((one) => one instanceof protobuf.Type).map(messageOf),
    enumType: objects.filter((one) => one instanceof protobuf.Enum).map(enumOf),
    extension: objects.filter((one) => one instanceof protobuf.Field).map((field) => fieldOf(field, [])),
    service: objects.filter((one) => one instanceof protobuf.Service).map(serviceOf),
  };
}

function messageOf(type: protobuf.Type): Plain {
  // The oneof of a lone `optional` is only a way to say so in proto3.
  const oneofs = type.oneofsArray.filter((oneof) => !oneof.isProto3Optional);
  const fields = type.fieldsArray.filter(({ name }) => !name.startsWith('.'));
  const { messageType: nested, enumType, extension } = contentOf(type.nestedArray);
  const entries = fields.flatMap((field) => (field instanceof protobuf.MapField ? [entryOf(field)] : []));
  return {
    name: type.name,
    field: fields.map((field) => fieldOf(field, oneofs)),
    nestedType: [...(nested ?? []), ...entries],
    enumType,
    extension,
    extensionRange: ((type.extensions ?? []) as [number, number][]).map(([start, end]) => ({ start, end: end + 1 })),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
  };
}

function fieldOf(field: protobuf.Field, oneofs: readonly protobuf.OneOf[]): Plain {
  const oneofIndex = field.partOf === null ? -1 : oneofs.indexOf(field.partOf);
  const isMap = field instanceof protobuf.MapField;
  const typed = isMap
    ? { type: messageType, typeName: `${field.parent?.fullName}.${entryName(field)}` }
    : typeOf(field);
  return {
    name: field.protoName ?? field.name,
    number: field.id,
    jsonName: field.jsonName,
    label: field.repeated || isMap ? repeated : optional,
    ...typed,
    ...(field.extend === undefined ? {} : { extendee: field.extend }),
    ...(oneofIndex < 0 ? {} : { oneofIndex }),
    options: { features: isMap ? {} : featuresOf(field) },
  };
}

function featuresOf(field: protobuf.Field): Plain {
  return {
    ...(field.repeated || field.partOf !== null || field.extend !== undefined
      ? {}
      : { fieldPresence: presenceOf(field) }),
    ...(field.repeated ? { repeatedFieldEncoding: field.packed ? 'PACKED' : 'EXPANDED' } : {}),
    ...(field.delimited ? { messageEncoding: 'DELIMITED' } : {}),
  };
}

function presenceOf(field: protobuf.Field): string {
  if (field.required) return 'LEGACY_REQUIRED';
  return field.hasPresence || field.resolvedType instanceof protobuf.Type ? 'EXPLICIT' : 'IMPLICIT';
}

function typeOf({ type, resolvedType }: Pick<protobuf.Field, 'type' | 'resolvedType'>): Plain {
  if (resolvedType === null) return { type: basicTypes[type] };
  return { type: resolvedType instanceof protobuf.Enum ? enumType : messageType, typeName: resolvedType.fullName };
}

function entryName({ name }: { name: string }): string {
  const words = name.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join('')}Entry`;
}

function entryOf(field: protobuf.MapField): Plain {
  const key = { name: 'key', number: 1, label: optional, type: basicTypes[field.keyType] };
  const value = { name: 'value', number: 2, label: optional, ...typeOf(field) };
  return { name: entryName(field), field: [key, value], options: { mapEntry: true } };
}

function enumOf(one: protobuf.Enum): Plain {
  return {
    name: one.name,
    value: Object.entries(one.values).map(([name, number]) => ({ name, number })),
    options: {
      ...(new Set(Object.values(one.values)).size < Object.keys(one.values).length ? { allowAlias: true } : {}),
      features: { enumType: isClosed(one) ? 'CLOSED' : 'OPEN' },
    },
  };
}

function isClosed(one: protobuf.Enum): boolean {
  return (one as object as { _features: { enum_type?: string } })._features.enum_type === 'CLOSED';
}

function serviceOf(service: protobuf.Service): Plain {
  return {
    name: service.name,
    method: service.methodsArray.map((method) => ({
      name: method.name,
      inputType: method.resolvedRequestType?.fullName,
      outputType: method.resolvedResponseType?.fullName,
      clientStreaming: method.requestStream === true,
      serverStreaming: method.responseStream === true,
    })),
  };
}
