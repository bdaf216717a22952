import type { Infer } from '../../model/schema.ts';
import { endpointFields, type httpSchema } from './schema.ts';

export type HttpInputs = Infer<typeof httpSchema>;
export type EndpointInputs = Omit<HttpInputs, 'endpoints' | 'warmup'>;

// What holds where neither the endpoint nor the task says otherwise.
export const defaults = {
  numRequests: endpointFields.numRequests.default,
  http2: endpointFields.http2.default,
  qps: endpointFields.qps.default,
  connections: endpointFields.connections.default,
  arrival: endpointFields.arrival.default,
  maxDuration: endpointFields.maxDuration.default,
  timeout: endpointFields.timeout.default,
  connectTimeout: endpointFields.connectTimeout.default,
  maxRequestsPerConnection: endpointFields.maxRequestsPerConnection.default,
  followRedirects: endpointFields.followRedirects.default,
  errorRanges: endpointFields.errorRanges.default,
  percentiles: endpointFields.percentiles.default,
  abortFor: endpointFields.abortOn.fields.for.default,
  insecure: endpointFields.tls.fields.insecure.default,
};
