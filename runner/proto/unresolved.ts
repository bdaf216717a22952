// Types that a set of files uses and does not hold.
import type { IDescriptorProto, IFieldDescriptorProto, IFileDescriptorSet } from 'protobufjs/ext/descriptor.js';

export function unresolvedIn({ file }: IFileDescriptorSet): string[] {
  const known = new Set<string>();
  const used = new Set<string>();
  const use = (name: string | undefined) => name?.startsWith('.') && used.add(name);
  const useFields = (fields: readonly IFieldDescriptorProto[] = []) => {
    for (const { typeName, extendee } of fields) {
      use(typeName);
      use(extendee);
    }
  };
  const visit = (scope: string, message: IDescriptorProto) => {
    const name = `${scope}.${message.name}`;
    known.add(name);
    for (const one of message.enumType ?? []) known.add(`${name}.${one.name}`);
    for (const nested of message.nestedType ?? []) visit(name, nested);
    useFields(message.field);
    useFields(message.extension);
  };
  for (const { package: scope, messageType, enumType, extension, service } of file) {
    const prefix = scope ? `.${scope}` : '';
    for (const message of messageType ?? []) visit(prefix, message);
    for (const one of enumType ?? []) known.add(`${prefix}.${one.name}`);
    useFields(extension);
    for (const { method } of service ?? []) {
      for (const { inputType, outputType } of method ?? []) {
        use(inputType);
        use(outputType);
      }
    }
  }
  return [...used].filter((name) => !known.has(name)).map((name) => name.slice(1));
}
