// One step for each payload to download, one for the warm-up, one for the load of all endpoints.
import { formatDuration } from '../../model/duration.ts';
import { hostOf, shownUrl } from '../../model/shown-url.ts';
import type { Step } from '../../model/task.ts';
import type { Rate } from '../common/rate.ts';
import { type Levels, levelsOf, payloadUrlOf, planEndpoint, planWarmup, scratchKey } from './inherit.ts';
import type { EndpointInputs, HttpInputs } from './inputs.ts';
import type { EndpointPlan, HttpPlan } from './plan.ts';

export function expand(inputs: HttpInputs): Step[] {
  const all = levelsOf(inputs);
  const steps = downloads(all);
  const warmups = all.flatMap((levels) => planWarmup(levels) ?? []);
  if (inputs.warmup === true)
    return [...steps, warmupStep(inputs, warmups.length > 0 ? warmups : all.map(planEndpoint))];
  if (inputs.warmup !== false && warmups.length > 0) steps.push(warmupStep({ ...inputs, warmup: true }, warmups));
  const endpoints = all.map(planEndpoint);
  return [...steps, step(title(endpoints), withoutWarmup(inputs), { kind: 'measure', endpoints })];
}

function downloads(all: Levels[]): Step[] {
  const urls = new Set(all.flatMap((levels) => payloadUrlOf(levels) ?? []));
  return [...urls].map((url) => ({
    task: 'http',
    title: 'download payload',
    entry: { run: `download ${shownUrl(url)}` },
    plan: { kind: 'download', url, key: scratchKey(url) } satisfies HttpPlan,
  }));
}

function warmupStep(inputs: HttpInputs, endpoints: EndpointPlan[]): Step {
  return step(endpoints.length === 1 ? 'warm up' : `warm up ${endpoints.length} endpoints`, inputs, {
    kind: 'warmup',
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, abortOn: null })),
  });
}

function step(words: string, inputs: HttpInputs, plan: HttpPlan): Step {
  return { task: 'http', title: words, entry: { task: 'http', with: inputs }, plan };
}

// The warm-up has an entry of its own: a spec that is run again warms up once.
function withoutWarmup(inputs: HttpInputs): HttpInputs {
  const { endpoints, warmup: _, ...base } = inputs;
  const main: HttpInputs = strip(base);
  if (endpoints === undefined) return main;
  return { ...main, endpoints: Object.fromEntries(Object.entries(endpoints).map(([name, own]) => [name, strip(own)])) };
}

function strip({ warmupNumRequests: _, warmupDuration: __, ...rest }: EndpointInputs): EndpointInputs {
  return rest;
}

function title(endpoints: EndpointPlan[]): string {
  const [first] = endpoints;
  if (first === undefined || endpoints.length > 1) return `send requests to ${endpoints.length} endpoints`;
  return `send ${amount(first.rate)} to ${hostOf(first.url)}`;
}

function amount({ requests, stages }: Rate): string {
  if (requests !== null) return requests === 1 ? '1 request' : `${requests} requests`;
  const total = stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  return `requests for ${formatDuration(total)}`;
}
