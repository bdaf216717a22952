import { shownUrl } from '../../model/shown-url.ts';
import type { Capabilities, Emit, Step } from '../../model/task.ts';
import { type LoadProtocol, runLoads } from '../common/run-loads.ts';
import { failureWithoutSecrets } from './hide-secrets.ts';
import { idleWords } from './idle.ts';
import { notesOf } from './notes.ts';
import type { DownloadPlan, EndpointPlan, GrpcPlan } from './plan.ts';
import { buildRequest } from './request.ts';

export async function run(step: Step, capabilities: Capabilities, emit: Emit): Promise<void> {
  const plan = step.plan as GrpcPlan;
  if (plan.kind === 'download') return download(plan, capabilities);
  const { files, scratch, log } = capabilities;
  const sources = { files, scratch, reflect: askedOnce(capabilities.reflect) };
  const grpc: LoadProtocol<EndpointPlan> = {
    async prepare(endpoint) {
      const request = await buildRequest(endpoint, sources);
      const idle = plan.kind === 'measure' ? idleWords(endpoint, request.streams) : [];
      for (const words of idle) log.warn(`${endpoint.provider}: ${words}`);
      const target = `${endpoint.host}${request.path}`;
      return { request, target, words: `${target}, ${request.tls === null ? 'plain text' : 'TLS'}` };
    },
    reading: ({ countErrors }) => ({ countErrors }),
    notes: notesOf,
    failure: (error, { data }) => failureWithoutSecrets(error, data),
    inputs: { maxDuration: 'max-duration', rate: 'rps' },
  };
  await runLoads(plan, grpc, capabilities, emit);
}

async function download({ url, key }: DownloadPlan, capabilities: Capabilities): Promise<void> {
  const { download: get, scratch, signal, log } = capabilities;
  log.debug(`download ${shownUrl(url)}`);
  scratch.set(key, await get(url, { signal }));
}

// Endpoints of one server ask it about each service once.
function askedOnce(reflect: Capabilities['reflect']): Capabilities['reflect'] {
  const asked = new Map<string, Promise<Uint8Array>>();
  return (server, symbol) => {
    const key = JSON.stringify([server, symbol]);
    const answer = asked.get(key) ?? reflect(server, symbol);
    asked.set(key, answer);
    return answer;
  };
}
