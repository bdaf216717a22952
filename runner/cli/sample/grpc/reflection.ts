// Server reflection: tells clients that have no .proto file what the services look like.
import { type handleBidiStreamingCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Interface } from './interface.ts';

interface Asked {
  host: string;
  message_request?: string; // which of the fields below is set
  file_by_filename: string;
  file_containing_symbol: string;
  all_extension_numbers_of_type: string;
}

type Answer =
  | { file_descriptor_response: { file_descriptor_proto: Uint8Array[] } }
  | { all_extension_numbers_response: { base_type_name: string } }
  | { list_services_response: { service: { name: string }[] } }
  | { error_response: { error_code: number; error_message: string } };

export function reflectionService(interfaces: readonly Interface[]): UntypedServiceImplementation {
  const ServerReflectionInfo: handleBidiStreamingCall<Asked, Answer & { original_request: Asked }> = (call) => {
    call.on('data', (asked: Asked) => call.write({ original_request: asked, ...answer(asked, interfaces) }));
    call.on('end', () => call.end());
  };
  return { ServerReflectionInfo };
}

function answer(asked: Asked, interfaces: readonly Interface[]): Answer {
  switch (asked.message_request) {
    case 'list_services':
      return { list_services_response: { service: interfaces.map(({ serviceName }) => ({ name: serviceName })) } };
    case 'file_by_filename':
      return fileOf(
        interfaces.find(({ file }) => file === asked.file_by_filename),
        asked.file_by_filename,
      );
    case 'file_containing_symbol':
      return fileOf(
        interfaces.find(({ symbols }) => symbols.has(asked.file_containing_symbol)),
        asked.file_containing_symbol,
      );
    case 'all_extension_numbers_of_type':
      return interfaces.some(({ symbols }) => symbols.has(asked.all_extension_numbers_of_type))
        ? { all_extension_numbers_response: { base_type_name: asked.all_extension_numbers_of_type } }
        : notFound(asked.all_extension_numbers_of_type);
    case 'file_containing_extension':
      return notFound('the extension');
    default:
      return { error_response: { error_code: status.INVALID_ARGUMENT, error_message: 'nothing was asked' } };
  }
}

function fileOf(found: Interface | undefined, name: string): Answer {
  return found === undefined
    ? notFound(name)
    : { file_descriptor_response: { file_descriptor_proto: [found.descriptor] } };
}

function notFound(name: string): Answer {
  return { error_response: { error_code: status.NOT_FOUND, error_message: `${name} is not known here` } };
}
