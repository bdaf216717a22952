import type { Rate } from './rate.ts';

// What every plan of a load says, whatever the protocol.
export interface EndpointLoad {
  provider: string; // the task's name, or that and the name of an endpoint: http-<name>
  connections: number;
  rate: Rate;
  abortOn: { errorRate: number; forMs: number } | null;
  maxDurationMs: number;
  percentiles: readonly number[];
}

export interface Loads<E extends EndpointLoad> {
  kind: 'warmup' | 'measure';
  endpoints: E[];
}
