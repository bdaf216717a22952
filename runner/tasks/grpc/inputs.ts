import type { Infer } from '../../model/schema.ts';
import { endpointFields, type grpcSchema } from './schema.ts';

export type GrpcInputs = Infer<typeof grpcSchema>;
export type EndpointInputs = Omit<GrpcInputs, 'endpoints' | 'warmup'>;

// What holds where neither the endpoint nor the task says otherwise.
export const defaults = {
  total: endpointFields.total.default,
  'max-duration': endpointFields['max-duration'].default,
  'duration-stop': endpointFields['duration-stop'].default,
  concurrency: endpointFields.concurrency.default,
  connections: endpointFields.connections.default,
  rps: endpointFields.rps.default,
  timeout: endpointFields.timeout.default,
  'connect-timeout': endpointFields['connect-timeout'].default,
  'concurrency-start': endpointFields['concurrency-start'].default,
  percentiles: endpointFields.percentiles.default,
  abortFor: endpointFields.abortOn.fields.for.default,
  'message-size': 2 ** 31 - 1, // bytes: none that a limit of the client would stop
};
