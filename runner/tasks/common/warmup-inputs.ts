// The inputs that say how long a warm-up is, the same for every load.
import type { Fields } from '../../model/schema.ts';

export const warmupInputs = {
  warmupNumRequests: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 1e12,
    describe: 'requests of a warm-up whose results are thrown away; wins over a warmupDuration given at the same level',
  },
  warmupDuration: {
    kind: 'string',
    format: 'duration',
    describe: 'length of a warm-up whose results are thrown away',
    example: '10s',
  },
} as const satisfies Fields;
