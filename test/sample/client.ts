// Calls the sample service with grpc-js, as somebody who has the .proto file of the example.
import path from 'node:path';
import { Client, credentials, Metadata, type ServiceDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface Answer {
  status: string;
  details: string;
  messages: unknown[];
}

interface Asked {
  metadata?: Record<string, string>;
  deadlineMs?: number;
}

export interface Caller {
  // One message where the client does not stream, else all of them.
  call(method: string, messages: readonly object[], asked?: Asked): Promise<Answer>;
  close(): void;
}

export const exampleProto = path.resolve(__dirname, '../../examples/grpc-slo/route_guide.proto');

export function callerOf(address: string, given: { definition?: ServiceDefinition; ca?: string } = {}): Caller {
  const { ca, definition = loadSync(exampleProto, { keepCase: true })['routeguide.RouteGuide'] as ServiceDefinition } =
    given;
  const client = new Client(
    address,
    ca === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(ca)),
  );
  return {
    call(name, messages, { metadata = {}, deadlineMs = 10_000 } = {}) {
      const method = definition[name];
      if (method === undefined) throw new Error(`no method ${name}`);
      const sent = new Metadata();
      for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
      return new Promise((resolve) => {
        const received: unknown[] = [];
        const stream = client.makeBidiStreamRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          sent,
          { deadline: Date.now() + deadlineMs },
        );
        stream.on('data', (message) => received.push(message));
        stream.on('error', (error: ServiceError) =>
          resolve({ status: status[error.code], details: error.details, messages: received }),
        );
        stream.on('end', () => {});
        stream.on('status', ({ code, details }) => {
          if (code === status.OK) resolve({ status: 'OK', details, messages: received });
        });
        for (const message of messages) stream.write(message);
        stream.end();
      });
    },
    close: () => client.close(),
  };
}
