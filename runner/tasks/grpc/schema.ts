import type { Fields, ObjectSchema } from '../../model/schema.ts';
import { callFields } from './call-fields.ts';
import { connectionFields } from './connection-fields.ts';
import { loadFields } from './load-fields.ts';

const without = 'without effect';

// Everything the grpc task takes, by the names ghz has for it; docs/grpc.md shows this table. What can be said for an
// endpoint can be said for all.
export const endpointFields = {
  ...callFields,
  ...loadFields,
  ...connectionFields,
  async: {
    kind: 'boolean',
    describe:
      'accepted as false only: with a rate, requests are sent when they are due, whether or not others are answered',
  },
  name: { kind: 'string', describe: 'name of the run, shown among the notes of the result' },
  tags: {
    kind: 'map',
    dotted: true,
    of: { kind: 'string', describe: 'value of the tag' },
    describe: 'tags of the run, shown among the notes of the result',
    example: { env: 'staging' },
  },
  cpus: { kind: 'any', describe: 'taken from configurations of ghz', accepted: without },
  debug: { kind: 'any', describe: 'taken from configurations of ghz', accepted: without },
  output: { kind: 'any', describe: 'taken from configurations of ghz', accepted: without },
  format: { kind: 'any', describe: 'taken from configurations of ghz', accepted: without },
} as const satisfies Fields;

export const grpcSchema = {
  kind: 'object',
  describe: 'calls methods of gRPC services and measures errors and latency',
  fields: {
    ...endpointFields,
    endpoints: {
      kind: 'map',
      name: 'endpoint',
      of: { kind: 'object', describe: 'one endpoint', fields: endpointFields },
      describe: 'any of the inputs above for one endpoint, measured by itself as `grpc-<name>`',
    },
    warmup: {
      kind: 'boolean',
      describe: 'true where this entry of a spec is a warm-up only, as expanded specs say it',
    },
  },
} as const satisfies ObjectSchema;
