import { shownUrl } from '../../model/shown-url.ts';
import type { Capabilities, Emit, Step } from '../../model/task.ts';
import { type LoadProtocol, runLoads } from '../common/run-loads.ts';
import { notesOf } from './notes.ts';
import type { DownloadPlan, EndpointPlan, HttpPlan } from './plan.ts';
import { buildRequest } from './request.ts';

export async function run(step: Step, capabilities: Capabilities, emit: Emit): Promise<void> {
  const plan = step.plan as HttpPlan;
  if (plan.kind === 'download') return download(plan, capabilities);
  const { files, scratch } = capabilities;
  const http: LoadProtocol<EndpointPlan> = {
    async prepare(endpoint) {
      const request = await buildRequest(endpoint, { files, scratch });
      const target = shownUrl(request.url);
      return { request, target, words: `${request.method} ${target}` };
    },
    notes: (measurement, { errorRanges }) => notesOf(measurement, errorRanges),
    inputs: { maxDuration: 'maxDuration', rate: 'qps' },
  };
  await runLoads(plan, http, capabilities, emit);
}

async function download({ url, key }: DownloadPlan, { download: get, scratch, signal }: Capabilities): Promise<void> {
  scratch.set(key, await get(url, { signal }));
}
