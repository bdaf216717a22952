// One step for each download, one for the warm-up, one for the load of all endpoints.
import { formatDuration } from '../../model/duration.ts';
import { shownUrl } from '../../model/shown-url.ts';
import type { Step } from '../../model/task.ts';
import { loadSteps } from '../common/load-steps.ts';
import type { Rate } from '../common/rate.ts';
import { planEndpoint, planWarmup } from './inherit.ts';
import type { GrpcInputs } from './inputs.ts';
import { levelsOf } from './levels.ts';
import type { EndpointPlan, GrpcPlan, Source } from './plan.ts';

export function expand(inputs: GrpcInputs): Step[] {
  const all = levelsOf(inputs);
  const endpoints = all.map(planEndpoint);
  const warmups = all.flatMap((levels) => planWarmup(levels) ?? []);
  return [...downloads(endpoints), ...loadSteps({ task: 'grpc', title: title(endpoints), inputs, endpoints, warmups })];
}

// Each address once, whoever needs it; the interface first.
function downloads(endpoints: readonly EndpointPlan[]): Step[] {
  const wanted = new Map<string, { title: string; url: string }>();
  const want = (words: string, source: Source | undefined) => {
    if (source === undefined || 'file' in source || wanted.has(source.key)) return;
    wanted.set(source.key, { title: `download ${words}`, url: source.url });
  };
  for (const { types } of endpoints) want('proto', 'from' in types ? types.from : undefined);
  for (const { data, metadata } of endpoints) {
    want('data', 'from' in data ? data.from : undefined);
    for (const one of metadata) want('metadata', one.kind === 'source' ? one.from : undefined);
  }
  return [...wanted].map(([key, { title: words, url }]) => ({
    task: 'grpc',
    title: words,
    entry: { run: `download ${shownUrl(url)}` },
    plan: { kind: 'download', url, key } satisfies GrpcPlan,
  }));
}

function title(endpoints: EndpointPlan[]): string {
  const [first] = endpoints;
  if (first === undefined || endpoints.length > 1) return `call ${endpoints.length} endpoints`;
  return `${amount(first.rate)} of ${methodOf(first.call)} on ${first.host}`;
}

function amount({ requests, stages }: Rate): string {
  if (requests !== null) return requests === 1 ? '1 call' : `${requests} calls`;
  const total = stages.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
  return `calls for ${formatDuration(total)}`;
}

function methodOf(call: string): string {
  return call.split(/[./]/).at(-1) ?? call;
}
