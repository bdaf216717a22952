// A gRPC server on loopback that describes itself as a test says: which versions of reflection, which files, or what else.
import { type Metadata, Server, ServerCredentials, type ServerDuplexStream, type sendUnaryData } from '@grpc/grpc-js';
import { parse } from 'protobufjs';
import { FileDescriptorProto } from 'protobufjs/ext/descriptor.js';

interface Described {
  name: string;
  imports?: string[];
  package?: string;
  service?: string; // of one method, Call
  bytes?: number; // how large the file is made
}

export interface Behaviour {
  versions?: readonly ('v1' | 'v1alpha')[];
  files: Described[];
  onCall?(metadata: Metadata): { code: number; details: string } | undefined; // refuses it
  silent?: boolean; // takes calls, answers none
}

interface Question {
  fileByFilename?: string;
  fileContainingSymbol?: string;
  listServices?: string;
}

const { root } = parse(`
  syntax = "proto3";
  message Request {
    string host = 1;
    oneof message_request {
      string file_by_filename = 3; string file_containing_symbol = 4; string list_services = 7;
    }
  }
  message Response {
    string valid_host = 1;
    Request original_request = 2;
    oneof message_response { Files file_descriptor_response = 4; List list_services_response = 6; Problem error_response = 7; }
  }
  message Files { repeated bytes file_descriptor_proto = 1; }
  message List { repeated Named service = 1; }
  message Named { string name = 1; }
  message Problem { int32 error_code = 1; string error_message = 2; }
`);
const notFound = 5;

interface Reflecting {
  port: number;
  asked: string[]; // what was asked, with the version
  close(): void;
}

export async function reflecting(
  { versions = ['v1', 'v1alpha'], files, onCall, silent = false }: Behaviour,
  { address = '127.0.0.1:0', credentials = ServerCredentials.createInsecure() } = {},
): Promise<Reflecting> {
  const server = new Server();
  const asked: string[] = [];
  for (const version of versions) {
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    const handler = (stream: ServerDuplexStream<Question, object>) => {
      const refused = onCall?.(stream.metadata);
      if (refused !== undefined) stream.emit('error', refused);
      stream.on('end', () => stream.end());
      stream.on('data', (question: Question) => {
        asked.push(`${version} ${Object.values(question)[0]}`);
        if (!silent) stream.write(answerTo(question, files));
      });
    };
    server.register(path, handler, encode, decode, 'bidi');
  }
  const port = await new Promise<number>((resolve, reject) => {
    const bound: sendUnaryData<number> = (error, value) => (error ? reject(error) : resolve(value ?? 0));
    server.bindAsync(address, credentials, (error, value) => bound(error, value));
  });
  return { port, asked, close: () => server.forceShutdown() };
}

function encode(answer: object): Buffer {
  const type = root.lookupType('Response');
  return Buffer.from(type.encode(type.fromObject(answer)).finish());
}

function decode(bytes: Buffer): Question {
  const type = root.lookupType('Request');
  return type.toObject(type.decode(bytes)) as Question;
}

function answerTo({ fileByFilename, fileContainingSymbol, listServices }: Question, files: Described[]): object {
  if (listServices !== undefined)
    return {
      listServicesResponse: { service: files.flatMap((file) => (file.service ? [{ name: nameOf(file) }] : [])) },
    };
  const found = files.find((file) => file.name === fileByFilename || nameOf(file) === fileContainingSymbol);
  return found === undefined
    ? { errorResponse: { errorCode: notFound, errorMessage: `not found: ${fileByFilename ?? fileContainingSymbol}` } }
    : { fileDescriptorResponse: { fileDescriptorProto: [bytesOf(found)] } };
}

function nameOf(file: Described): string {
  return `${file.package}.${file.service}`;
}

function bytesOf({ name, imports = [], package: scope = '', service, bytes = 0 }: Described): Uint8Array {
  const method = { name: 'Call', inputType: '.shop.Thing', outputType: '.shop.Thing' };
  const file = {
    name,
    package: scope,
    dependency: imports,
    service: service === undefined ? [] : [{ name: service, method: [method] }],
    messageType: scope === 'shop.more' ? [] : [{ name: 'x'.repeat(bytes) || 'Thing' }],
  };
  return FileDescriptorProto.encode(FileDescriptorProto.fromObject(file)).finish();
}
