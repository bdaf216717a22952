// The messages of grpc.reflection, which are the same in v1 and v1alpha, and what is needed of a described file.
import protobuf from 'protobufjs';

export interface ReflectionQuestion {
  fileContainingSymbol?: string;
  fileByFilename?: string;
  listServices?: string;
}

export interface ReflectionAnswer {
  files: Uint8Array[];
  services: string[];
  error?: string;
}

const root = protobuf.Root.fromJSON({
  nested: {
    Question: {
      fields: {
        fileByFilename: { type: 'string', id: 3 },
        fileContainingSymbol: { type: 'string', id: 4 },
        listServices: { type: 'string', id: 7 },
      },
    },
    Answer: {
      fields: {
        files: { type: 'Files', id: 4 },
        services: { type: 'Services', id: 6 },
        error: { type: 'Failure', id: 7 },
      },
    },
    Files: { fields: { content: { rule: 'repeated', type: 'bytes', id: 1 } } },
    Services: { fields: { service: { rule: 'repeated', type: 'Service', id: 1 } } },
    Service: { fields: { name: { type: 'string', id: 1 } } },
    Failure: { fields: { code: { type: 'int32', id: 1 }, message: { type: 'string', id: 2 } } },
    File: { fields: { name: { type: 'string', id: 1 }, imports: { rule: 'repeated', type: 'string', id: 3 } } },
    FileSet: { fields: { file: { rule: 'repeated', type: 'bytes', id: 1 } } },
  },
});

export function encodeQuestion(question: ReflectionQuestion): Uint8Array {
  return root.lookupType('Question').encode(question).finish();
}

export function decodeAnswer(bytes: Uint8Array): ReflectionAnswer {
  const { files, services, error } = root.lookupType('Answer').decode(bytes) as object as {
    files: { content: Uint8Array[] } | null;
    services: { service: { name: string }[] } | null;
    error: { code: number; message: string } | null;
  };
  return {
    files: files?.content ?? [],
    services: services?.service.map(({ name }) => name) ?? [],
    ...(error ? { error: error.message || `error ${error.code}` } : {}),
  };
}

export function fileOf(bytes: Uint8Array): { name: string; imports: string[] } {
  return root.lookupType('File').decode(bytes) as object as { name: string; imports: string[] };
}

export function setOf(files: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(root.lookupType('FileSet').encode({ file: files }).finish());
}
