import type { Method } from './find-call.ts';
import type { MethodNames } from './template-actions.ts';

// As ghz names them: the service and the messages without their package.
export function methodNames({ service, method, input, output, clientStreams, serverStreams }: Method): MethodNames {
  return {
    FullyQualifiedName: `${service}.${method}`,
    MethodName: method,
    ServiceName: lastOf(service),
    InputName: lastOf(input),
    OutputName: lastOf(output),
    IsClientStreaming: String(clientStreams),
    IsServerStreaming: String(serverStreams),
  };
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
