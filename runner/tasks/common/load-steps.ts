// The last steps of a task that sends load: one for the warm-up, where one is asked for, and one for all endpoints.
import type { Step } from '../../model/task.ts';
import type { EndpointLoad, Loads } from './endpoint-load.ts';

interface Inputs extends WarmupInputs {
  warmup?: boolean; // set in the entry of a warm-up, and by who runs a spec again
  endpoints?: Record<string, WarmupInputs>;
}

interface WarmupInputs {
  warmupNumRequests?: number;
  warmupDuration?: string;
}

interface Load<E> {
  task: string;
  title: string;
  inputs: Inputs;
  endpoints: E[];
  warmups: E[]; // of those endpoints that have one
}

export function loadSteps<E extends EndpointLoad>({ task, title, inputs, endpoints, warmups }: Load<E>): Step[] {
  const step = (words: string, given: Inputs, plan: Loads<E>): Step => {
    return { task, title: words, entry: { task, with: { ...given } }, plan };
  };
  const warmupStep = (given: Inputs, warmed: E[]) =>
    step(warmed.length === 1 ? 'warm up' : `warm up ${warmed.length} endpoints`, given, {
      kind: 'warmup',
      endpoints: warmed.map((endpoint) => ({ ...endpoint, abortOn: null })),
    });
  if (inputs.warmup === true) return [warmupStep(inputs, warmups.length > 0 ? warmups : endpoints)];
  const main = step(title, withoutWarmup(inputs), { kind: 'measure', endpoints });
  const isWarm = inputs.warmup === false || warmups.length === 0;
  return isWarm ? [main] : [warmupStep({ ...inputs, warmup: true }, warmups), main];
}

// The warm-up has an entry of its own: a spec that is run again warms up once.
function withoutWarmup({ endpoints, warmup: _, ...base }: Inputs): Inputs {
  const main: Inputs = strip(base);
  if (endpoints === undefined) return main;
  return { ...main, endpoints: Object.fromEntries(Object.entries(endpoints).map(([name, own]) => [name, strip(own)])) };
}

function strip({ warmupNumRequests: _, warmupDuration: __, ...rest }: WarmupInputs): WarmupInputs {
  return rest;
}
