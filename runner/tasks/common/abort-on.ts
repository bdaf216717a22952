// The input that ends a load while its target is in trouble, the same for every load.
import type { ObjectSchema } from '../../model/schema.ts';

export const abortOnInput = {
  kind: 'object',
  describe: 'when to stop the load and fail',
  fields: {
    errorRate: {
      kind: 'number',
      min: 0,
      max: 1,
      describe: 'fraction of requests that fail, 0 to 1; more than it stops the load',
      example: 0.5,
    },
    for: {
      kind: 'string',
      format: 'duration',
      default: '10s',
      describe: 'how long the rate must stay above the limit',
    },
  },
} as const satisfies ObjectSchema;
