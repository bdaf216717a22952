// One step for each payload to download, one for the warm-up, one for the load of all endpoints.
import { formatDuration } from '../../model/duration.ts';
import { hostOf, shownUrl } from '../../model/shown-url.ts';
import type { Step } from '../../model/task.ts';
import { loadSteps } from '../common/load-steps.ts';
import type { Rate } from '../common/rate.ts';
import { type HttpLevels, levelsOf, payloadUrlOf, planEndpoint, planWarmup, scratchKey } from './inherit.ts';
import type { HttpInputs } from './inputs.ts';
import type { EndpointPlan, HttpPlan } from './plan.ts';

export function expand(inputs: HttpInputs): Step[] {
  const all = levelsOf(inputs);
  const endpoints = all.map(planEndpoint);
  const warmups = all.flatMap((levels) => planWarmup(levels) ?? []);
  return [...downloads(all), ...loadSteps({ task: 'http', title: title(endpoints), inputs, endpoints, warmups })];
}

function downloads(all: HttpLevels[]): Step[] {
  const urls = new Set(all.flatMap((levels) => payloadUrlOf(levels) ?? []));
  return [...urls].map((url) => ({
    task: 'http',
    title: 'download payload',
    entry: { run: `download ${shownUrl(url)}` },
    plan: { kind: 'download', url, key: scratchKey(url) } satisfies HttpPlan,
  }));
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
